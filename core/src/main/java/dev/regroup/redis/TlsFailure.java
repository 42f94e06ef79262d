package dev.regroup.redis;

import dev.regroup.model.Outcome;
import dev.regroup.model.Outcome.Refusal;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Tells a node whose certificate we refuse, or which refuses ours, from one that is not there: it has answered. Total,
 * stateless, thread-safe.
 */
final class TlsFailure {

    private static final int DEPTH = 10;

    private TlsFailure() {}

    /** Returns what a look comes to that failed like that, if certificates are why. */
    static Optional<Outcome> refusal(Throwable failure) {
        return text(failure).map(text -> new Outcome.Uninformative(Refusal.AUTH, text));
    }

    /** Returns why certificates made it fail, if they did. */
    static Optional<String> text(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; depth < DEPTH; depth++) {
            String message = String.valueOf(cause.getMessage());
            boolean isAlert = cause instanceof SSLException && message.contains("fatal alert");
            if (isAlert || cause instanceof CertificateException) {
                return Optional.of(ReplyClassifier.shortened("TLS: " + message));
            }
            Throwable next = cause.getCause();
            if (next == null) {
                return Optional.empty();
            }
            cause = next;
        }
        return Optional.empty();
    }
}
