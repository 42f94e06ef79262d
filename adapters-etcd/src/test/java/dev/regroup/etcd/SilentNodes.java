package dev.regroup.etcd;

import dev.regroup.model.Member;
import dev.regroup.model.Outcome;
import dev.regroup.node.Command;
import dev.regroup.node.Nodes;
import dev.regroup.node.Sent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Nodes that never answer. */
final class SilentNodes implements Nodes {

    @Override
    public CompletionStage<Outcome> look(Member member, Duration deadline) {
        return CompletableFuture.completedFuture(new Outcome.Silent(Outcome.Silence.TIMEOUT));
    }

    @Override
    public CompletionStage<Sent> send(Command command, Duration deadline) {
        throw new AssertionError("a node that never answered is commanded: " + command);
    }

    @Override
    public void onClosed(Member member, Runnable listener) {}

    @Override
    public void forget(Member member) {}

    @Override
    public void close() {}
}
