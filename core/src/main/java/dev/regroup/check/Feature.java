package dev.regroup.check;

/**
 * A kind of fault or event that the explored world has, beyond nodes that stop and start again with their last role.
 */
public enum Feature {
    /** A node may start as master, whatever it was. */
    START_AS_MASTER,
    /** A node may start following any other node, whatever it was: the role of an old configuration, and more. */
    START_OLD_ROLE,
    /** Clients write through the recorded master. */
    WRITES,
    /** A command may be lost on its way. */
    LOST_COMMANDS,
    /** The observer may be restarted at any step: what is not stored is forgotten. */
    OBSERVER_RESTARTS,
    /**
     * Nodes may stop and start while a commit is under way. Without it they do so only before and after: what that
     * leaves out is a start and a write between the decision for a claim and its commit.
     */
    FAULTS_DURING_COMMIT,
    /**
     * A node that becomes master by a command or by its start gets a new, unrelated history, and one that starts as a
     * replica cannot tell its position until it is linked, as Redis does when it loads an append-only file.
     */
    NEW_HISTORY_ON_RESTART
}
