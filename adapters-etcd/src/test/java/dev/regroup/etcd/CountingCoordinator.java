package dev.regroup.etcd;

import dev.regroup.coordinator.Change;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator;
import dev.regroup.coordinator.Leadership;
import dev.regroup.coordinator.Revision;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Another coordinator whose reads and commits are counted. */
final class CountingCoordinator implements Coordinator {

    private final Coordinator counted;
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger commits = new AtomicInteger();

    CountingCoordinator(Coordinator counted) {
        this.counted = counted;
    }

    int reads() {
        return reads.get();
    }

    int commits() {
        return commits.get();
    }

    @Override
    public CompletionStage<Read> read(String key) {
        reads.incrementAndGet();
        return counted.read(key);
    }

    @Override
    public CompletionStage<Listing> list(String folder, Optional<String> after) {
        return counted.list(folder, after);
    }

    @Override
    public CompletionStage<CommitOutcome> commit(Commit commit) {
        commits.incrementAndGet();
        return counted.commit(commit);
    }

    @Override
    public Subscription watch(String prefix, Consumer<Change> listener) {
        return counted.watch(prefix, listener);
    }

    @Override
    public Subscription watch(String prefix, Revision since, Consumer<Change> listener) {
        return counted.watch(prefix, since, listener);
    }

    @Override
    public Subscription campaign(String name, Consumer<Leadership> listener) {
        return counted.campaign(name, listener);
    }

    @Override
    public void close() {
        counted.close();
    }
}
