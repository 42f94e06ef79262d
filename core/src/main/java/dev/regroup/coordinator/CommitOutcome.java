package dev.regroup.coordinator;

import java.util.List;

/** What became of a commit. Immutable. */
public sealed interface CommitOutcome {

    /**
     * It is durable.
     *
     * @param written the registers as they are now, in the order of the puts
     */
    record Committed(List<Register> written) implements CommitOutcome {

        /** Copies the list. */
        public Committed {
            written = List.copyOf(written);
        }
    }

    /**
     * A check or the fence did not hold; nothing was changed.
     *
     * @param cause which, in one sentence
     * @param current the checked registers as they are now, where the store tells; one that is not here may be absent,
     *     or not told
     */
    record Conflict(String cause, List<Register> current) implements CommitOutcome {

        /** Copies the list. */
        public Conflict {
            current = List.copyOf(current);
        }

        /** Creates a conflict of a store that tells no registers. */
        public Conflict(String cause) {
            this(cause, List.of());
        }
    }

    /**
     * The store will not do this, whatever the registers hold: it is too large, or not allowed. Nothing was changed;
     * asking again helps only after somebody changed that.
     *
     * @param cause what to do about it, in one sentence
     */
    record Refused(String cause) implements CommitOutcome {}

    /** The store did not say; it may have been done, or may yet be. */
    record Unknown(String cause) implements CommitOutcome {}
}
