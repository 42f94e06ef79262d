package dev.regroup.model;

import java.util.List;

/** Why nothing more can safely be done without an event from outside; it ends by itself with its reason. Immutable. */
public sealed interface Block {

    /** Nothing is in the way. */
    record None() implements Block {}

    /**
     * The group waits.
     *
     * @param kind for what
     * @param nodes whom it concerns, ordered; possibly empty
     */
    record On(Kind kind, List<NodeId> nodes) implements Block {

        /** Copies the list. */
        public On {
            nodes = List.copyOf(nodes);
        }
    }

    /** What a block waits for. */
    enum Kind {
        /** The first record cannot be made: there is not exactly one master that all others follow. */
        AMBIGUOUS_START,
        /** Every member is down. */
        ALL_DOWN,
        /** The master is to be replaced and no visible member may be promoted (loading, or told not to be), or no epoch is left. */
        NO_CANDIDATE,
        /** The master is down and the visible members are known to lack some of its writes. */
        LAGGING_ONLY,
        /** The master is down and nothing shows that a visible member has all of its writes. */
        UNPROVEN,
        /** The master lost its data, and nobody who may still have it may be promoted or attached to it. */
        EMPTY_ONLY,
        /** The master, or the member that it follows and that may be master, answers, but tells nothing. */
        UNUSABLE,
        /** A node is master beside the recorded one and may hold writes of its own. */
        SPLIT_BRAIN,
        /**
         * A node whose reign has ended is still master: it refuses to follow, or would have to copy everything, which the
         * policy forbids.
         */
        UNDEMOTABLE,
        /** Somebody else keeps undoing what a node is told: it is left alone for a while. */
        CONTESTED,
        /** The recorded master follows a node outside the group. */
        FOREIGN,
        /** The recorded master follows a member that is master, and nothing shows that this member has its writes. */
        OVERTHROWN,
        /** The recorded master is a replica, its pointers lead to no master, and nothing shows that it still has its own data. */
        MASTERLESS,
        /** A failover is due, but the last one was not long enough ago. */
        HELD_COOL_DOWN,
        /** Replicas still hear from the master that the observer cannot reach. */
        HELD_CONTRADICTED
    }
}
