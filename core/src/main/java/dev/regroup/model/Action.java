package dev.regroup.model;

import java.util.List;

/**
 * A command to a node. It may be sent only after the record that implies it is durable; it is idempotent, and carries
 * what it presumes of every node that it concerns, so that the sender can refuse to send it when that no longer holds.
 * Immutable.
 */
public sealed interface Action {

    /** Returns the group it belongs to. */
    GroupId group();

    /** Returns the epoch under which it was decided. */
    long epoch();

    /** Returns what it presumes of the node to command: the life of its process at least. */
    Presumption.Living own();

    /** Returns what it presumes of other nodes. */
    List<Presumption> others();

    /** Returns the node to command. */
    default NodeId node() {
        return own().node();
    }

    /**
     * Become master.
     *
     * @param group the group it belongs to
     * @param epoch the epoch under which it was decided
     * @param own what it presumes of the node to command
     * @param others what it presumes of other nodes; under a claim of which no Promote was sent yet, that the recorded
     *     master has not come back
     */
    record Promote(GroupId group, long epoch, Presumption.Living own, List<Presumption> others) implements Action {

        /** Copies the list. */
        public Promote {
            others = List.copyOf(others);
        }
    }

    /**
     * Follow that master with a plain replication command: the node's server decides how much it has to copy.
     *
     * @param group the group it belongs to
     * @param epoch the epoch under which it was decided
     * @param own what it presumes of the node to command
     * @param master whom to follow, as it was shown when this was decided
     */
    record Follow(GroupId group, long epoch, Presumption.Living own, Presumption.IsMaster master) implements Action {
        @Override
        public List<Presumption> others() {
            return List.of(master);
        }
    }
}
