package dev.regroup.examples.bench;

import dev.regroup.coordinator.Bytes;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator;
import dev.regroup.coordinator.Coordinator.Check;
import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Leadership;
import dev.regroup.coordinator.Put;
import dev.regroup.coordinator.Register;
import dev.regroup.examples.redis.CannotRun;
import dev.regroup.examples.store.Store;
import dev.regroup.examples.store.StoreOptions;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * How long a commit takes in each kind of store, one after the other in one run: a record of the usual size over the
 * version that was read, under the fence of a leadership. Confined to one thread.
 */
final class Coordinators {

    private static final List<String> KINDS = List.of("memory", "zookeeper", "etcd");
    private static final String KEY = "/regroup/groups/bench";
    /** As long as the record of a group of three. */
    private static final int SIZE = 900;

    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Duration length;
    private final PrintStream out;

    Coordinators(int seconds, PrintStream out) {
        this.length = Duration.ofSeconds(seconds);
        this.out = out;
    }

    /** Measures and prints; returns whether every commit was done. */
    boolean run() {
        out.printf(
                "Commits of %d bytes over the version read, with a fence; one at a time, %d s each:%n",
                SIZE, length.toSeconds());
        out.printf("  %-10s %9s %10s %10s %10s%n", "store", "commits", "median", "99 %", "slowest");
        boolean isAllDone = true;
        for (String kind : KINDS) {
            try (Store store = StoreOptions.embedded(kind).open();
                    Coordinator client = store.place().clients().get()) {
                isAllDone &= measure(kind, client);
            } catch (CannotRun missing) {
                out.printf("  %-10s not measured: %s%n", kind, missing.getMessage());
                isAllDone = false;
            }
        }
        return isAllDone;
    }

    @SuppressWarnings("try") // The campaign is only to be closed.
    private boolean measure(String kind, Coordinator client) {
        CompletableFuture<Leadership.Held> elected = new CompletableFuture<>();
        try (Coordinator.Subscription campaign = client.campaign("bench", leadership -> {
            if (leadership instanceof Leadership.Held held) {
                elected.complete(held);
            }
        })) {
            Leadership.Held held = done(elected);
            Optional<Register> before = commit(client, held, Optional.empty());
            before = repeat(client, held, before, WARM_UP, new ArrayList<>());
            List<Long> nanos = new ArrayList<>();
            before = repeat(client, held, before, length, nanos);
            print(kind, nanos);
            return before.isPresent();
        }
    }

    /** Returns what was written last; empty as soon as a commit is not done. */
    private static Optional<Register> repeat(
            Coordinator client, Leadership.Held held, Optional<Register> first, Duration length, List<Long> nanos) {
        Optional<Register> before = first;
        long end = System.nanoTime() + length.toNanos();
        while (before.isPresent() && System.nanoTime() - end < 0) {
            long begun = System.nanoTime();
            before = commit(client, held, before);
            nanos.add(System.nanoTime() - begun);
        }
        return before;
    }

    private static Optional<Register> commit(Coordinator client, Leadership.Held held, Optional<Register> before) {
        Check check = new Check(KEY, before.map(Register::version));
        Put put = new Put(KEY, Bytes.of(new byte[SIZE]));
        CommitOutcome outcome =
                done(client.commit(new Commit(List.of(check), List.of(put), Optional.of(held.fence()))));
        return outcome instanceof CommitOutcome.Committed committed
                ? Optional.of(committed.written().get(0))
                : Optional.empty();
    }

    private void print(String kind, List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        if (sorted.isEmpty()) {
            out.printf("  %-10s no commit was done%n", kind);
            return;
        }
        out.printf(
                "  %-10s %,9d %7.3f ms %7.3f ms %7.3f ms%n",
                kind,
                sorted.size(),
                millis(sorted.get(sorted.size() / 2)),
                millis(sorted.get(sorted.size() * 99 / 100)),
                millis(sorted.get(sorted.size() - 1)));
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
