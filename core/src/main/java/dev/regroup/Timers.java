package dev.regroup;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** Runs tasks later. Implementations are thread-safe. */
interface Timers {

    /** Runs the task once, not before that time has passed; never, if what runs it has been shut down. */
    void after(Duration delay, Runnable task);

    /** Returns timers on that executor; borrowed. */
    static Timers using(ScheduledExecutorService executor) {
        return (delay, task) -> {
            try {
                var unused = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException shutDown) {
                LoggerFactory.getLogger(Reconciler.class).debug("the executor has been shut down");
            }
        };
    }
}
