package dev.regroup.examples.orders;

import dev.regroup.examples.redis.Shutdown;
import java.io.PrintStream;
import java.time.Duration;

/** Says every few seconds how far a long run is, and when it will be over. Thread-safe. */
final class Progress {

    private static final Duration EVERY = Duration.ofSeconds(5);

    private final PrintStream out;
    private final int total;
    private final int atATime;
    private final long start = System.nanoTime();
    private long lastSaid = start;
    private int done;
    private int failed;

    /**
     * Counts results.
     *
     * @param total how many there are going to be
     * @param atATime how many orders are played side by side
     */
    Progress(PrintStream out, int total, int atATime) {
        this.out = out;
        this.total = total;
        this.atATime = atATime;
    }

    /** Says at once what is going to be played. */
    void begin(Duration estimate) {
        out.println(
                "Playing " + total + " orders, " + atATime + " at a time, about " + estimate.toSeconds() + " s ...");
    }

    /** Counts a result, unless the JVM is ending: then it says nothing about the order. */
    synchronized void finished(OrderResult result) {
        if (Shutdown.hasBegun()) {
            return;
        }
        done++;
        failed += result.isPassed() ? 0 : 1;
        if (!result.isPassed()) {
            out.println(
                    "FAILED " + result.order().name() + " " + result.gap() + ": " + String.join("; ", result.faults()));
        }
        long now = System.nanoTime();
        if (done < total && now - lastSaid >= EVERY.toNanos()) {
            lastSaid = now;
            // Those that are being played are half played, on average.
            double played = done + Math.min(atATime, total - done) / 2.0;
            long secondsLeft = Math.round((now - start) / 1e9 / played * (total - played));
            out.println(done + " of " + total + " played, " + failed + " failed, about " + secondsLeft + " s to go");
        }
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
