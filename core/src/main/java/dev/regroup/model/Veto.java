package dev.regroup.model;

import java.util.List;

/**
 * What stands in the way of acting for a time. Immutable.
 *
 * @param kind what it is
 * @param nodes whom it comes from, ordered
 * @param until when it ends at the latest
 */
public record Veto(Kind kind, List<NodeId> nodes, Wake until) {

    /** Copies the list. */
    public Veto {
        nodes = List.copyOf(nodes);
    }

    /** What vetoes. */
    public enum Kind {
        /** A replica has heard from the master since it fell silent: ends when it no longer does. */
        FED,
        /**
         * A replica still has a link to the silent master: ends with the link, or {@code witnessBound} after the first
         * miss.
         */
        LINKED,
        /** The last failover was not long enough ago. */
        COOL_DOWN,
        /** Nobody is known to have every write, and the time of grace is not over. */
        GRACE
    }
}
