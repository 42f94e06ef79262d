package dev.regroup.redis;

import dev.regroup.model.Member;
import dev.regroup.model.Outcome;
import dev.regroup.model.Outcome.Silence;
import dev.regroup.node.Command;
import dev.regroup.node.Sent;
import io.netty.util.concurrent.EventExecutorGroup;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node, and at most one connection to it, open or being opened. Thread-safe; nothing here blocks.
 *
 * <p>Connections are opened by looks and commands, not in between. An attempt that outlives its look goes on, and the
 * next look takes it over. A look whose connection breaks asks once more, at once and on a new one: the connection may
 * have been closed by an idle timeout or a CLIENT KILL, and where the process is gone the refusal of the new one says
 * so. A connection on which looks time out three times in a row is given up, unless a command awaits its answer on it:
 * after a long silence TCP repeats so rarely that a node that is back would be met late.
 */
final class RedisNode {

    private static final Logger LOG = LoggerFactory.getLogger(RedisNode.class);
    private static final int ATTEMPTS_MAX = 2;
    private static final int TIMEOUTS_MAX = 3;
    private static final Outcome LOST = new Outcome.Silent(Silence.RESET);

    private final Member member;
    private final Connector connector;
    private final EventExecutorGroup timer;
    private final AtomicBoolean isCommanded = new AtomicBoolean();
    private volatile Runnable listener = () -> {};

    private final Object lock = new Object();
    private CompletableFuture<Wire> wire =
            CompletableFuture.failedFuture(new CancellationException("not connected yet"));
    private CompletableFuture<Sent> lastSent = CompletableFuture.completedFuture(new Sent.NotSent("nothing yet"));
    private long lastTimeout = System.nanoTime();
    private int timeouts;
    private boolean isForgotten;

    RedisNode(Member member, Connector connector, EventExecutorGroup timer) {
        this.member = member;
        this.connector = connector;
        this.timer = timer;
    }

    CompletableFuture<Outcome> look(Duration deadline) {
        long begun = System.nanoTime();
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Deadline.of(deadline, timer).guard(outcome, () -> {
            if (outcome.complete(new Outcome.Silent(Silence.TIMEOUT))) {
                timedOut(begun);
            }
        });
        ask(outcome, 1);
        return outcome;
    }

    CompletableFuture<Sent> send(Command command, Duration deadline) {
        if (!isCommanded.compareAndSet(false, true)) {
            return CompletableFuture.completedFuture(
                    new Sent.NotSent("an earlier command to " + member.id() + " is outstanding"));
        }
        Sending sending = new Sending(command, () -> isCommanded.set(false));
        synchronized (lock) {
            lastSent = sending.sent();
        }
        Deadline.of(deadline, timer).guard(sending.sent(), sending::expire);
        whenOpen((open, failure) -> {
            if (open != null) {
                sending.over(open);
            } else if (failure != null) {
                sending.unconnected(Silences.of(failure));
            }
        });
        return sending.sent();
    }

    void onClosed(Runnable listener) {
        this.listener = listener;
    }

    /**
     * Closes the connection for good, without a word to the listener; what is outstanding ends as lost. The stage
     * completes when the connection is closed, never exceptionally.
     */
    CompletionStage<Void> forget() {
        CompletableFuture<Wire> last;
        synchronized (lock) {
            isForgotten = true;
            last = wire;
        }
        last.completeExceptionally(new CancellationException("forgotten"));
        return last.thenCompose(Wire::close).exceptionally(neverOpen -> null);
    }

    private void ask(CompletableFuture<Outcome> outcome, int attempt) {
        whenOpen((open, failure) -> {
            if (failure != null) {
                outcome.complete(new Outcome.Silent(Silences.of(failure)));
            } else if (open != null) {
                open.look().whenComplete((answer, bug) -> {
                    if (LOST.equals(answer) && attempt < ATTEMPTS_MAX && !outcome.isDone()) {
                        ask(outcome, attempt + 1);
                    } else {
                        answered(outcome, answer, bug);
                    }
                });
            }
        });
    }

    /** A look that fails because of a bug of ours must not look like a silent node. */
    private void answered(CompletableFuture<Outcome> outcome, @Nullable Outcome answer, @Nullable Throwable bug) {
        synchronized (lock) {
            timeouts = 0;
        }
        if (answer != null) {
            outcome.complete(answer);
        } else if (bug != null) {
            outcome.completeExceptionally(bug);
        }
    }

    /** Hands over the connection, or why there is none, as soon as that is known. */
    private void whenOpen(BiConsumer<@Nullable Wire, @Nullable Throwable> user) {
        CompletableFuture<Wire> opening = new CompletableFuture<>();
        CompletionStage<Wire> current;
        synchronized (lock) {
            if (!isForgotten && !isUsable(wire)) {
                wire = opening;
                timeouts = 0;
            }
            current = wire;
        }
        if (current == opening) {
            connect(opening);
        }
        current.whenComplete(user);
    }

    private void connect(CompletableFuture<Wire> opening) {
        connector.connect(member.address()).whenComplete((open, failure) -> {
            if (failure != null) {
                opening.completeExceptionally(failure);
            } else if (opening.complete(open)) {
                LOG.debug("{}: connected", member);
                open.closedByNode().thenRun(this::closedByNode);
            } else {
                CompletionStage<Void> unwanted = open.close();
                unwanted.thenRun(() -> LOG.debug("{}: connected, but forgotten meanwhile", member));
            }
        });
    }

    private static boolean isUsable(CompletableFuture<Wire> wire) {
        return !wire.isDone()
                || (!wire.isCompletedExceptionally() && wire.join().isOpen());
    }

    private void closedByNode() {
        LOG.debug("{}: the node closed the connection", member);
        try {
            listener.run();
        } catch (Throwable failure) { // nobody else would hear of it: the stage it runs on is dropped
            LOG.warn("{}: the listener for closed connections failed", member, failure);
        }
    }

    /** Counts one look after the other: of looks that overlap, only the first. */
    private void timedOut(long begun) {
        CompletionStage<Wire> silent;
        synchronized (lock) {
            if (!wire.isDone() || begun - lastTimeout < 0) {
                return;
            }
            lastTimeout = System.nanoTime();
            timeouts++;
            if (timeouts < TIMEOUTS_MAX || !lastSent.isDone()) {
                return;
            }
            silent = wire;
        }
        LOG.debug("{}: no answer to {} looks in a row, giving up the connection", member, timeouts);
        silent.thenCompose(Wire::close);
    }
}
