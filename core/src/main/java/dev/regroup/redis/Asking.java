package dev.regroup.redis;

import dev.regroup.model.Outcome;
import dev.regroup.model.Outcome.Silence;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One look, until it is answered or its deadline has passed. Thread-safe; nothing here blocks.
 *
 * <p>The deadline runs while the node has the word: from when the question, or the attempt to connect, leaves this
 * process. A thousand connections that open at the same moment wait for each other, and that is not their silence.
 *
 * <p>A look whose connection breaks asks once more, at once and on a new one: the connection may have been closed by an
 * idle timeout or a CLIENT KILL, and where the process is gone the refusal of the new one says so; the deadline begins
 * anew with it. A look that is not
 * answered in half of its time asks on a second connection besides: a connection may be dead without anybody saying so
 * (Pika does not answer a killed client any more, and closes it 6 to 8 s later; a firewall forgets what was idle).
 */
final class Asking {

    private static final int ATTEMPTS_MAX = 2;
    private static final int EXTENSIONS_MAX = 3;
    private static final Duration LATE = Duration.ofMillis(25);
    private static final Outcome LOST = new Outcome.Silent(Silence.RESET);

    private final RedisNode node;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final CompletionStage<Outcome> answered = outcome;
    private final AtomicBoolean hasAskedElsewhere = new AtomicBoolean();
    private final Duration deadline;

    Asking(RedisNode node, Duration deadline) {
        this.node = node;
        this.deadline = deadline;
    }

    CompletableFuture<Outcome> begin() {
        ask(1);
        return outcome;
    }

    private void ask(int attempt) {
        Opening opening = node.opening();
        CompletableFuture<Void> over = new CompletableFuture<>();
        opening.begun().thenRun(() -> {
            long begun = System.nanoTime();
            guard(over, begun);
            opening.wire().whenComplete((open, failure) -> {
                if (open == null) {
                    over.complete(null);
                    outcome.complete(RedisNode.unconnected(failure));
                } else {
                    ask(open, attempt, over);
                }
            });
        });
    }

    private void ask(Wire open, int attempt, CompletableFuture<Void> over) {
        open.look().whenComplete((answer, bug) -> {
            over.complete(null);
            if (LOST.equals(answer) && attempt < ATTEMPTS_MAX && !outcome.isDone()) {
                ask(attempt + 1);
                return;
            }
            node.answered();
            if (answer != null) {
                outcome.complete(answer);
            } else if (bug != null) {
                // It must not look like a silent node.
                outcome.completeExceptionally(bug);
            }
        });
    }

    private void guard(CompletableFuture<Void> over, long begun) {
        answered.whenComplete((answer, bug) -> over.complete(null));
        expireAfter(deadline, over, begun, EXTENSIONS_MAX);
        Deadline.of(deadline.dividedBy(2), node.timer()).guard(over, this::askElsewhere);
    }

    /**
     * An alarm that comes late shows that this process stood still, and what it has not read it cannot call silence:
     * the time is given back.
     */
    private void expireAfter(Duration rest, CompletionStage<Void> over, long begun, int extensions) {
        long due = System.nanoTime() + rest.toNanos();
        Deadline.of(rest, node.timer()).guard(over, () -> {
            Duration late = Duration.ofNanos(System.nanoTime() - due);
            if (late.compareTo(LATE) > 0 && extensions > 0) {
                expireAfter(late.compareTo(rest) < 0 ? late : rest, over, begun, extensions - 1);
            } else {
                node.whenRead(() -> expire(over, begun));
            }
        });
    }

    private void expire(CompletionStage<Void> over, long begun) {
        boolean isAnswered = over.toCompletableFuture().isDone();
        if (!isAnswered && outcome.complete(new Outcome.Silent(Silence.TIMEOUT))) {
            node.timedOut(begun);
        }
    }

    private void askElsewhere() {
        boolean isConnected = node.opening().isOpen();
        if (!isConnected || !hasAskedElsewhere.compareAndSet(false, true)) {
            return;
        }
        Opening spare = node.spare();
        spare.wire().thenAccept(this::askElsewhere);
        answered.whenComplete(
                (answer, bug) -> spare.fail(new CancellationException("answered meanwhile, or the time is over")));
    }

    private void askElsewhere(Wire open) {
        AtomicReference<Outcome> told = new AtomicReference<>(LOST);
        open.look().thenAccept(answer -> {
            told.set(answer);
            if (!(answer instanceof Outcome.Silent) && outcome.complete(answer)) {
                node.adopt(open);
            }
        });
        answered.thenAccept(answer -> {
            if (answer != told.get()) {
                open.drop();
            }
        });
    }
}
