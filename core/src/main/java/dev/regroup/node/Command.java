package dev.regroup.node;

import dev.regroup.model.Member;
import dev.regroup.model.Presumption;
import java.time.Duration;

/**
 * A command to a node, with what it presumes of it: if that is no longer true, it is not sent. Each is idempotent: a node
 * that is so already is left alone, or comes out the same. Immutable.
 */
public sealed interface Command {

    /** Returns whom to command. */
    Member member();

    /** Returns what the command presumes of the node: the life of its process at least. */
    Presumption.Living own();

    /** How much a node copies that follows a master. */
    enum Mode {
        /** What it lacks, if the server can tell; the server decides. */
        PLAIN,
        /** Everything: what it holds is discarded. */
        FULL
    }

    /**
     * Become master, persist that, drop normal clients. A node that is master already is left alone.
     *
     * @param member whom to command
     * @param own what the command presumes of the node
     */
    record Promote(Member member, Presumption.Living own) implements Command {}

    /**
     * Follow that master, persist that, drop normal clients. A node that follows it already is left alone; in mode FULL
     * only if it is copying everything at this moment.
     *
     * @param member whom to command
     * @param own what the command presumes of the node
     * @param master whom to follow
     * @param mode how much to copy
     */
    record Follow(Member member, Presumption.Living own, Member master, Mode mode) implements Command {

        /** Follow that master, and copy what is missing. */
        public Follow(Member member, Presumption.Living own, Member master) {
            this(member, own, master, Mode.PLAIN);
        }
    }

    /**
     * Follow nobody, persist that, keep the data; clients stay. It is a step on the way to another master, for a node
     * that does not take the direct one (Pika refuses to follow while replicas are attached), not a promotion. A node
     * that follows nobody already is left alone.
     *
     * @param member whom to command
     * @param own what the command presumes of the node
     */
    record Detach(Member member, Presumption.Living own) implements Command {}

    /**
     * Drop normal clients, and refuse writes for that time where the server can, which it says by the absence of a
     * warning.
     *
     * @param member whom to command
     * @param own what the command presumes of the node
     * @param length how long to refuse writes; positive, an hour at most
     */
    record Fence(Member member, Presumption.Living own, Duration length) implements Command {

        /** Checks the length. */
        public Fence {
            checkLength(length);
        }
    }

    /**
     * Hold back writes of clients for that time (Redis from 6.2), or until they are resumed (Pika, where it never
     * expires); a server that can do neither refuses.
     *
     * @param member whom to command
     * @param own what the command presumes of the node
     * @param length how long at most, where the server can limit it; positive, an hour at most
     */
    record PauseWrites(Member member, Presumption.Living own, Duration length) implements Command {

        /** Checks the length. */
        public PauseWrites {
            checkLength(length);
        }
    }

    /**
     * Let writes of clients pass again, after {@link PauseWrites} or {@link Fence}.
     *
     * @param member whom to command
     * @param own what the command presumes of the node
     */
    record ResumeWrites(Member member, Presumption.Living own) implements Command {}

    private static void checkLength(Duration length) {
        boolean isWithin = length.toMillis() >= 1 && length.compareTo(Duration.ofHours(1)) <= 0;
        if (!isWithin) {
            throw new IllegalArgumentException("the length " + length + " is not within 1 ms to 1 h");
        }
    }
}
