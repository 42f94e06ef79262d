package dev.regroup.etcd;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what is to happen on the client's thread; after the client was closed nothing is left to do. */
final class Tasks {

    private static final Logger LOG = LoggerFactory.getLogger(EtcdCoordinator.class);

    private Tasks() {}

    static void run(Executor thread, Runnable task) {
        try {
            thread.execute(() -> guarded(task, "a step"));
        } catch (RejectedExecutionException closed) {
            LOG.debug("the client is closed", closed);
        }
    }

    static void later(ScheduledExecutorService thread, Duration pause, Runnable task) {
        try {
            var unused = thread.schedule(() -> guarded(task, "a step"), pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("the client is closed", closed);
        }
    }

    /** A listener that throws harms nobody else. */
    static void guarded(Runnable task, String what) {
        try {
            task.run();
        } catch (Throwable bug) { // one in another language may throw checked exceptions, too
            LOG.error("{} failed", what, bug);
        }
    }
}
