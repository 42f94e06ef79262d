package dev.regroup.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Since when a replica has shown no link to whom it follows, at every look that told anything. Ends with a link, with a
 * copy that began, in a new life, and when it follows somebody else or nobody. Immutable.
 *
 * @param node who
 * @param incarnation in which life
 * @param of whom it follows
 * @param since the monotonic time at which the first such look was sent
 */
public record Unlinked(NodeId node, Incarnation incarnation, Address of, Duration since) {

    /** Checks the time. */
    public Unlinked {
        Times.time(since);
    }

    /**
     * Returns what is known after a look, at most one for each node; the very same list if the look changes nothing, as
     * one does that found the node silent.
     */
    public static List<Unlinked> after(List<Unlinked> before, NodeReport report) {
        boolean isKnown = before.stream().anyMatch(last -> last.node().equals(report.node()));
        if (!(report.outcome() instanceof Outcome.Answered answered)) {
            return before;
        }
        NodeInfo info = answered.info();
        boolean isUnlinked = info.role() instanceof Role.Replica replica
                && (replica.link() instanceof Link.Down || replica.link() instanceof Link.Stuck);
        boolean isSame = isUnlinked == isKnown
                && before.stream()
                        .filter(last -> last.node().equals(report.node()))
                        .allMatch(last -> last.isOf(info));
        if (isSame) {
            return before;
        }
        List<Unlinked> next = new ArrayList<>(before);
        next.removeIf(last -> last.node().equals(report.node()));
        if (isUnlinked && info.role() instanceof Role.Replica replica) {
            next.add(new Unlinked(report.node(), info.incarnation(), replica.of(), report.sentAt()));
        }
        return List.copyOf(next);
    }

    /** Tells whether this is of the life, and of the pointer, that a look shows. */
    public boolean isOf(NodeInfo info) {
        return incarnation.equals(info.incarnation())
                && info.role() instanceof Role.Replica replica
                && of.equals(replica.of());
    }
}
