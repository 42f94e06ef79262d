package dev.regroup.model;

import java.util.List;

/**
 * Something that a person should know although nothing is done about it. It lasts as long as its reason. Immutable.
 *
 * @param kind what it is
 * @param nodes whom it concerns, in the order of the members
 */
public record Alert(Kind kind, List<NodeId> nodes) {

    /** Copies the list. */
    public Alert {
        nodes = List.copyOf(nodes);
    }

    /** What it is about. */
    public enum Kind {
        /** The master is well, but nobody could take over from it now; the verdicts say why. */
        NO_STANDBY,
        /** A node keeps going silent and coming back, each time before it is concluded to be down or soon after. */
        FLAPPING
    }

    @Override
    public String toString() {
        return kind + (nodes.isEmpty() ? "" : nodes.toString());
    }
}
