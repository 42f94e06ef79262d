package dev.regroup.model;

import java.time.Duration;
import java.util.List;

/**
 * When a node answered again after it had not, or in another life of its process. Immutable.
 *
 * @param node who
 * @param times monotonic times of the answers, oldest first; an observer need not keep more than {@value #KEPT}
 */
public record Returned(NodeId node, List<Duration> times) {

    /** So many times are enough to know a node that flaps. */
    public static final int KEPT = 8;

    /** Tells whether a node came back between two looks, of which the second is the later. */
    public static boolean isReturn(NodeReport before, NodeReport after) {
        return !(after.outcome() instanceof Outcome.Silent)
                && (before.outcome() instanceof Outcome.Silent || isAnotherLife(before.outcome(), after.outcome()));
    }

    private static boolean isAnotherLife(Outcome before, Outcome after) {
        return before instanceof Outcome.Answered then
                && after instanceof Outcome.Answered now
                && !then.info().incarnation().equals(now.info().incarnation());
    }

    /** Checks the times and copies the list. */
    public Returned {
        times = List.copyOf(times);
        times.forEach(Times::time);
    }
}
