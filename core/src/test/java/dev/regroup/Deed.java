package dev.regroup;

import java.time.Duration;

/**
 * One thing that is done in a strange run, and how long nothing else is done afterwards.
 *
 * @param kind what is done
 * @param node to whom
 * @param other with whom, or how
 * @param gap until the next deed
 */
record Deed(Kind kind, int node, int other, Duration gap) {

    /** What can be done. Some occur more often than others. */
    enum Kind {
        STOP(6),
        START(5),
        START_AS_MASTER(1),
        START_FOLLOWING(1),
        PROMOTE_BY_HAND(1),
        POINT_BY_HAND(1),
        HANG(3),
        RESUME(3),
        CUT(2),
        SEVER(2),
        MEND(6),
        WRITE(14),
        SPOIL_COMMAND(6),
        RESTART_OBSERVER(1),
        STORE_AWAY(1),
        STORE_BACK(3),
        SPOIL_COMMIT(2),
        HOLD_STORE(1),
        RELEASE_STORE(3),
        EDIT(1),
        JUMP_WALL(1),
        PAUSE(1);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }

        int weight() {
            return weight;
        }
    }

    @Override
    public String toString() {
        return kind + " " + node + " " + other + " +" + gap.toMillis() + "ms";
    }
}
