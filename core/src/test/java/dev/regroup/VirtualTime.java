package dev.regroup;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.Queue;

/** A clock that moves only when a test lets it, and runs whatever falls due. Confined to one thread. */
final class VirtualTime {

    private record Task(Duration at, long number, Runnable task) implements Comparable<Task> {

        @Override
        public int compareTo(Task other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final Queue<Task> tasks = new PriorityQueue<>();
    private Duration now = Duration.ZERO;
    private long number;

    Duration now() {
        return now;
    }

    /** Runs the task when that time has passed; with no delay, after everything that is due already. */
    void after(Duration delay, Runnable task) {
        tasks.add(new Task(now.plus(delay), number++, task));
    }

    void execute(Runnable task) {
        after(Duration.ZERO, task);
    }

    /** Runs everything that is due now. */
    void settle() {
        advance(Duration.ZERO);
    }

    /** Runs everything that falls due within that time, in order. */
    void advance(Duration time) {
        Duration end = now.plus(time);
        Task next = tasks.peek();
        while (next != null && next.at().compareTo(end) <= 0) {
            tasks.remove();
            now = next.at().compareTo(now) > 0 ? next.at() : now;
            next.task().run();
            next = tasks.peek();
        }
        now = end;
    }

    /** Lets time pass during which nothing runs, as when a process is stopped. */
    void sleep(Duration time) {
        now = now.plus(time);
    }

    Time time() {
        return new Time(this::now, () -> Instant.EPOCH.plus(now), this::after);
    }
}
