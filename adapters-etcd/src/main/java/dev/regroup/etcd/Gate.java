package dev.regroup.etcd;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/**
 * Lets only so many requests be under way: ten thousand at once would make each other time out. Confined to its thread,
 * but for {@link #enter}.
 */
final class Gate {

    private final int places;
    private final ScheduledExecutorService thread;
    private final Queue<Supplier<? extends CompletionStage<?>>> waiting = new ArrayDeque<>();
    private int taken;

    Gate(int places, ScheduledExecutorService thread) {
        this.places = places;
        this.thread = thread;
    }

    /** Begins it when there is a place, which is free again when it has ended. */
    void enter(Supplier<? extends CompletionStage<?>> request) {
        Tasks.run(thread, () -> {
            waiting.add(request);
            admit();
        });
    }

    private void admit() {
        while (taken < places && !waiting.isEmpty()) {
            taken++;
            var unused = waiting.remove().get().whenComplete((ended, never) -> Tasks.run(thread, this::leave));
        }
    }

    private void leave() {
        taken--;
        admit();
    }
}
