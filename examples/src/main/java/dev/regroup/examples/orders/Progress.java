package dev.regroup.examples.orders;

import java.io.PrintStream;
import java.time.Duration;

/** Says every few seconds how far a long run is, and when it will be over. Thread-safe. */
final class Progress {

    private static final Duration EVERY = Duration.ofSeconds(5);

    private final PrintStream out;
    private final int total;
    private final long start = System.nanoTime();
    private long lastSaid = start;
    private int done;
    private int failed;

    Progress(PrintStream out, int total) {
        this.out = out;
        this.total = total;
    }

    synchronized void finished(OrderResult result) {
        done++;
        failed += result.isPassed() ? 0 : 1;
        if (!result.isPassed()) {
            out.println(
                    "FAILED " + result.order().name() + " " + result.gap() + ": " + String.join("; ", result.faults()));
        }
        long now = System.nanoTime();
        if (done < total && now - lastSaid >= EVERY.toNanos()) {
            lastSaid = now;
            long secondsLeft = Math.round((now - start) / 1e9 / done * (total - done));
            out.println(done + " of " + total + " played, " + failed + " failed, about " + secondsLeft + " s to go");
        }
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
