package dev.regroup;

import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.model.GroupRecord;

/**
 * Who is told. Every call but {@code offered} comes while the keeper is as it says; each record is the one in the
 * store.
 */
interface RecordOwner {

    /** The record was read for the first time, after a block, or was changed by somebody else. */
    void found(GroupRecord record);

    /** Our record is durable. */
    void written(GroupRecord record);

    /** Our record is not what the store has. */
    void overtaken(GroupRecord record);

    /** The store can be read again, and the record is as it was. */
    void readableAgain();

    /** The register cannot be used. */
    void blocked(String reason);

    /** The store does not answer; said once until it is usable again. */
    void outOfReach(String reason);

    /** The register can be used, after it was blocked or the store out of reach. */
    void usableAgain();

    /** The store answered to a commit. */
    void offered(GroupRecord record, CommitOutcome outcome);
}
