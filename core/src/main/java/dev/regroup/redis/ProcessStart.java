package dev.regroup.redis;

import java.util.List;
import java.util.Optional;

/**
 * The second in which a process started, on the clock of its node: TIME before and after INFO server, whose {@code
 * uptime_in_seconds} is the difference of two whole seconds, so that the sum is the same at every look, also after the
 * clock was set (pika v4.0.1, pika_admin.cc, InfoCmd::InfoServer and TimeCmd::Do). Immutable.
 *
 * @param second the second
 * @param certainty whether it can be one other
 */
record ProcessStart(long second, Certainty certainty) {

    /** The clock that INFO reads may be behind that of TIME by a tick of the kernel, which is 10 ms at most. */
    private static final long TICK_MICROS = 20_000;

    /** Whether a second is certain. */
    enum Certainty {
        /** No second began while the node was asked. */
        CERTAIN,
        /** One did, or might have: it can be the one before or after. Ask again. */
        VAGUE
    }

    /** Returns the start that two replies to TIME and an uptime amount to; nothing if a reply is none. */
    static Optional<ProcessStart> of(List<String> before, List<String> after, long uptime) {
        Optional<Long> secondBefore = number(before, 0);
        Optional<Long> micros = number(before, 1);
        Optional<Long> secondAfter = number(after, 0);
        if (secondBefore.isEmpty() || micros.isEmpty() || secondAfter.isEmpty()) {
            return Optional.empty();
        }
        boolean isCertain = secondBefore.equals(secondAfter) && micros.get() >= TICK_MICROS;
        return Optional.of(
                new ProcessStart(secondBefore.get() - uptime, isCertain ? Certainty.CERTAIN : Certainty.VAGUE));
    }

    private static Optional<Long> number(List<String> reply, int index) {
        return index < reply.size() ? InfoLines.unsigned(reply.get(index)) : Optional.empty();
    }
}
