package dev.regroup.model;

import java.util.List;

/**
 * A fact that is missing for the next step of a group: what has to be seen, or to pass, before the reducer does more.
 * Immutable.
 *
 * @param fact what is missing
 * @param nodes whom it is missing of, in the order of the members; possibly empty
 * @param more how many more of it, at least 1; 0 for what is not counted
 */
public record Missing(Fact fact, List<NodeId> nodes, int more) {

    /** Copies the list and checks the number. */
    public Missing {
        nodes = List.copyOf(nodes);
        if (more < 0) {
            throw new IllegalArgumentException(more + " more " + fact + " of " + nodes);
        }
    }

    /** Returns a missing fact that is not counted. */
    public static Missing of(Fact fact, List<NodeId> nodes) {
        return new Missing(fact, nodes, 0);
    }

    /** What can be missing. */
    public enum Fact {
        /** An answer with information, or else enough misses to conclude that there is none. */
        ANSWER,
        /** Looks that are not answered, until a silent node is down. */
        MISSES,
        /** A silence long enough: there were misses enough, but over too short a time. */
        SILENCE,
        /** Looks answered without information, until a node counts as unusable. */
        WORDLESS_LOOKS,
        /** Good looks over a live link, until a replica is in sync. */
        GOOD_LOOKS,
        /** A live link of a replica to the recorded master, confirmed by that one. */
        LINK,
        /** A replica's data within {@code lagMax} of the master's. */
        CATCHING_UP,
        /** A data set in memory. */
        LOADED,
        /** Exactly one master that all other members follow. */
        ONE_MASTER,
        /** A node to be seen as master. */
        MASTER_ROLE,
        /** A node to be seen following the recorded master. */
        FOLLOWING,
        /** The end of what a replica hears from a master that is silent towards the observer. */
        SILENCE_TOWARDS,
        /** The end of a time that a veto names. */
        TIME,
        /** A member that is known to have every write: these are not. */
        EVERY_WRITE,
        /** A member that may become master: these must not, by their own word or the operator's. */
        PERMISSION,
        /** Writes to be taken again. */
        WRITABLE,
        /** A person who decides which data is to be kept. */
        DECISION
    }

    @Override
    public String toString() {
        return (more == 0 ? "" : more + " ") + fact + (nodes.isEmpty() ? "" : nodes);
    }
}
