package dev.regroup.redis;

import dev.regroup.model.Outcome.Silence;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;

/**
 * Says what kind of silence a failed connection attempt is. {@code REFUSED} is the strongest: the host itself said that
 * nobody listens there. A name without an address, a host without a route and an attempt that took too long say less:
 * {@code TIMEOUT}. Total, stateless, thread-safe.
 */
final class Silences {

    private static final int DEPTH = 10;

    private Silences() {}

    /** Returns the silence that the failure of an attempt to connect amounts to. */
    static Silence of(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; depth < DEPTH; depth++) {
            if (cause instanceof ConnectTimeoutException || cause instanceof UnknownHostException) {
                return Silence.TIMEOUT;
            }
            if (cause instanceof ConnectException) {
                return Silence.REFUSED;
            }
            if (cause instanceof CancellationException || cause instanceof RejectedExecutionException) {
                return Silence.RESET;
            }
            Throwable next = cause.getCause();
            if (next == null) {
                return cause instanceof java.net.SocketException ? Silence.TIMEOUT : Silence.RESET;
            }
            cause = next;
        }
        return Silence.RESET;
    }
}
