package dev.regroup;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Asks a store one thing at a time: an answer to what was asked before is ignored. Confined to its lane. */
final class Requests {

    /** How long a request may take, though the port promises an end: after that it counts as unanswered. */
    static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    /** No timer is longer, lest it keeps a borrowed executor from ending. */
    private static final Duration TIMER_MAX = Duration.ofSeconds(1);

    private final Lane lane;

    /** The number of the newest request; an answer to an earlier one is ignored. */
    private long request;

    /** The number of the newest request that was answered or given up. */
    private long answered;

    Requests(Lane lane) {
        this.lane = lane;
    }

    /** Hands over one answer: the store's, or another one after a bug, or the late one after too much time. */
    <T> void ask(Supplier<CompletionStage<T>> call, T bug, T late, Consumer<T> then) {
        long mine = ++request;
        Consumer<T> once = answer -> {
            if (mine == request && answered < mine) {
                answered = mine;
                then.accept(answer);
            }
        };
        lane.whenDone(call, bug, once);
        poll(() -> mine == request && answered < mine, lane.now().plus(ANSWER_MAX), () -> once.accept(late));
    }

    /** Does that after the pause, unless something was asked meanwhile. */
    void unlessAnother(Duration pause, Runnable then) {
        long mine = request;
        poll(() -> mine == request, lane.now().plus(pause), then);
    }

    /** Ends: no answer is handed over any more. */
    void stop() {
        request++;
    }

    private void poll(BooleanSupplier isOpen, Duration end, Runnable then) {
        Duration left = end.minus(lane.now());
        lane.after(left.compareTo(TIMER_MAX) < 0 ? left : TIMER_MAX, () -> {
            if (isOpen.getAsBoolean() && lane.now().compareTo(end) >= 0) {
                then.run();
            } else if (isOpen.getAsBoolean()) {
                poll(isOpen, end, then);
            }
        });
    }
}
