package dev.regroup.redis;

import io.netty.util.concurrent.EventExecutorGroup;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The time after which a request is answered without the node. Immutable.
 *
 * @param length from now on
 * @param timer where its end is waited for
 */
record Deadline(Duration length, EventExecutorGroup timer) {

    /** Returns a deadline that far ahead. */
    static Deadline of(Duration length, EventExecutorGroup timer) {
        return new Deadline(length, timer);
    }

    /**
     * Runs the expiry when the time is over, on the timer, unless the answer is there before; at once if the timer was
     * shut down, since then nobody else will.
     */
    void guard(CompletionStage<?> answer, Runnable expiry) {
        try {
            Future<?> alarm = timer.schedule(expiry, length.toNanos(), TimeUnit.NANOSECONDS);
            answer.whenComplete((done, failure) -> alarm.cancel(false));
        } catch (RejectedExecutionException shutDown) {
            expiry.run();
        }
    }
}
