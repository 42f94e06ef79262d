package dev.regroup.examples.bench;

import dev.regroup.examples.redis.Client;
import dev.regroup.examples.redis.RedisLab;
import dev.regroup.examples.redis.RedisProcess;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import dev.regroup.model.Outcome;
import dev.regroup.redis.RedisNodes;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Two thousand connections that are opened at once, and again after all of them were closed at once: how long it takes
 * until every look is answered, and how many looks count as silence at the default deadline. Confined to one thread.
 */
final class Storm {

    private static final int NODES = 2_000;
    private static final Duration DEADLINE = Duration.ofMillis(800);

    private final RedisLab lab;
    private final PrintStream out;

    Storm(RedisLab lab, PrintStream out) {
        this.lab = lab;
        this.out = out;
    }

    /** Measures and prints; what is silent is a figure, not a failure. */
    void run() {
        try (RedisProcess redis = lab.startMaster(NodeId.of("a"));
                RedisNodes nodes = RedisNodes.create()) {
            List<Member> members = IntStream.range(0, NODES)
                    .mapToObj(i -> Member.of(NodeId.of("n" + i), redis.address()))
                    .toList();
            out.printf("%,d nodes at once, deadline %d ms:%n", NODES, DEADLINE.toMillis());
            look("not connected yet", nodes, members);
            try (Client client = Client.connect(redis.address(), Duration.ofSeconds(10))) {
                client.dropOthers();
            }
            look("all just disconnected", nodes, members);
            look("all connected", nodes, members);
        }
    }

    private void look(String name, RedisNodes nodes, List<Member> members) {
        long begun = System.nanoTime();
        List<CompletableFuture<Outcome>> looks = members.stream()
                .map(member -> nodes.look(member, DEADLINE).toCompletableFuture())
                .toList();
        long silent = looks.stream()
                .map(CompletableFuture::join)
                .filter(outcome -> !(outcome instanceof Outcome.Answered))
                .count();
        out.printf(
                "  %-22s %,6d ms, %d silent%n",
                name, Duration.ofNanos(System.nanoTime() - begun).toMillis(), silent);
    }
}
