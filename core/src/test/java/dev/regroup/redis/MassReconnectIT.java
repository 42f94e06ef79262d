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
 * Thousands of connections that break at once: nobody is asked twice, and no connection is opened that is not needed.
 * How long it takes is measured by {@code examples/run bench --only probes}; here nothing depends on it, since the
 * deadline is longer than any machine needs.
 */
final class MassReconnectIT {

    private static final int NODES = 2_000;
    private static final Duration ENDLESS = Duration.ofMinutes(5);

    @Test
    void twoThousandNodesThatAllCloseTheirConnectionsAreEachConnectedToOnceMore() {
        try (RealRedis redis = RealRedis.start("maxclients 10000");
                RedisNodes nodes = RedisNodes.create()) {
            List<Member> members = IntStream.range(0, NODES)
                    .mapToObj(i -> Member.of(NodeId.of("n" + i), redis.address()))
                    .toList();
            long before = received(redis);

            allAnswer(nodes, members);
            assertThat(received(redis) - before).isEqualTo(NODES + 1);
            redis.ask("CLIENT", "KILL", "TYPE", "normal");
            allAnswer(nodes, members);
            allAnswer(nodes, members);

            assertThat(received(redis) - before).isEqualTo(2 * NODES + 3);
        }
    }

    /** Returns how many connections it has received so far, the one that asks included. */
    private static long received(RealRedis redis) {
        return Long.parseLong(redis.info("total_connections_received").orElseThrow());
    }

    private static void allAnswer(RedisNodes nodes, List<Member> members) {
        List<CompletableFuture<Outcome>> looks = members.stream()
                .map(member -> nodes.look(member, ENDLESS).toCompletableFuture())
                .toList();
        List<Outcome> others = looks.stream()
                .map(CompletableFuture::join)
                .filter(outcome -> !(outcome instanceof Outcome.Answered))
                .toList();
        assertThat(others).isEmpty();
    }
}
