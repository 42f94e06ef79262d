package dev.regroup.examples.redis;

/** Tells whether this JVM is on its way down. Thread-safe. */
public final class Shutdown {

    private Shutdown() {}

    /**
     * Returns whether the JVM has begun to end, by Ctrl-C or by itself. It has before the first node is killed for that
     * reason: what fails after it says nothing about Regroup, and is not to be reported.
     */
    public static boolean hasBegun() {
        Thread hook = new Thread(() -> {}, "never-started");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            Runtime.getRuntime().removeShutdownHook(hook);
            return false;
        } catch (IllegalStateException begun) {
            return true;
        }
    }
}
