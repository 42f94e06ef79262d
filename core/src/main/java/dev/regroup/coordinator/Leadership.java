package dev.regroup.coordinator;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Whether this process leads. Immutable. */
public sealed interface Leadership {

    /**
     * It leads.
     *
     * @param fence the proof to put into every commit
     * @param remaining tells at any time, without blocking, how long the leadership is guaranteed to be held by the
     *     local monotonic clock if nothing more is heard from the store; zero once it is not: it reaches zero before
     *     another can be given the leadership, and may be zero while the store is known to be out of reach. Commands
     *     that need no commit rest on it alone
     */
    record Held(Fence fence, Supplier<Duration> remaining) implements Leadership {

        /** Returns what tells at any time whether some guaranteed time remains. */
        public BooleanSupplier isStillHeld() {
            return () -> !remaining.get().isZero();
        }
    }

    /** It does not, or can no longer show that it does. */
    record Lost() implements Leadership {}
}
