package dev.regroup.coordinator;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A linearizable store of versioned registers with leader election. Thread-safe. No method blocks; stages complete on
 * any thread and never exceptionally (a stage that does is a bug of the implementation, and counts as unknown). Keys
 * are paths of non-empty segments separated by single slashes, beginning with one: {@code /regroup/groups/orders}.
 */
public interface Coordinator extends AutoCloseable {

    /**
     * Reads a register. Linearizable: it sees every commit that was acknowledged before the call, by whomever.
     *
     * @param key the register's path
     */
    CompletionStage<Read> read(String key);

    /**
     * Changes registers, all or none, if every check and the fence hold. When the stage completes with {@link
     * CommitOutcome.Committed} the change is durable and visible to every later read; with {@link
     * CommitOutcome.Conflict} nothing was changed; with {@link CommitOutcome.Unknown} either may be the case, also
     * later: read to find out, since sending it again could undo somebody else's change.
     */
    CompletionStage<CommitOutcome> commit(Commit commit);

    /**
     * Calls the listener after the register at the prefix, or one below it in the tree of paths, may have changed, also
     * by this client's own commits. Changes may be merged but are never lost silently: after a gap the listener hears
     * {@link Change.All}. It is called on a thread of the implementation and must not block. Closing the result ends
     * it; closing twice does nothing.
     */
    Subscription watch(String prefix, Consumer<Change> listener);

    /**
     * Joins the election of that name. The listener hears {@link Leadership.Held} when it is won, and {@link
     * Leadership.Lost} when it is lost or can no longer be shown to be held. At first it is lost, whether or not the
     * listener hears so. Closing the result leaves the election and gives up the leadership. A lost leadership is
     * campaigned for again without being asked.
     */
    Subscription campaign(String name, Consumer<Leadership> listener);

    /** Ends all watches and campaigns and releases what is owned; idempotent, takes at most a few seconds. */
    @Override
    void close();

    /** What a read found. */
    sealed interface Read {

        /** The register and its content. */
        record Found(Register register) implements Read {}

        /** There is no such register. */
        record Absent() implements Read {}

        /** The store did not answer; this says nothing about the register. */
        record Unreachable(String cause) implements Read {}
    }

    /**
     * A condition on a register.
     *
     * @param key the register's path
     * @param expected its version, or empty if there must be no such register
     */
    record Check(String key, Optional<Version> expected) {}

    /**
     * A change of registers.
     *
     * @param checks conditions, all of which must hold
     * @param puts registers to write, created where absent
     * @param fence if present, that leadership must still be held
     */
    record Commit(List<Check> checks, List<Put> puts, Optional<Fence> fence) {

        /** Copies the lists. */
        public Commit {
            checks = List.copyOf(checks);
            puts = List.copyOf(puts);
        }
    }

    /** A handle on something that runs until it is closed. */
    interface Subscription extends AutoCloseable {

        /** Ends it; idempotent; the listener may still be running when this returns, but is not called anew. */
        @Override
        void close();
    }
}
