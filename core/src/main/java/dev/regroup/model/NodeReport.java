package dev.regroup.model;

import java.time.Duration;

/**
 * One look at one node. Immutable.
 *
 * @param node who was looked at
 * @param look the number of the look, rising by at least one with each look at this node
 * @param sentAt monotonic time at which the probe was sent
 * @param doneAt monotonic time at which the outcome was known; not before {@code sentAt}
 * @param outcome what came of it
 */
public record NodeReport(NodeId node, long look, Duration sentAt, Duration doneAt, Outcome outcome) {

    /**
     * Checks that the look did not end before it began, and that its times are within a hundred years of their origin.
     */
    public NodeReport {
        Times.time(sentAt);
        Times.time(doneAt);
        if (doneAt.compareTo(sentAt) < 0) {
            throw new IllegalArgumentException(
                    "look " + look + " at " + node + " ended at " + doneAt + ", before it began at " + sentAt);
        }
    }
}
