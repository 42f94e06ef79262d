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
     */
    record OutOfSync(Incarnation incarnation) implements Standing {}

    /**
     * The recorded master came back without data that it had: nobody may be attached to it that may still have that.
     *
     * @param incarnation the life of the process that came back
     * @param had how far its data reached before
     */
    record LostData(Incarnation incarnation, Position had) implements Standing {}

    /**
     * It is made to follow nobody, so that it can follow the recorded master anew: what it holds is not part of the
     * group's data any more. It is never master for that, and is told to follow once it has let go. Ends with the first
     * look that shows it following, link up and copy complete.
     *
     * @param copy how much it has to copy then
     */
    record Detached(Action.Copy copy) implements Standing {}

    /**
     * Its reign has ended: whatever it accepted since is not part of the group's data, and once
     * the recorded master is there it follows. Ends with the first look that shows it following, link up.
     */
    record Deposed() implements Standing {}
}
