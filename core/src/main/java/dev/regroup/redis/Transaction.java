package dev.regroup.redis;

import dev.regroup.node.Sent;
import dev.regroup.redis.Script.Step;
import java.util.List;
import java.util.Optional;

/**
 * The answers to MULTI, the steps of a script, and EXEC. Immutable.
 *
 * @param steps what was to be carried out
 * @param multi the answer to MULTI
 * @param queued the answers to the commands themselves: that they are queued, or an error; if MULTI was refused, their
 *     results
 * @param exec the answer to EXEC
 * @param results the elements of the reply to EXEC; empty if it was an error
 */
record Transaction(List<Step> steps, Answer multi, List<Answer> queued, Answer exec, List<Answer> results) {

    Transaction {
        steps = List.copyOf(steps);
        queued = List.copyOf(queued);
        results = List.copyOf(results);
    }

    /** Returns the transaction that was answered like that, from MULTI to EXEC. */
    static Transaction of(List<Step> steps, List<Answer> answers, List<Answer> results) {
        int last = answers.size() - 1;
        return new Transaction(steps, answers.get(0), answers.subList(1, last), answers.get(last), results);
    }

    /** Returns what became of the command. */
    Sent sent() {
        if (exec instanceof Answer.Text) {
            return Steps.sent(steps, results);
        }
        if (!(exec instanceof Answer.Refused)) {
            return new Sent.Maybe();
        }
        return multi instanceof Answer.Refused
                ? Steps.sent(steps, queued)
                : ReplyClassifier.rejection(firstError(queued).orElse(error(exec)));
    }

    /** Tells whether the node has left the transaction, so that the connection may be used for something else. */
    boolean isOver() {
        return exec instanceof Answer.Text
                || multi instanceof Answer.Refused
                || error(exec).startsWith("EXECABORT");
    }

    private static Optional<String> firstError(List<Answer> answers) {
        return answers.stream()
                .filter(Answer.Refused.class::isInstance)
                .map(Transaction::error)
                .findFirst();
    }

    private static String error(Answer answer) {
        return answer instanceof Answer.Refused refused ? refused.error() : "";
    }
}
