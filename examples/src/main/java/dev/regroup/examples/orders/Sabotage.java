package dev.regroup.examples.orders;

import dev.regroup.coordinator.Change;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator;
import dev.regroup.coordinator.Leadership;
import dev.regroup.coordinator.Revision;
import dev.regroup.examples.orders.KillPoint.Moment;
import dev.regroup.examples.orders.KillPoint.Step;
import dev.regroup.examples.store.StoreServer;
import dev.regroup.model.Member;
import dev.regroup.model.Outcome;
import dev.regroup.node.Command;
import dev.regroup.node.Nodes;
import dev.regroup.node.Sent;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Stands between a reconciler and its store and nodes, counts the commits and commands of each failover, kills the
 * store at one of them, and starts it again a while later. Thread-safe.
 */
final class Sabotage implements AutoCloseable {

    /** Many times as long as a failover takes: whatever was under way would have been sent. */
    static final Duration AWAY = Duration.ofMillis(1_200);

    private final Optional<StoreServer> server;
    private final Optional<KillPoint> point;
    private final ExecutorService killer = Executors.newSingleThreadExecutor(Sabotage::thread);
    private int commits;
    private int commands;
    private int sentWhileAway;
    private boolean isAway;
    private boolean hasKilled;

    private Sabotage(Optional<StoreServer> server, Optional<KillPoint> point) {
        this.server = server;
        this.point = point;
    }

    /** Returns one that only counts. */
    static Sabotage none() {
        return new Sabotage(Optional.empty(), Optional.empty());
    }

    static Sabotage at(KillPoint point, StoreServer server) {
        return new Sabotage(Optional.of(server), Optional.of(point));
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "saboteur");
        thread.setDaemon(true);
        return thread;
    }

    synchronized int commits() {
        return commits;
    }

    synchronized int commands() {
        return commands;
    }

    synchronized int sentWhileAway() {
        return sentWhileAway;
    }

    synchronized boolean hasKilled() {
        return hasKilled;
    }

    /** Returns how much longer than usual a group may take. */
    Duration allowance() {
        return point.isPresent() ? AWAY.plusSeconds(3) : Duration.ZERO;
    }

    private synchronized boolean isNow(Step step, Moment moment, int number) {
        return point.equals(Optional.of(new KillPoint(moment, step, number)));
    }

    private synchronized int count(Step step, Journal journal) {
        if (!journal.isClaimPending()) {
            return 0;
        }
        return step == Step.COMMIT ? ++commits : ++commands;
    }

    /** Completes when the store is gone and the client has noticed. */
    private CompletableFuture<Boolean> kill(Coordinator client, Journal journal) {
        return CompletableFuture.supplyAsync(
                () -> {
                    journal.played("the store is killed " + point.orElseThrow());
                    server.orElseThrow().kill();
                    synchronized (this) {
                        isAway = true;
                        hasKilled = true;
                    }
                    awaitUnreachable(client);
                    CompletableFuture.delayedExecutor(AWAY.toMillis(), TimeUnit.MILLISECONDS, killer)
                            .execute(() -> restart(journal));
                    return true;
                },
                killer);
    }

    private static void awaitUnreachable(Coordinator client) {
        Coordinator.Read read;
        do {
            read = client.read("/regroup/anything").toCompletableFuture().join();
        } while (!(read instanceof Coordinator.Read.Unreachable));
    }

    private void restart(Journal journal) {
        synchronized (this) {
            isAway = false;
        }
        server.orElseThrow().restart();
        journal.played("the store is back");
    }

    private <T> CompletionStage<T> around(
            Step step, Journal journal, Coordinator client, Supplier<CompletionStage<T>> request, Optional<T> instead) {
        int number = count(step, journal);
        if (isNow(step, Moment.BEFORE, number)) {
            return kill(client, journal)
                    .thenCompose(gone -> instead.map(Sabotage::completed).orElseGet(request));
        }
        CompletionStage<T> done = request.get();
        return isNow(step, Moment.AFTER, number)
                ? done.thenCompose(outcome -> kill(client, journal).thenApply(gone -> outcome))
                : done;
    }

    private static <T> CompletionStage<T> completed(T value) {
        return CompletableFuture.completedFuture(value);
    }

    private synchronized void sending() {
        sentWhileAway += isAway ? 1 : 0;
    }

    /** Waits for a restart that is under way. */
    @Override
    public void close() {
        killer.shutdown();
        try {
            if (!killer.awaitTermination(20, TimeUnit.SECONDS)) {
                killer.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns that coordinator with the store killed around its commits. */
    Coordinator coordinator(Coordinator inner, Journal journal) {
        return new Coordinator() {
            @Override
            public CompletionStage<CommitOutcome> commit(Commit commit) {
                boolean isRecord = commit.fence().isPresent();
                return isRecord
                        ? around(Step.COMMIT, journal, inner, () -> inner.commit(commit), Optional.empty())
                        : inner.commit(commit);
            }

            @Override
            public CompletionStage<Read> read(String key) {
                return inner.read(key);
            }

            @Override
            public CompletionStage<Listing> list(String folder, Optional<String> after) {
                return inner.list(folder, after);
            }

            @Override
            public Subscription watch(String prefix, Consumer<Change> listener) {
                return inner.watch(prefix, listener);
            }

            @Override
            public Subscription watch(String prefix, Revision since, Consumer<Change> listener) {
                return inner.watch(prefix, since, listener);
            }

            @Override
            public Subscription campaign(String name, Consumer<Leadership> listener) {
                return inner.campaign(name, listener);
            }

            @Override
            public void close() {
                inner.close();
            }
        };
    }

    /** Returns those nodes with the store killed around their commands; one that is killed before is not sent. */
    Nodes nodes(Nodes inner, Coordinator client, Journal journal) {
        return new Nodes() {
            @Override
            public CompletionStage<Sent> send(Command command, Duration deadline) {
                Supplier<CompletionStage<Sent>> request = () -> {
                    sending();
                    return inner.send(command, deadline);
                };
                Sent withheld = new Sent.NotSent("the store was killed right before");
                return around(Step.COMMAND, journal, client, request, Optional.of(withheld));
            }

            @Override
            public CompletionStage<Outcome> look(Member member, Duration deadline) {
                return inner.look(member, deadline);
            }

            @Override
            public void onClosed(Member member, Runnable listener) {
                inner.onClosed(member, listener);
            }

            @Override
            public void forget(Member member) {
                inner.forget(member);
            }

            @Override
            public void close() {
                // Borrowed.
            }
        };
    }
}
