package dev.regroup.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Incarnation;
import dev.regroup.model.NodeId;
import dev.regroup.model.Outcome;
import dev.regroup.model.Presumption;
import dev.regroup.node.Command;
import dev.regroup.node.Sent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How often a node is asked. */
final class RoundTripsIT {

    private static final Duration PATIENT = Duration.ofMinutes(1);

    @Test
    void aLookIsOneRoundTripAndParametersAreReadOncePerConnection() {
        try (RealRedis redis = RealRedis.start();
                RoundTrips proxy = RoundTrips.start(redis.port());
                RedisNodes nodes = RedisNodes.create()) {
            for (int i = 1; i <= 10; i++) {
                assertThat(look(nodes, proxy)).isInstanceOf(Outcome.Answered.class);
                assertThat(proxy.turns()).isEqualTo(i);
            }
            assertThat(proxy.connections()).isEqualTo(1);
            assertThat(proxy.requestsWith("repl-ping")).isEqualTo(1);

            proxy.hangUp();
            assertThat(look(nodes, proxy)).isInstanceOf(Outcome.Answered.class);
            assertThat(look(nodes, proxy)).isInstanceOf(Outcome.Answered.class);
            assertThat(proxy.connections()).isEqualTo(2);
            assertThat(proxy.requestsWith("repl-ping")).isEqualTo(2);
        }
    }

    @Test
    void withAPasswordALookIsStillOneRoundTrip() {
        Access access = Access.open().withCredentials(List.of(Credentials.password("s3cret")));
        try (RealRedis redis = RealRedis.start("requirepass s3cret");
                RoundTrips proxy = RoundTrips.start(redis.port());
                RedisNodes nodes = RedisNodes.create(access)) {
            for (int i = 1; i <= 3; i++) {
                assertThat(look(nodes, proxy)).isInstanceOf(Outcome.Answered.class);
                assertThat(proxy.turns()).isEqualTo(i);
            }
            assertThat(proxy.requestsWith("auth")).isEqualTo(1);
        }
    }

    @Test
    void aCommandIsALookAndOneMore() {
        try (RealRedis redis = RealRedis.start("replicaof 127.0.0.1 1");
                RoundTrips proxy = RoundTrips.start(redis.port());
                RedisNodes nodes = RedisNodes.create()) {
            Incarnation life = ((Outcome.Answered) look(nodes, proxy)).info().incarnation();
            int before = proxy.turns();

            Sent sent = nodes.send(
                            new Command.Promote(proxy.member("a"), new Presumption.IsReplica(NodeId.of("a"), life)),
                            PATIENT)
                    .toCompletableFuture()
                    .join();

            assertThat(sent).isEqualTo(new Sent.Applied(List.of()));
            assertThat(proxy.turns() - before).isEqualTo(2);
        }
    }

    private static Outcome look(RedisNodes nodes, RoundTrips proxy) {
        return nodes.look(proxy.member("a"), PATIENT).toCompletableFuture().join();
    }
}
