package dev.regroup;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the work of one group, one task at a time and in order, on a pool that may have many threads and serve many
 * groups; and notices when nothing ran for suspiciously long. Thread-safe, but for what is marked as confined to the
 * lane.
 */
final class Lane implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    /** A task that is run even if there is no pool any more. */
    private record Last(Runnable task) implements Runnable {

        @Override
        public void run() {
            task.run();
        }
    }

    private final String name;
    private final Executor pool;
    private final Time time;
    private final Duration gapMax;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final Set<String> complaints = ConcurrentHashMap.newKeySet();
    private boolean running;

    /** When the last task began; confined to the lane. */
    private Duration lastTask;

    private Duration resumedAt;

    /**
     * Creates a lane.
     *
     * @param name for the log
     * @param pool borrowed
     * @param gapMax how long nothing may run before looks of the time before say nothing any more
     */
    Lane(String name, Executor pool, Time time, Duration gapMax) {
        this.name = name;
        this.pool = pool;
        this.time = time;
        this.gapMax = gapMax;
        this.lastTask = time.ticker().now();
        this.resumedAt = lastTask;
    }

    /** Runs the task after those that were given before. */
    @Override
    public void execute(Runnable task) {
        synchronized (waiting) {
            waiting.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        submit();
    }

    /** Like {@link #execute}, but also after the pool was shut down: then on the thread that notices. */
    void executeLast(Runnable task) {
        execute(new Last(task));
    }

    /** Runs the task when that time has passed, not before. */
    void after(Duration delay, Runnable task) {
        time.timers().after(delay, () -> execute(task));
    }

    /** Returns the monotonic time. */
    Duration now() {
        return time.ticker().now();
    }

    /** Returns the time of day. */
    Instant wall() {
        return time.wall().instant();
    }

    /** Returns when work began again after the last gap; confined to the lane. */
    Duration resumedAt() {
        return resumedAt;
    }

    /**
     * Hands the answer of a port to the lane. A port that throws, fails or answers with nothing has a bug: that is
     * logged, and then the other answer is handed over.
     */
    <T> void whenDone(Supplier<CompletionStage<T>> request, T otherwise, Consumer<T> then) {
        CompletionStage<T> stage;
        try {
            stage = Objects.requireNonNull(request.get(), "the stage that a port answers with");
        } catch (Throwable bug) { // a port in another language may throw checked exceptions, too
            complain("a port threw instead of answering", bug);
            execute(() -> then.accept(otherwise));
            return;
        }
        stage.whenComplete((answer, bug) -> {
            if (bug != null) {
                complain("a port failed instead of answering", bug);
            }
            T known = Optional.ofNullable(answer).orElse(otherwise);
            execute(() -> then.accept(known));
        });
    }

    /** One task for each turn on the pool, so that a busy group does not keep the others waiting. */
    private void submit() {
        try {
            pool.execute(this::runNext);
        } catch (RejectedExecutionException shutDown) {
            LOG.debug("group {}: the executor has been shut down", name);
            drop();
        }
    }

    /** Nobody runs tasks any more: drops those that wait, but for the last ones, which are run here. */
    private void drop() {
        Optional<Runnable> next = nextOrEnd();
        while (next.isPresent()) {
            if (next.get() instanceof Last last) {
                run(last);
            }
            next = nextOrEnd();
        }
    }

    private Optional<Runnable> nextOrEnd() {
        synchronized (waiting) {
            Optional<Runnable> next = Optional.ofNullable(waiting.poll());
            running = next.isPresent();
            return next;
        }
    }

    private void runNext() {
        Runnable task;
        synchronized (waiting) {
            task = waiting.remove();
        }
        try {
            run(task);
        } finally {
            proceed();
        }
    }

    private void run(Runnable task) {
        try {
            noticeGap();
            task.run();
        } catch (Throwable bug) { // checked ones, too: whatever a task throws must not stop the lane
            complain("a step of the loop failed", bug);
        }
    }

    private void proceed() {
        synchronized (waiting) {
            running = !waiting.isEmpty();
            if (!running) {
                return;
            }
        }
        submit();
    }

    /** A bug shows again with every look, and is said once. */
    private void complain(String what, Throwable bug) {
        if (complaints.add(what + " " + bug.getClass().getName())) {
            LOG.error("group {}: {}; this is said once", name, what, bug);
        }
    }

    private void noticeGap() {
        Duration now = now();
        if (now.minus(lastTask).compareTo(gapMax) > 0) {
            resumedAt = now;
        }
        lastTask = now;
    }
}
