package dev.regroup.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Since when an observer has known of the life that a node is in: what has to wait, so that somebody may come back or step
 * in, waits from then on. It begins anew with the observer, after a time in which it did not look, and with each life, but not
 * with a missed look. Immutable.
 *
 * @param node who
 * @param incarnation which life
 * @param since the monotonic time at which the first look was done that showed it
 */
public record Life(NodeId node, Incarnation incarnation, Duration since) {

    /** Checks the time. */
    public Life {
        Times.time(since);
    }

    /**
     * Returns what is known after a look, at most one for each node; the very same list if the look changes nothing, as
     * one does that told nothing.
     */
    public static List<Life> after(List<Life> before, NodeReport report) {
        if (!(report.outcome() instanceof Outcome.Answered answered)) {
            return before;
        }
        Incarnation now = answered.info().incarnation();
        boolean isKnown = before.stream()
                .anyMatch(life ->
                        life.node().equals(report.node()) && life.incarnation().equals(now));
        if (isKnown) {
            return before;
        }
        List<Life> next = new ArrayList<>(before);
        next.removeIf(life -> life.node().equals(report.node()));
        next.add(new Life(report.node(), now, report.doneAt()));
        return List.copyOf(next);
    }
}
