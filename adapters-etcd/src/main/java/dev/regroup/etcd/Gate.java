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
            Tasks.guarded(() -> begin(waiting.remove()), "a request");
        }
    }

    /** One that fails at once takes no place for ever. */
    private void begin(Supplier<? extends CompletionStage<?>> request) {
        boolean hasBegun = false;
        try {
            var unused = request.get().whenComplete((ended, never) -> Tasks.run(thread, this::leave));
            hasBegun = true;
        } finally {
            if (!hasBegun) {
                taken--;
            }
        }
    }

    private void leave() {
        taken--;
        admit();
    }
}
