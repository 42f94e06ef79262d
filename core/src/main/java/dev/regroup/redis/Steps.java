package dev.regroup.redis;

import dev.regroup.node.Sent;
import dev.regroup.redis.Script.Step;
import dev.regroup.redis.Script.Weight;
import java.util.ArrayList;
import java.util.List;

/** What became of the steps of a script: total over every prefix of answers. Stateless, thread-safe. */
final class Steps {

    private Steps() {}

    /**
     * Returns what became of the command whose steps were answered like that. The last decisive step decides; what else
     * went wrong is a warning (redis 7.0.15 without a config file answers EXEC with OK, OK, an error for CONFIG REWRITE,
     * 0).
     */
    static Sent sent(List<Step> steps, List<Answer> answers) {
        if (answers.size() != steps.size()) {
            return new Sent.Maybe();
        }
        int decisive = decisive(steps);
        Answer decision = answers.get(decisive);
        if (decision instanceof Answer.Refused refused) {
            return ReplyClassifier.rejection(refused.error());
        }
        if (!(decision instanceof Answer.Text)) {
            return new Sent.Maybe();
        }
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            if (i != decisive && !(answers.get(i) instanceof Answer.Text)) {
                warnings.add(steps.get(i).name() + ": " + said(answers.get(i)));
            }
        }
        return new Sent.Applied(warnings);
    }

    private static int decisive(List<Step> steps) {
        int last = 0;
        for (int i = 0; i < steps.size(); i++) {
            last = steps.get(i).weight() == Weight.DECIDES ? i : last;
        }
        return last;
    }

    private static String said(Answer answer) {
        if (answer instanceof Answer.Refused refused) {
            return ReplyClassifier.shortened(refused.error());
        }
        return answer instanceof Answer.Garbled ? "the answer was not understood" : "no answer";
    }
}
