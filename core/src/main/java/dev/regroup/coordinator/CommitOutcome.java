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

    /** A check or the fence did not hold; nothing was changed. */
    record Conflict(String cause) implements CommitOutcome {}

    /** The store did not say; it may have been done, or may yet be. */
    record Unknown(String cause) implements CommitOutcome {}
}
