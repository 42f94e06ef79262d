package dev.regroup.model;

/**
 * A command to a node. It may be sent only after the record that implies it is durable; it is idempotent, and carries
 * the facts it presumes so that the sender can refuse to send it when they no longer hold. Immutable.
 */
public sealed interface Action {

    /** Returns the group it belongs to. */
    GroupId group();

    /** Returns the epoch under which it was decided. */
    long epoch();

    /** Returns the node to command. */
    NodeId node();

    /** Returns the life of the node's process that it was decided for; in another one it must not be sent. */
    Incarnation incarnation();

    /**
     * Become master.
     *
     * @param group the group it belongs to
     * @param epoch the epoch under which it was decided
     * @param node the node to command
     * @param incarnation the life of the node's process that it was decided for
     * @param unless who must not be found as a live master right before the first send
     */
    record Promote(GroupId group, long epoch, NodeId node, Incarnation incarnation, Unless unless) implements Action {}

    /**
     * Follow that master with a plain replication command: the node's server decides how much it has to copy.
     *
     * @param group the group it belongs to
     * @param epoch the epoch under which it was decided
     * @param node the node to command
     * @param incarnation the life of the node's process that it was decided for
     * @param master whom to follow; shown as master when this was decided
     */
    record Follow(GroupId group, long epoch, NodeId node, Incarnation incarnation, NodeId master) implements Action {}

    /** What a Promote presumes about somebody else. */
    sealed interface Unless {

        /** Nothing. */
        record Nothing() implements Unless {}

        /** That this node, the recorded master, does not answer as master when looked at once more. */
        record MasterAnswers(NodeId recorded) implements Unless {}
    }
}
