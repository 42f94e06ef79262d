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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node, and the connection to it, open or being opened. Thread-safe; nothing here blocks.
 *
 * <p>Connections are opened by looks and commands, not in between. An attempt that outlives its look goes on, and the
 * next look takes it over. A connection on which looks time out three times in a row is given up, unless a command
 * awaits its answer on it: after a long silence TCP repeats so rarely that a node that is back would be met late. A look
 * that was answered on another connection replaces this one at once, see {@link Asking}.
 */
final class RedisNode {

    private static final Logger LOG = LoggerFactory.getLogger(RedisNode.class);
    private static final int TIMEOUTS_MAX = 3;

    private final Member member;
    private final Connector connector;
    private final Habits habits;
    private final CompletionStage<?> ready;
    private final PikaPause pause = new PikaPause(System::nanoTime);
    private final AtomicBoolean isCommanded = new AtomicBoolean();
    private volatile Runnable listener = () -> {};

    private final Object lock = new Object();
    private Opening current = Opening.never();
    private CompletableFuture<Sent> lastSent = CompletableFuture.completedFuture(new Sent.NotSent("nothing yet"));
    private long lastTimeout = System.nanoTime();
    private int timeouts;
    private boolean isForgotten;

    /**
     * Connects to nobody yet.
     *
     * @param ready when connections may begin
     */
    RedisNode(Member member, Connector connector, Habits habits, CompletionStage<?> ready) {
        this.member = member;
        this.connector = connector;
        this.habits = habits;
        this.ready = ready;
    }

    CompletableFuture<Outcome> look(Duration deadline) {
        return new Asking(this, deadline).begin();
    }

    CompletableFuture<Sent> send(Command command, Duration deadline) {
        if (!isCommanded.compareAndSet(false, true)) {
            return CompletableFuture.completedFuture(
                    new Sent.NotSent("an earlier command to " + member.id() + " is outstanding"));
        }
        Sending sending = new Sending(command, habits.access().replication(), pause, () -> isCommanded.set(false));
        synchronized (lock) {
            lastSent = sending.sent();
        }
        Deadline.of(deadline, timer()).guard(sending.sent(), sending::expire);
        opening().wire().whenComplete((open, failure) -> {
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
        Opening last;
        synchronized (lock) {
            isForgotten = true;
            last = current;
        }
        last.fail(new CancellationException("forgotten"));
        return last.wire().thenCompose(Wire::close).exceptionally(neverOpen -> null);
    }

    EventExecutorGroup timer() {
        return habits.timer();
    }

    /** Returns the connection, or the attempt at one, which begins if there is none. */
    Opening opening() {
        Opening fresh = new Opening();
        synchronized (lock) {
            if (isForgotten || current.isUsable()) {
                return current;
            }
            current = fresh;
            timeouts = 0;
        }
        connect(fresh);
        return fresh;
    }

    /** Returns a connection besides the one there is, for one question; it is the caller's to close or to adopt. */
    Opening spare() {
        Opening spare = new Opening();
        connector.connect(member.address(), habits, spare);
        return spare;
    }

    /** Takes another connection instead of the one that does not answer, which is closed once no command needs it. */
    void adopt(Wire answering) {
        Opening silent;
        CompletionStage<Sent> command;
        synchronized (lock) {
            if (isForgotten) {
                answering.drop();
                return;
            }
            silent = current;
            command = lastSent;
            current = Opening.of(answering);
            timeouts = 0;
        }
        LOG.debug("{}: the connection does not answer, another one does", member);
        watch(answering);
        command.whenComplete((sent, bug) -> silent.wire().thenAccept(Wire::drop));
    }

    /** Runs that once everything was read that has come by now. */
    void whenRead(Runnable task) {
        Opening now;
        synchronized (lock) {
            now = current;
        }
        if (now.isOver()) {
            now.wire().whenComplete((open, failure) -> {
                if (open == null) {
                    task.run();
                } else {
                    open.whenRead(task);
                }
            });
        } else {
            task.run();
        }
    }

    void answered() {
        synchronized (lock) {
            timeouts = 0;
        }
    }

    /** Counts one look after the other: of looks that overlap, only the first. */
    void timedOut(long begun) {
        Opening silent;
        synchronized (lock) {
            if (!current.isOver() || begun - lastTimeout < 0) {
                return;
            }
            lastTimeout = System.nanoTime();
            timeouts++;
            if (timeouts < TIMEOUTS_MAX || !lastSent.isDone()) {
                return;
            }
            silent = current;
        }
        LOG.debug("{}: no answer to {} looks in a row, giving up the connection", member, TIMEOUTS_MAX);
        silent.wire().thenAccept(Wire::drop);
    }

    private void connect(Opening opening) {
        opening.wire().thenAccept(open -> {
            LOG.debug("{}: connected", member);
            watch(open);
        });
        ready.whenComplete((done, failure) -> connector.connect(member.address(), habits, opening));
    }

    private void watch(Wire open) {
        open.closedByNode().thenRun(this::closedByNode);
    }

    private void closedByNode() {
        LOG.debug("{}: the node closed the connection", member);
        try {
            listener.run();
        } catch (Throwable failure) { // nobody else would hear of it: the stage it runs on is dropped
            LOG.warn("{}: the listener for closed connections failed", member, failure);
        }
    }

    /** Returns what a failed attempt to connect amounts to. */
    static Outcome unconnected(@Nullable Throwable failure) {
        return failure == null
                ? new Outcome.Silent(Silence.RESET)
                : TlsFailure.refusal(failure).orElseGet(() -> new Outcome.Silent(Silences.of(failure)));
    }
}
