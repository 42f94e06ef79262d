package dev.regroup.model;

import java.time.Duration;
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

    /** Returns it in a few words, as scenarios and people say it: {@code promote b}, {@code follow c b}. */
    String words();

    /** Returns how it is remembered: as an order for the sake of a master, which is its own if it is a promotion. */
    Commanded.Order order();

    /** How much a node copies that follows a master. */
    enum Copy {
        /** What it lacks, as far as the two servers can tell; they decide. */
        PLAIN,
        /** Everything: what it holds is discarded. */
        FULL
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

        @Override
        public Commanded.Order order() {
            return new Commanded.Order(Commanded.Kind.PROMOTE, node(), own.incarnation(), node());
        }

        @Override
        public String words() {
            return "promote " + node();
        }
    }

    /**
     * Follow that master.
     *
     * @param group the group it belongs to
     * @param epoch the epoch under which it was decided
     * @param own what it presumes of the node to command
     * @param master whom to follow, as it was shown when this was decided
     * @param copy how much to copy
     */
    record Follow(GroupId group, long epoch, Presumption.Living own, Presumption.IsMaster master, Copy copy)
            implements Action {
        @Override
        public List<Presumption> others() {
            return List.of(master);
        }

        @Override
        public Commanded.Order order() {
            return new Commanded.Order(Commanded.Kind.FOLLOW, node(), own.incarnation(), master.node());
        }

        @Override
        public String words() {
            return "follow " + node() + " " + master.node() + (copy == Copy.FULL ? " in full" : "");
        }
    }

    /**
     * Follow nobody for a while, on the way to the master: for a replica that does not take the direct one.
     *
     * @param group the group it belongs to
     * @param epoch the epoch under which it was decided
     * @param own what it presumes of the node to command
     * @param master the recorded master, as it was shown when this was decided
     */
    record Detach(GroupId group, long epoch, Presumption.Living own, Presumption.IsMaster master) implements Action {
        @Override
        public List<Presumption> others() {
            return List.of(master);
        }

        @Override
        public Commanded.Order order() {
            return new Commanded.Order(Commanded.Kind.DETACH, node(), own.incarnation(), master.node());
        }

        @Override
        public String words() {
            return "detach " + node();
        }
    }

    /**
     * Drop clients, and refuse their writes for a time where the server can: for a node whose reign has ended and that
     * does not follow yet.
     *
     * @param group the group it belongs to
     * @param epoch the epoch under which it was decided
     * @param own what it presumes of the node to command
     * @param master the recorded master, as it was shown when this was decided
     * @param length how long to refuse writes; positive, an hour at most
     */
    record Fence(GroupId group, long epoch, Presumption.Living own, Presumption.IsMaster master, Duration length)
            implements Action {

        /** Checks the length. */
        public Fence {
            if (length.toMillis() < 1 || length.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException("the length " + length + " is not within 1 ms to 1 h");
            }
        }

        @Override
        public List<Presumption> others() {
            return List.of(master);
        }

        @Override
        public Commanded.Order order() {
            return new Commanded.Order(Commanded.Kind.FENCE, node(), own.incarnation(), master.node());
        }

        @Override
        public String words() {
            return "fence " + node();
        }
    }
}
