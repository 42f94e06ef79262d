package dev.regroup.redis;

import io.netty.util.concurrent.EventExecutorGroup;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Lets attempts to connect through a few at a time, so that event loops are never behind by more than those: what is
 * read late looks like silence. An attempt gives its place away when it is over, and after a while even if it is not,
 * so that hosts that say nothing at all hold up the others for moments only. Thread-safe.
 */
final class Turnstile {

    private static final int PLACES = 32;
    private static final Duration STAY_MAX = Duration.ofMillis(100);

    private final Executor thread;
    private final EventExecutorGroup timer;
    private final Queue<Turn> waiting = new ArrayDeque<>();
    private int inside;
    private boolean isClosed;

    /** What waits to be let through. */
    record Turn(Opening opening, Runnable work) {}

    /**
     * Opens.
     *
     * @param thread where attempts begin
     * @param timer where the length of a stay is waited for
     */
    Turnstile(Executor thread, EventExecutorGroup timer) {
        this.thread = thread;
        this.timer = timer;
    }

    /** Begins the work of an attempt when it is its turn. */
    void enter(Turn turn) {
        synchronized (waiting) {
            if (!isClosed) {
                waiting.add(turn);
            }
        }
        if (isClosed()) {
            turn.opening().fail(new CancellationException("closed"));
        }
        next();
    }

    /** Fails what waits, now and later. */
    void close() {
        Queue<Turn> last;
        synchronized (waiting) {
            isClosed = true;
            last = new ArrayDeque<>(waiting);
            waiting.clear();
        }
        last.forEach(turn -> turn.opening().fail(new CancellationException("closed")));
    }

    private boolean isClosed() {
        synchronized (waiting) {
            return isClosed;
        }
    }

    private void next() {
        take().ifPresent(turn -> {
            CompletableFuture<Void> stay = new CompletableFuture<>();
            turn.opening().wire().whenComplete((wire, failure) -> stay.complete(null));
            turn.opening().begun().thenRun(() -> Deadline.of(STAY_MAX, timer).guard(stay, () -> stay.complete(null)));
            leaving(stay);
            try {
                thread.execute(turn.work());
            } catch (RejectedExecutionException closed) {
                turn.opening().fail(closed);
            }
        });
    }

    private void leaving(CompletionStage<Void> stay) {
        stay.thenRun(() -> {
            synchronized (waiting) {
                inside--;
            }
            next();
        });
    }

    private Optional<Turn> take() {
        synchronized (waiting) {
            if (inside >= PLACES || waiting.isEmpty()) {
                return Optional.empty();
            }
            inside++;
            return Optional.of(waiting.remove());
        }
    }
}
