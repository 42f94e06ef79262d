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
     * A node may start without data, and whoever follows a node with less data copies that in a step of its own: until
     * then it still has its own.
     */
    LOST_DATA,
    /** The observer may be cut off from a node that lives, and that others reach. */
    CUTS,
    /** A node may answer without telling anything, as with a wrong password. */
    MUTE_NODES,
    /** A running replica may be made master by somebody else. */
    HANDS,
    /**
     * A node that starts as a master begins a history that is related to none, and one that starts as a replica cannot
     * tell its position until it is linked, as Redis does when it loads an append-only file. Whoever is promoted
     * begins a history that continues the former one. Without it there is only one history.
     */
    NEW_HISTORY_ON_RESTART
}
