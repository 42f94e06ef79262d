package dev.regroup;

import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.model.Action;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.NodeReport;
import dev.regroup.node.Sent;

/**
 * Hears what a reconciler does. All methods do nothing unless overridden. They are called on the reconciler's executor:
 * for one group never two at a time and in the order in which things happened; for different groups at the same time if
 * the executor has several threads. They must not block, since the group waits for them. One that throws is reported
 * once in the log and harms nobody.
 */
public interface ReconcilerListener {

    /**
     * A reduction changed the state, asked for actions, or changed the diagnosis. Its record is not durable yet, and
     * will not be if the commit that follows fails; its actions are not sent yet.
     */
    default void reduced(Step step) {}

    /**
     * A record was offered to the store.
     *
     * @param record what was to be written
     * @param outcome what became of it; an unknown one is read until it is known
     */
    default void committed(GroupRecord record, CommitOutcome outcome) {}

    /** The outcome of a command is known, as far as it ever will be. */
    default void sent(Action action, Sent outcome) {}

    /** A look at a node came to its end. */
    default void looked(GroupId group, NodeReport report) {}

    /**
     * Nothing is done for this group, since its register in the store cannot be used, or the store does not answer.
     * Said once, until {@link #unblockedByStore} or the end of the leadership; again if the register turns out to be
     * unusable.
     *
     * @param reason why, in one sentence
     */
    default void blockedByStore(GroupId group, String reason) {}

    /** The register can be used again, after {@link #blockedByStore}. */
    default void unblockedByStore(GroupId group) {}
}
