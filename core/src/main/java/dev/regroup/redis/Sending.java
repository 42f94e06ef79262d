package dev.regroup.redis;

import dev.regroup.model.Outcome.Silence;
import dev.regroup.node.Command;
import dev.regroup.node.Sent;
import dev.regroup.redis.InfoParser.Dialect;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The life of one command: look, and only if what the command presumes is true, write it. What the deadline means
 * depends on how far it came: before it was written nothing will be sent any more, after that nobody knows.
 * Thread-safe; nothing here blocks.
 */
final class Sending {

    private enum Phase {
        PREPARING,
        WRITTEN,
        OVER
    }

    private final Command command;
    private final Optional<Credentials> replication;
    private final PikaPause pause;
    private final Runnable release;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.PREPARING);
    private final CompletableFuture<Sent> sent = new CompletableFuture<>();

    /**
     * Prepares a command.
     *
     * @param replication what a node is given to reach its master with
     * @param pause when a Pika was last told to follow nobody
     * @param release run once, when nothing of it is outstanding any more; at the latest when its connection is gone
     */
    Sending(Command command, Optional<Credentials> replication, PikaPause pause, Runnable release) {
        this.command = command;
        this.replication = replication;
        this.pause = pause;
        this.release = release;
    }

    CompletableFuture<Sent> sent() {
        return sent;
    }

    void unconnected(Silence silence) {
        end(Phase.PREPARING, new Sent.NotSent("there is no connection (" + silence + ")"));
    }

    /** Sends it over that connection; the look before it is answered by the same process as the command. */
    void over(Wire wire) {
        if (phase.get() != Phase.PREPARING) {
            return;
        }
        wire.look()
                .thenAccept(outcome -> Settled.before(command, wire.dialect(), outcome)
                        .or(() -> pause.objection(command, wire.dialect()))
                        .ifPresentOrElse(verdict -> end(Phase.PREPARING, verdict), () -> write(wire)));
    }

    void expire() {
        end(Phase.PREPARING, new Sent.NotSent("the deadline passed before anything could be sent"));
        sent.complete(new Sent.Maybe());
    }

    private void write(Wire wire) {
        if (!phase.compareAndSet(Phase.PREPARING, Phase.WRITTEN)) {
            return;
        }
        wire.run(Script.of(command, wire.dialect(), replication))
                .thenCompose(sent -> verified(wire, sent))
                .thenAccept(sent -> {
                    pause.began(command, wire.dialect());
                    end(Phase.WRITTEN, sent);
                });
    }

    /**
     * A Pika says OK to what has no effect: to follow a port that it follows already on what was another host (pika
     * v4.0.1, pika_admin.cc, SlaveofCmd::Do). So it is asked at once.
     */
    private CompletionStage<Sent> verified(Wire wire, Sent sent) {
        boolean isDoubtful =
                wire.dialect() == Dialect.PIKA && sent instanceof Sent.Applied && Settled.isOfRole(command);
        return isDoubtful
                ? wire.look().thenApply(outcome -> Settled.after(command, (Sent.Applied) sent, outcome))
                : CompletableFuture.completedFuture(sent);
    }

    private void end(Phase in, Sent verdict) {
        if (phase.compareAndSet(in, Phase.OVER)) {
            release.run();
            sent.complete(verdict);
        }
    }
}
