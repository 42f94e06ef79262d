package dev.regroup.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import dev.regroup.model.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Thousands of connections at once: each takes its turn, and none of that counts as the silence of a node. The deadline
 * is longer than the default of 800 ms, since here the one node that answers all of them shares the processors.
 */
final class MassReconnectIT {

    private static final int NODES = 2_000;
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    @Test
    void twoThousandNodesThatAllCloseTheirConnectionsAreNoMisses() {
        try (RealRedis redis = RealRedis.start("maxclients 10000");
                RedisNodes nodes = RedisNodes.create()) {
            List<Member> members = IntStream.range(0, NODES)
                    .mapToObj(i -> Member.of(NodeId.of("n" + i), redis.address()))
                    .toList();

            long first = allAnswer(nodes, members);
            redis.ask("CLIENT", "KILL", "TYPE", "normal");
            long again = allAnswer(nodes, members);
            long open = allAnswer(nodes, members);

            System.out.printf(
                    "%,d nodes: first looks %,d ms, after all were disconnected %,d ms, on open connections %,d ms%n",
                    NODES, first, again, open);
        }
    }

    private static long allAnswer(RedisNodes nodes, List<Member> members) {
        long begun = System.nanoTime();
        List<CompletableFuture<Outcome>> looks = members.stream()
                .map(member -> nodes.look(member, DEADLINE).toCompletableFuture())
                .toList();
        List<Outcome> others = looks.stream()
                .map(CompletableFuture::join)
                .filter(outcome -> !(outcome instanceof Outcome.Answered))
                .toList();
        assertThat(others).isEmpty();
        return Duration.ofNanos(System.nanoTime() - begun).toMillis();
    }
}
