package dev.regroup.coordinator;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A coordinator that keeps everything in this process: for tests, demonstrations, and a single program that needs no
 * durable state. Several clients may share one {@link MemoryStore}. Thread-safe.
 */
public final class MemoryCoordinator implements Coordinator {

    private final MemoryStore store;
    private final MemoryFaults faults;

    MemoryCoordinator(MemoryStore store, Supplier<Duration> clock) {
        this.store = store;
        this.faults = new MemoryFaults(clock);
    }

    /** Returns the only client of a new store. */
    public static MemoryCoordinator create() {
        return MemoryStore.create().client();
    }

    /** Returns the store, for further clients. */
    public MemoryStore store() {
        return store;
    }

    /** Returns what goes wrong between this client and the store. */
    public MemoryFaults faults() {
        return faults;
    }

    /**
     * Lets the store forget this client's session, as if nothing had been heard of it for too long: its leaderships are
     * lost and pass to the next, and its session registers are gone; it then campaigns again, last in the queue.
     */
    public void expire() {
        store.expire(this);
    }

    @Override
    public CompletionStage<Read> read(String key) {
        if (store.isClosed(this)) {
            return CompletableFuture.completedFuture(new Read.Unreachable("the client is closed"));
        }
        return faults.reply(faults.isOutage() ? new Read.Unreachable("outage") : store.read(key));
    }

    @Override
    public CompletionStage<Listing> list(String folder, Optional<String> after) {
        if (store.isClosed(this)) {
            return CompletableFuture.completedFuture(new Listing.Unreachable("the client is closed"));
        }
        return faults.reply(faults.isOutage() ? new Listing.Unreachable("outage") : store.list(folder, after));
    }

    @Override
    public CompletionStage<CommitOutcome> commit(Commit commit) {
        if (store.isClosed(this)) {
            return CompletableFuture.completedFuture(new CommitOutcome.Unknown("the client is closed"));
        }
        if (faults.isOutage()) {
            return faults.reply(new CommitOutcome.Unknown("outage"));
        }
        Optional<MemoryFaults.OfCommit> fault = faults.takeNext();
        return faults.reply(fault.isEmpty() ? store.commit(this, commit) : spoilt(commit, fault.get()));
    }

    private CommitOutcome spoilt(Commit commit, MemoryFaults.OfCommit fault) {
        return switch (fault) {
            case CONFLICT -> new CommitOutcome.Conflict("injected");
            case REFUSED -> new CommitOutcome.Refused("injected");
            case UNKNOWN_NOT_APPLIED -> new CommitOutcome.Unknown("injected");
            case UNKNOWN_LATE -> {
                faults.keepForLater(() -> store.commit(this, commit));
                yield new CommitOutcome.Unknown("injected");
            }
            case UNKNOWN_APPLIED -> {
                store.commit(this, commit);
                yield new CommitOutcome.Unknown("injected");
            }
        };
    }

    @Override
    public Subscription watch(String prefix, Consumer<Change> listener) {
        MemoryWatch watch = new MemoryWatch(this, prefix, listener);
        store.watch(watch);
        return () -> store.unwatch(watch);
    }

    @Override
    public Subscription watch(String prefix, Revision since, Consumer<Change> listener) {
        MemoryWatch watch = new MemoryWatch(this, prefix, listener);
        store.watch(watch, since);
        return () -> store.unwatch(watch);
    }

    @Override
    public Subscription campaign(String name, Consumer<Leadership> listener) {
        MemoryCampaign campaign = new MemoryCampaign(this, name, listener);
        store.join(campaign);
        return () -> store.leave(campaign);
    }

    @Override
    public void close() {
        store.closed(this);
    }
}
