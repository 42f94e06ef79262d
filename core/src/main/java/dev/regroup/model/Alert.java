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
        FLAPPING,
        /** The recorded master refuses writes by its own word. */
        MASTER_NOT_WRITABLE,
        /** The recorded master has lost data, whether or not somebody still has it. */
        DATA_LOST,
        /** Nobody knows whether the recorded master, named first, has its data; the others had everything, and wait. */
        MASTER_DATA_UNKNOWN,
        /** A member follows a node outside the group. */
        FOREIGN_POINTER,
        /** A member whose reign has not ended refuses to follow, for good or again and again. */
        REFUSES_TO_FOLLOW,
        /** A replica has shown no link to the living master for longer than {@code resync-patience}. */
        LINK_DOWN
    }

    @Override
    public String toString() {
        return kind + (nodes.isEmpty() ? "" : nodes.toString());
    }
}
