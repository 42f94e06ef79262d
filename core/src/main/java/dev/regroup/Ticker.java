package dev.regroup;

import java.time.Duration;

/** A monotonic clock. Implementations are thread-safe. */
interface Ticker {

    /** Returns the time since a fixed moment; never less than an earlier call returned. */
    Duration now();

    /** Returns the time since this call, by the system's monotonic clock. */
    static Ticker system() {
        long start = System.nanoTime();
        return () -> Duration.ofNanos(System.nanoTime() - start);
    }
}
