package dev.regroup.model;

import java.time.Duration;
import java.util.List;

/**
 * When a node answered again after it had not. Immutable.
 *
 * @param node who
 * @param times monotonic times of the answers, oldest first; an observer need not keep more than {@value #KEPT}
 */
public record Returned(NodeId node, List<Duration> times) {

    /** So many times are enough to know a node that flaps. */
    public static final int KEPT = 8;

    /** Checks the times and copies the list. */
    public Returned {
        times = List.copyOf(times);
        times.forEach(Times::time);
    }
}
