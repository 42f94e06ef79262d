package dev.regroup.reduce;

/**
 * Counts steps of the code that {@link CountingLoader} has loaded: each entry of a method and each jump is one. Confined
 * to one thread.
 */
public final class Ticks {

    private static long count;

    private Ticks() {}

    /** Counts one step; called by the code that is counted. */
    public static void tick() {
        count++;
    }

    /** Returns how many steps were counted so far. */
    public static long count() {
        return count;
    }
}
