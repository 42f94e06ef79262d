package dev.regroup.redis;

import dev.regroup.model.Link;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeInfo.Readiness;
import dev.regroup.model.NodeInfo.Writability;
import dev.regroup.model.Outcome;
import dev.regroup.model.Outcome.Refusal;
import dev.regroup.model.Role;
import dev.regroup.node.Command;
import dev.regroup.node.Command.Follow;
import dev.regroup.node.Command.Mode;
import dev.regroup.node.Sent;
import dev.regroup.node.Sent.Retry;
import dev.regroup.redis.InfoParser.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a look settles about a command, before it is sent or after. Stateless, thread-safe. */
final class Settled {

    private Settled() {}

    /** Returns what becomes of the command without sending it, if the look decides that. */
    static Optional<Sent> before(Command command, Dialect dialect, Outcome outcome) {
        if (outcome instanceof Outcome.Answered answered) {
            return before(command, dialect, answered.info());
        }
        if (outcome instanceof Outcome.Uninformative refused) {
            return Optional.of(
                    refused.refusal() == Refusal.UNPARSABLE
                            ? new Sent.NotSent("what the node tells is not understood: " + refused.text())
                            : ReplyClassifier.rejection(refused.text()));
        }
        return Optional.of(new Sent.NotSent("the node did not answer the look before it"));
    }

    /** Returns what becomes of a command that was accepted, if a look at once after it shows otherwise. */
    static Sent after(Command command, Sent.Applied applied, Outcome outcome) {
        if (outcome instanceof Outcome.Answered answered) {
            Role role = answered.info().role();
            return isSo(command, role)
                    ? applied
                    : new Sent.Rejected(Retry.LATER, ReplyClassifier.shortened("OK without effect: it is " + role));
        }
        List<String> warnings = new ArrayList<>(applied.warnings());
        warnings.add("look: the effect was not seen");
        return new Sent.Applied(warnings);
    }

    /** Tells whether the command is about the role, which a look shows. */
    static boolean isOfRole(Command command) {
        return command instanceof Command.Promote || command instanceof Command.Detach || command instanceof Follow;
    }

    private static Optional<Sent> before(Command command, Dialect dialect, NodeInfo info) {
        if (!info.incarnation().equals(command.own().incarnation())) {
            return Optional.of(new Sent.NotSent("the node runs as " + info.incarnation() + ", the command presumes "
                    + command.own().incarnation()));
        }
        if (isDone(command, dialect, info)) {
            return Optional.of(new Sent.Applied(List.of()));
        }
        if (!command.own().holds(info)) {
            return Optional.of(
                    new Sent.NotSent("the node is " + info.role() + ", the command presumes " + command.own()));
        }
        if (isLatched(command, dialect, info.role())) {
            return Optional.of(new Sent.NotSent("a Pika copies everything from the master that it follows only after it"
                    + " was detached: told at once it would only remember it for some later time"));
        }
        return info.readiness() == Readiness.LOADING
                ? Optional.of(ReplyClassifier.rejection("LOADING the data set is being read"))
                : Optional.empty();
    }

    /** On Redis it is not shown whether writes are paused, so that the command is sent again. */
    private static boolean isDone(Command command, Dialect dialect, NodeInfo info) {
        if (command instanceof Command.PauseWrites) {
            return dialect == Dialect.PIKA && info.writability() == Writability.REFUSES_WRITES;
        }
        if (command instanceof Command.ResumeWrites) {
            return dialect == Dialect.PIKA && info.writability() == Writability.WRITABLE;
        }
        boolean isCopying = info.role() instanceof Role.Replica replica && replica.link() instanceof Link.Syncing;
        boolean isEnough = !(command instanceof Follow follow) || follow.mode() == Mode.PLAIN || isCopying;
        return isOfRole(command) && isEnough && isSo(command, info.role());
    }

    private static boolean isLatched(Command command, Dialect dialect, Role role) {
        return dialect == Dialect.PIKA
                && command instanceof Follow follow
                && follow.mode() == Mode.FULL
                && isSo(command, role);
    }

    private static boolean isSo(Command command, Role role) {
        return command instanceof Follow follow
                ? role instanceof Role.Replica replica && follow.master().isAt(replica.of())
                : role instanceof Role.Master;
    }
}
