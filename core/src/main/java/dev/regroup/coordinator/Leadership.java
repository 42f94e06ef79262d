package dev.regroup.coordinator;

import java.util.function.BooleanSupplier;

/** Whether this process leads. Immutable. */
public sealed interface Leadership {

    /**
     * It leads.
     *
     * @param fence the proof to put into every commit
     * @param isStillHeld tells at any time, without blocking, whether the leadership is still guaranteed to be held by
     *     the local monotonic clock, also while nothing is heard from the store: it turns false before another can be
     *     given the leadership. Commands that need no commit rest on it alone
     */
    record Held(Fence fence, BooleanSupplier isStillHeld) implements Leadership {}

    /** It does not, or can no longer show that it does. */
    record Lost() implements Leadership {}
}
