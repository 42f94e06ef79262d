package dev.regroup.redis;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, asking again and again, but not for ever. Stateless, thread-safe. */
public final class Eventually {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(2);

    private Eventually() {}

    /** Returns as soon as the condition holds; fails with that description if it does not within 15 s. */
    public static void holds(String description, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within " + PATIENCE + ": " + description);
            }
            pause();
        }
    }

    /** Gives way between two questions. */
    static void pause() {
        LockSupport.parkNanos(PAUSE.toNanos());
    }
}
