package dev.regroup.model;

import java.time.Duration;
import java.util.List;

/** The volatile counters of one node; they move at most once for each new look. Immutable. */
public sealed interface NodeHealth {

    /** Nothing is being counted. */
    record Rest() implements NodeHealth {

        static final Rest INSTANCE = new Rest();
    }

    /**
     * Good looks with a live link are being counted, until the node is in sync.
     *
     * @param looks how many so far, at least 1
     * @param look the number of the last one
     */
    record Confirming(int looks, long look) implements NodeHealth {}

    /**
     * At least one miss, not yet down.
     *
     * @param misses how many so far, at least 1
     * @param first when the first one began and when it was known
     * @param lastSentAt when the last counted one began
     * @param look the number of the last counted one
     * @param seenSince nodes that were seen, in the life of their in-sync standing, after the first miss was known;
     *     ordered
     */
    record Suspect(int misses, Miss first, Duration lastSentAt, long look, List<NodeId> seenSince)
            implements NodeHealth {

        /** Checks the time and copies the list. */
        public Suspect {
            Times.time(lastSentAt);
            seenSince = List.copyOf(seenSince);
        }
    }

    /**
     * Enough misses over enough time.
     *
     * @param first when the first miss began and when it was known
     * @param look the number of the miss that completed them
     * @param seenSince nodes that were seen, in the life of their in-sync standing, after the first miss was known;
     *     ordered
     */
    record Down(Miss first, long look, List<NodeId> seenSince) implements NodeHealth {

        /** Copies the list. */
        public Down {
            seenSince = List.copyOf(seenSince);
        }
    }

    /**
     * It answers without telling anything about itself: alive, and of no use.
     *
     * @param looks how many looks in a row so far, at least 1
     * @param first when the first one began and ended
     * @param look the number of the last one
     */
    record Unusable(int looks, Miss first, long look) implements NodeHealth {}

    /**
     * A look without an answer.
     *
     * @param sentAt monotonic time at which its probe was sent
     * @param doneAt monotonic time at which the miss was known
     */
    record Miss(Duration sentAt, Duration doneAt) {

        /** Checks that the times are within a hundred years of their origin. */
        public Miss {
            Times.time(sentAt);
            Times.time(doneAt);
        }
    }

    /** Returns the state of rest. */
    static NodeHealth rest() {
        return Rest.INSTANCE;
    }
}
