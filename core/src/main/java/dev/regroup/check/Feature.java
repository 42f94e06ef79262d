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
    /**
     * A command that was sent may take effect in any later step, after newer ones, also when its claim has ended or
     * something else was decided; one at a time. It dies with its node's process.
     */
    LATE_COMMANDS,
    /**
     * The report of one node may be of any earlier moment than those of the others, though later than those of the
     * last round, or may be missing. One that is older than a command to its node is left out.
     */
    STALE_REPORTS,
    /**
     * The observer remembers what each node told last, and goes on from there when it is silent or comes back as another; as
     * a real one does. Without it each round stands alone, as it does for an observer that has only just begun.
     */
    REMEMBERED_LOOKS,
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
    /**
     * Somebody else may make a running replica master, and have any running node follow any other one, or itself.
     */
    HANDS,
    /** A node may start, or be told by hand, to follow a node that is not of the group and does not answer. */
    STRANGERS,
    /** A node that is master beside the recorded one may take writes; they are promised to nobody. */
    RIVAL_WRITES,
    /**
     * A linked replica may lag behind; the observer remembers its looks, which tell of it. What was written meanwhile is only
     * promised to survive from the next look at its master on, and once it is stored that the replica lost its mark: before,
     * nobody can know of the lag. While somebody has more than the recorded master nothing is written.
     */
    LAG,
    /**
     * Links stay up as long as both of their ends run, also in a circle and below a replica whose own master is gone, as
     * real ones do until their time-out (redis 7.0.15, repl-timeout). Without it they are down at once: what lies
     * between, a time-out after some rounds, is not explored.
     */
    LINGERING_LINKS,
    /** A node may refuse to become master, or to follow. */
    REFUSALS,
    /**
     * Another server may start at the address of a node, with data of its own, as after a restore or with the wrong volume. Like
     * {@link #LOST_DATA}, it is seen as a loss only where servers load no append-only file.
     */
    REPLACED,
    /**
     * The nodes are Pikas (pika v4.0.1): all have one history whoever is master, refuse to follow while others follow
     * them, keep links in a circle, give up a link to whoever has less, and copy everything only when told to; whoever
     * breaks that off says so until the next complete copy.
     */
    PIKA,
    /** After a failover there is none for a time, of which the explored world knows only whether it is over. */
    COOL_DOWN,
    /**
     * A node that starts as a master begins a history that is related to none, and one that starts as a replica cannot
     * tell its position until it is linked, as Redis does when it loads an append-only file. Whoever is promoted
     * begins a history that continues the former one. Without it there is only one history.
     */
    NEW_HISTORY_ON_RESTART,
    /**
     * A commit may fail: it conflicts, or its outcome is unknown and the record that is read then is as before. What was
     * decided is dropped with its commands, the health that goes with it is kept, and the observer decides anew at its next
     * look. Until then the commit may yet be stored, and is found as somebody else's would be: a reconciler that does not know
     * what became of it writes once more before it decides anything, after which it can no longer be stored. And as
     * long as that may be, looks may be forgotten, as they are when the store was out of reach for long. A commit that is
     * stored although its answer is lost is read back and counts as any other, so that there is nothing to explore about it.
     */
    FAILED_COMMITS,
    /**
     * Another observer may take over at any step. It begins with what is stored and nothing else, whether it has led
     * before or not, as a reconciler does that comes to lead; so what the two have of their own are commands. Those that
     * the former leader was about to send had passed their last check, one for each node: each may take effect at any later
     * step, or never. Whatever else the former leader decides is not stored, since the store knows who leads, nor sent.
     */
    TWO_OBSERVERS
}
