package dev.regroup.model;

/**
 * How a member's data stands to the recorded master, as far as is durable. It is written on transitions only.
 * Immutable.
 */
public sealed interface Standing {

    /** Never seen following the recorded master. */
    record Unproven() implements Standing {}

    /**
     * Had everything that the recorded master had, give or take {@code lagMax}, and nothing since then shows otherwise.
     * The recorded master itself has this standing, with the position at the start of its reign or of its present life.
     *
     * @param incarnation the life of the process that this was seen of
     * @param position how far its data reached then
     * @param contents of the recorded master: {@code SOME} once it was seen to hold a key in this reign, whatever became
     *     of that key; of all others, and until then, {@code UNKNOWN}. It is not taken back, since a data set that empties
     *     and fills again would otherwise cost a commit each time
     */
    record InSync(Incarnation incarnation, Position position, NodeInfo.Contents contents) implements Standing {

        /** A standing that does not say whether there were keys. */
        public InSync(Incarnation incarnation, Position position) {
            this(incarnation, position, NodeInfo.Contents.UNKNOWN);
        }
    }

    /**
     * Was seen following the recorded master, but may lack writes now.
     *
     * @param incarnation the life of the process in which it was last seen following
     * @param position of a server whose numbers outlive a restart (Pika): how far its data reached when it was last seen
     *     following, as far as is known; of all others unknown
     * @param due how much it has to copy
     */
    record OutOfSync(Incarnation incarnation, Position position, Due due) implements Standing {

        /** A standing of a node that is of the present reign. */
        public OutOfSync(Incarnation incarnation, Position position) {
            this(incarnation, position, Due.PLAIN);
        }

        /** The same, which does not say how far its data reached. */
        public OutOfSync(Incarnation incarnation) {
            this(incarnation, Position.unknown());
        }
    }

    /**
     * The recorded master came back without data that it had: nobody may be attached to it that may still have that.
     *
     * @param incarnation the life of the process that came back
     * @param had how far its data reached before
     */
    record LostData(Incarnation incarnation, Position had) implements Standing {}

    /**
     * What a member has to copy before its data is the group's. Only of a server on which a promotion does not rename the
     * history (Pika) it is anything but what it is at first: such a node goes on from wherever it is, although what it took
     * by itself is nobody else's (pika v4.0.1).
     */
    enum Due {
        /** Nothing is known: it was not seen since it came to this, or tells nothing that says so. */
        UNKNOWN(Action.Copy.PLAIN),
        /** What it lacks: it was seen with no more than the present reign began with, or fed by its master. */
        PLAIN(Action.Copy.PLAIN),
        /** Everything. */
        FULL(Action.Copy.FULL),
        /** Everything: its link came up, and nobody saw it copy, so that it has to let go once more. */
        UNSEEN(Action.Copy.FULL),
        /** Everything, for the second time: if its link comes up again then looks are too far apart to see it copy. */
        FULL_AGAIN(Action.Copy.FULL),
        /** Everything, and it was seen doing so. */
        BEGUN(Action.Copy.FULL);

        private final Action.Copy copy;

        Due(Action.Copy copy) {
            this.copy = copy;
        }

        /** Returns how it is told to follow. */
        public Action.Copy copy() {
            return copy;
        }
    }

    /**
     * It is made to follow nobody, so that it can follow the recorded master anew: what it holds is not part of the
     * group's data any more. It is never master for that, and is told to follow once it has let go. Ends with the first
     * look that shows it following, link up and copy complete.
     *
     * @param due how much it has to copy then
     */
    record Detached(Due due) implements Standing {}

    /**
     * Its reign has ended: whatever it accepted since is not part of the group's data, and once
     * the recorded master is there it follows. Ends with the first look that shows it following, link up, with nothing
     * left that it took by itself.
     *
     * @param due how much it has to copy then
     */
    record Deposed(Due due) implements Standing {

        /** A standing of which nothing more is known. */
        public Deposed() {
            this(Due.UNKNOWN);
        }
    }
}
