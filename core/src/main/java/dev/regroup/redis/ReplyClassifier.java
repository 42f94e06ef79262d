package dev.regroup.redis;

import dev.regroup.model.Outcome;
import dev.regroup.model.Outcome.Refusal;
import dev.regroup.node.Sent;
import dev.regroup.node.Sent.Retry;
import java.util.List;
import java.util.Locale;

/**
 * Says what an error reply means. Total, stateless, thread-safe.
 *
 * <p>Redis tells the kind of an error in its first word (redis 7.0.15, server.c, createSharedObjects; acl.c), but some
 * kinds have only a sentence after {@code ERR} (networking.c, acceptCommonHandler; replication.c, replicaofCommand).
 * Pika v4.0.1 puts {@code ERR} before {@code NOAUTH}, too. Words are compared without regard to case.
 */
final class ReplyClassifier {

    private static final int TEXT_LENGTH = 200;
    private static final List<String> CREDENTIALS = List.of("noauth", "wrongpass", "noperm", "denied");
    private static final List<String> CREDENTIAL_SENTENCES =
            List.of("invalid password", "client sent auth, but no password is set", "auth <password> called without");
    private static final List<String> PASSING = List.of("loading", "busy", "masterdown", "tryagain");
    private static final List<String> PASSING_SENTENCES = List.of(
            "max number of clients reached",
            "not allowed while failing over",
            "not in correct state for slaveof",
            "already master of others");

    private ReplyClassifier() {}

    /** Returns what a look came to that was answered by that error. */
    static Outcome.Uninformative refusal(String error) {
        return new Outcome.Uninformative(kind(words(error)), shortened(error));
    }

    /**
     * Returns what became of a command that was answered by that error. {@code LATER}: the node is busy, loading, full,
     * failing over, or (Pika) waits for its replicas to leave. {@code NEVER}: the rest, since repeating does not mend a
     * wrong address, a missing right or an unknown command.
     */
    static Sent.Rejected rejection(String error) {
        String words = words(error);
        boolean mayPass =
                PASSING.contains(firstWord(words)) || PASSING_SENTENCES.stream().anyMatch(words::contains);
        return new Sent.Rejected(mayPass ? Retry.LATER : Retry.NEVER, shortened(error));
    }

    /** Returns the text without control characters, cut to a length that suits a log line. */
    static String shortened(String text) {
        String head = text.substring(0, Math.min(text.length(), TEXT_LENGTH));
        StringBuilder out = new StringBuilder(head.length());
        head.chars().map(c -> Character.isISOControl(c) ? ' ' : c).forEach(c -> out.append((char) c));
        return out.toString().trim();
    }

    private static Refusal kind(String words) {
        String first = firstWord(words);
        if (CREDENTIALS.contains(first) || CREDENTIAL_SENTENCES.stream().anyMatch(words::contains)) {
            return Refusal.AUTH;
        }
        if (words.contains("max number of clients reached")) {
            return Refusal.MAX_CLIENTS;
        }
        return switch (first) {
            case "busy" -> Refusal.BUSY;
            case "loading" -> Refusal.LOADING;
            default -> Refusal.ERROR;
        };
    }

    /** Drops a leading {@code ERR}, so that what follows is the word or sentence that tells the kind. */
    private static String words(String error) {
        String lower = error.toLowerCase(Locale.ROOT).trim();
        return lower.startsWith("err ") ? lower.substring(4).trim() : lower;
    }

    private static String firstWord(String words) {
        int blank = words.indexOf(' ');
        return blank < 0 ? words : words.substring(0, blank);
    }
}
