package dev.regroup.redis;

import dev.regroup.model.Address;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeInfo.Readiness;
import dev.regroup.model.Outcome;
import dev.regroup.model.Outcome.Refusal;
import dev.regroup.model.Outcome.Silence;
import dev.regroup.model.Role;
import dev.regroup.node.Command;
import dev.regroup.node.Sent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one command: look, and only if what the command presumes is true, write it. What the deadline means
 * depends on how far it came: before it was written nothing will be sent any more, after that nobody knows.
 * Thread-safe; nothing here blocks.
 */
final class Sending {

    private static final Logger LOG = LoggerFactory.getLogger(Sending.class);

    private enum Phase {
        PREPARING,
        WRITTEN,
        OVER
    }

    private final Command command;
    private final Runnable release;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.PREPARING);
    private final CompletableFuture<Sent> sent = new CompletableFuture<>();

    /**
     * Prepares a command.
     *
     * @param release run once, when nothing of it is outstanding any more; at the latest when its connection is gone
     */
    Sending(Command command, Runnable release) {
        this.command = command;
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
                .thenAccept(outcome -> settled(command, outcome)
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
        wire.follow(master(command)).thenAccept(transaction -> {
            if (!transaction.isOver()) {
                // The node would queue whatever is asked next.
                CompletionStage<Void> useless = wire.close();
                useless.thenRun(() -> LOG.debug("{}: closed, it stayed within a transaction", command.member()));
            }
            end(Phase.WRITTEN, transaction.sent());
        });
    }

    private void end(Phase in, Sent verdict) {
        if (phase.compareAndSet(in, Phase.OVER)) {
            release.run();
            sent.complete(verdict);
        }
    }

    private static Optional<Address> master(Command command) {
        return command instanceof Command.Follow follow
                ? Optional.of(follow.master().address())
                : Optional.empty();
    }

    /** Returns what becomes of the command without sending it, if the look decides that. */
    static Optional<Sent> settled(Command command, Outcome outcome) {
        if (outcome instanceof Outcome.Answered answered) {
            return settled(command, answered.info());
        }
        if (outcome instanceof Outcome.Uninformative refused) {
            return Optional.of(
                    refused.refusal() == Refusal.UNPARSABLE
                            ? new Sent.NotSent("what the node tells is not understood: " + refused.text())
                            : ReplyClassifier.rejection(refused.text()));
        }
        return Optional.of(new Sent.NotSent("the node did not answer the look before it"));
    }

    private static Optional<Sent> settled(Command command, NodeInfo info) {
        if (!info.incarnation().equals(command.own().incarnation())) {
            return Optional.of(new Sent.NotSent("the node runs as " + info.incarnation() + ", the command presumes "
                    + command.own().incarnation()));
        }
        if (isSo(command, info.role())) {
            return Optional.of(new Sent.Applied(List.of()));
        }
        if (!command.own().holds(info)) {
            return Optional.of(
                    new Sent.NotSent("the node is " + info.role() + ", the command presumes " + command.own()));
        }
        return info.readiness() == Readiness.LOADING
                ? Optional.of(ReplyClassifier.rejection("LOADING the data set is being read"))
                : Optional.empty();
    }

    private static boolean isSo(Command command, Role role) {
        return command instanceof Command.Follow follow
                ? role instanceof Role.Replica replica && follow.master().isAt(replica.of())
                : role instanceof Role.Master;
    }
}
