package dev.regroup.redis;

import dev.regroup.node.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The answers to MULTI, the three commands of {@link Wire#follow}, and EXEC. Immutable.
 *
 * @param multi the answer to MULTI
 * @param queued the answers to the commands themselves: that they are queued, or an error; if MULTI was refused, their
 *     results
 * @param exec the answer to EXEC
 * @param results the elements of the reply to EXEC; empty if it was an error
 */
record Transaction(Answer multi, List<Answer> queued, Answer exec, List<Answer> results) {

    private static final List<String> NAMES = List.of("SLAVEOF", "CONFIG REWRITE", "CLIENT KILL");

    Transaction {
        queued = List.copyOf(queued);
        results = List.copyOf(results);
    }

    /** Returns the transaction that was answered like that, from MULTI to EXEC. */
    static Transaction of(List<Answer> answers, List<Answer> results) {
        int last = answers.size() - 1;
        return new Transaction(answers.get(0), answers.subList(1, last), answers.get(last), results);
    }

    /**
     * Returns what became of the command. The role decides: if that was changed, what else went wrong is a warning
     * (redis 7.0.15 without a config file answers EXEC with OK, OK, an error for CONFIG REWRITE, 0).
     */
    Sent sent() {
        if (exec instanceof Answer.Text) {
            return sent(results);
        }
        if (!(exec instanceof Answer.Refused)) {
            return new Sent.Maybe();
        }
        return multi instanceof Answer.Refused
                ? sent(queued)
                : ReplyClassifier.rejection(firstError(queued).orElse(error(exec)));
    }

    /** Tells whether the node has left the transaction, so that the connection may be used for something else. */
    boolean isOver() {
        return exec instanceof Answer.Text
                || multi instanceof Answer.Refused
                || error(exec).startsWith("EXECABORT");
    }

    private static Sent sent(List<Answer> results) {
        if (results.size() == NAMES.size() && results.get(0) instanceof Answer.Refused refused) {
            return ReplyClassifier.rejection(refused.error());
        }
        if (results.size() != NAMES.size() || !(results.get(0) instanceof Answer.Text)) {
            return new Sent.Maybe();
        }
        List<String> warnings = new ArrayList<>();
        for (int i = 1; i < results.size(); i++) {
            if (results.get(i) instanceof Answer.Refused refused) {
                warnings.add(NAMES.get(i) + ": " + ReplyClassifier.shortened(refused.error()));
            }
        }
        return new Sent.Applied(warnings);
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
