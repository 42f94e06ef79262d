package dev.regroup.coordinator;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A linearizable store of versioned registers with leader election. Thread-safe.
 *
 * <p>A key is a path of non-empty segments, each after a slash: {@code /regroup/groups/orders}. What is above the last
 * slash is its folder. Registers are leaves: no key may be the folder of another, since some stores keep folders as
 * nodes of their own. Folders come to be with their first register.
 *
 * <p>What holds for every method, and why:
 *
 * <ul>
 *   <li>None blocks, whatever the store does: one thread serves thousands of groups.
 *   <li>Stages complete on any thread and never exceptionally: outcomes are values, so that no caller can forget one. A
 *       stage that fails is a bug of the implementation and counts as Unknown.
 *   <li>Every stage completes within the time after which the store gives a silent client up (its session or lease),
 *       and a little more. A caller that cannot wait has its own deadline.
 *   <li>Requests of one client may be answered out of order; each sees what was acknowledged before it was made.
 *   <li>Unreachable is not Absent: a store that cannot be read says nothing about what it holds.
 *   <li>What one register's content, size or permissions do to a request concerns that request alone ({@code Refused});
 *       all others go on.
 * </ul>
 */
public interface Coordinator extends AutoCloseable {

    /**
     * Reads a register. Linearizable: it sees every commit that was acknowledged before the call, by whomever; without
     * that a new leader could decide on what an earlier one has overwritten.
     *
     * @param key the register's path
     */
    CompletionStage<Read> read(String key);

    /**
     * Reads the registers of a folder, in pages ordered by key. A page is as of one moment or shortly after it; pages
     * of one listing may be of different moments, so a commit between two of them may be seen in part. The registers of
     * subfolders are not listed.
     *
     * @param folder without a slash behind it; one that does not exist is empty
     * @param after the key after which the page begins, as an earlier page names it; empty for the first page
     */
    CompletionStage<Listing> list(String folder, Optional<String> after);

    /**
     * Changes registers, all or none, if every check and the fence hold at that moment.
     *
     * <ul>
     *   <li>{@link CommitOutcome.Committed}: it is durable (it survives the crash of any minority of the store) and
     *       visible to every later read.
     *   <li>{@link CommitOutcome.Conflict}, {@link CommitOutcome.Refused}: nothing was changed, and nothing will be.
     *   <li>{@link CommitOutcome.Unknown}: either may be the case, also later: the request may still be on its way.
     *       Read to find out; sending it again could undo somebody else's change. Implementations never repeat a commit
     *       that may have been done.
     * </ul>
     */
    CompletionStage<CommitOutcome> commit(Commit commit);

    /**
     * Calls the listener after the register at the prefix, or one below it in the tree of paths, may have changed or
     * gone, also by this client's own commits (their versions are known, and a reader recognises them). Changes may be
     * merged, reordered and told twice, but are never lost silently: after a gap, and where the watch was not in place
     * at once, the listener hears {@link Change.All}. It is called on a thread of the implementation, one call at a
     * time, and must not block. Closing the result ends it; closing twice does nothing.
     */
    Subscription watch(String prefix, Consumer<Change> listener);

    /**
     * Like {@link #watch(String, Consumer)}, but also tells what changed since that moment: exactly, or as {@link
     * Change.All} where the store does not know. So a listing and a watch from its first page miss nothing between
     * them.
     *
     * @param since as a page of {@link #list} tells it
     */
    Subscription watch(String prefix, Revision since, Consumer<Change> listener);

    /**
     * Joins the election of that name. The listener hears {@link Leadership.Held} when it is won, and {@link
     * Leadership.Lost} when it is lost or can no longer be shown to be held; one call at a time, in order. At first it
     * is lost, whether or not the listener hears so. Elections of different names are independent. Closing the result
     * leaves the election and gives up the leadership. A lost leadership is campaigned for again without being asked.
     */
    Subscription campaign(String name, Consumer<Leadership> listener);

    /**
     * Ends all watches, campaigns and session registers of this client, and releases what is owned; idempotent, takes
     * at most a few seconds. Later reads are Unreachable, later commits Unknown.
     */
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

        /**
         * The store answered that this client may not read the register; asking again helps only after somebody changed
         * that.
         *
         * @param cause what to do about it, in one sentence
         */
        record Refused(String cause) implements Read {}
    }

    /** What a listing found. */
    sealed interface Listing {

        /**
         * A part of the folder.
         *
         * @param registers ordered by key
         * @param next after which key the next page begins; empty on the last page
         * @param at a moment not later than that of the page, to watch from
         */
        record Page(List<Register> registers, Optional<String> next, Revision at) implements Listing {

            /** Copies the list. */
            public Page {
                registers = List.copyOf(registers);
            }
        }

        /** The store did not answer. */
        record Unreachable(String cause) implements Listing {}

        /** The store answered that this client may not list the folder. */
        record Refused(String cause) implements Listing {}
    }

    /**
     * A condition on a register.
     *
     * @param key the register's path
     * @param expected what must hold
     */
    record Check(String key, Expected expected) {

        /** Creates the condition that the register is as it was read: of that version, or absent if that is empty. */
        public Check(String key, Optional<Version> read) {
            this(key, read.<Expected>map(Expected.At::new).orElseGet(Expected.Absent::new));
        }

        /** There must be no such register. */
        public static Check absent(String key) {
            return new Check(key, new Expected.Absent());
        }

        /** There must be such a register, whatever its version. */
        public static Check present(String key) {
            return new Check(key, new Expected.Present());
        }

        /** The register must be of that version. */
        public static Check at(String key, Version version) {
            return new Check(key, new Expected.At(version));
        }

        /** What is expected of a register. */
        public sealed interface Expected {

            /** It must not be there. */
            record Absent() implements Expected {}

            /** It must be there. */
            record Present() implements Expected {}

            /** It must be there in that version. */
            record At(Version version) implements Expected {}
        }
    }

    /**
     * A change of registers. No key may be put or deleted more than once.
     *
     * @param checks conditions, all of which must hold
     * @param puts registers to write, created where absent
     * @param deletes paths of registers to remove; it is a conflict if one is absent
     * @param fence if present, that leadership must still be held
     */
    record Commit(List<Check> checks, List<Put> puts, List<String> deletes, Optional<Fence> fence) {

        /** Copies the lists. */
        public Commit {
            checks = List.copyOf(checks);
            puts = List.copyOf(puts);
            deletes = List.copyOf(deletes);
        }

        /** Creates a commit that deletes nothing. */
        public Commit(List<Check> checks, List<Put> puts, Optional<Fence> fence) {
            this(checks, puts, List.of(), fence);
        }
    }

    /** A handle on something that runs until it is closed. */
    interface Subscription extends AutoCloseable {

        /** Ends it; idempotent; the listener may still be running when this returns, but is not called anew. */
        @Override
        void close();
    }
}
