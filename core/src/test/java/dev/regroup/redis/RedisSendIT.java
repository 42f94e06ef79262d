package dev.regroup.redis;

import static dev.regroup.redis.RedisLookIT.awaitInSync;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Incarnation;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import dev.regroup.model.Outcome;
import dev.regroup.model.Presumption;
import dev.regroup.node.Command.Follow;
import dev.regroup.node.Command.Promote;
import dev.regroup.node.Sent;
import dev.regroup.node.Sent.Retry;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of commands to real nodes. */
final class RedisSendIT {

    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Sent APPLIED = new Sent.Applied(List.of());

    private static RedisNodes nodes = RedisNodes.create();

    @BeforeAll
    static void open() {
        nodes.close();
        nodes = RedisNodes.create();
    }

    @AfterAll
    static void close() {
        nodes.close();
    }

    @Test
    void aPromotionSurvivesAKill() {
        try (RealRedis a = RealRedis.start();
                RealRedis b = RealRedis.startReplicaOf(a)) {
            awaitInSync(a, b);

            assertThat(send(promote(b))).isEqualTo(APPLIED);

            assertThat(b.info("role")).contains("master");
            b.kill9();
            b.restart();
            assertThat(b.info("role")).contains("master");
        }
    }

    @Test
    void aPromotionWithoutAConfigFileIsAppliedWithAWarning() {
        try (RealRedis a = RealRedis.start();
                RealRedis b = RealRedis.startWithoutConfigFile("replicaof 127.0.0.1 " + a.port())) {
            awaitInSync(a, b);

            assertThat(send(promote(b)))
                    .isEqualTo(new Sent.Applied(
                            List.of("CONFIG REWRITE: ERR The server is running without a config file")));

            assertThat(b.info("role")).contains("master");
        }
    }

    @Test
    void aNodeFollowsAnotherMasterAndStillDoesAfterAKill() {
        try (RealRedis a = RealRedis.start();
                RealRedis b = RealRedis.start()) {
            assertThat(send(follow(b, a))).isEqualTo(APPLIED);

            awaitInSync(a, b);
            b.kill9();
            b.restart();
            assertThat(b.info("master_port")).contains(Integer.toString(a.port()));
        }
    }

    @Test
    void followingTheSameMasterAgainBreaksNothing() {
        try (RealRedis a = RealRedis.start();
                RealRedis b = RealRedis.startReplicaOf(a)) {
            awaitInSync(a, b);
            String syncs = syncs(a);

            assertThat(send(follow(b, a))).isEqualTo(APPLIED);

            assertThat(b.info("master_link_status")).contains("up");
            assertThat(syncs(a)).isEqualTo(syncs);
            assertThat(b.info("cmdstat_slaveof")).isEmpty();
        }
    }

    @Test
    void promotingAMasterSendsNothing() {
        try (RealRedis a = RealRedis.start()) {
            assertThat(send(promote(a))).isEqualTo(APPLIED);

            assertThat(a.info("cmdstat_slaveof")).isEmpty();
            assertThat(a.info("cmdstat_client|kill")).isEmpty();
        }
    }

    @Test
    void clientsAreDroppedButNotOurConnection() {
        try (RealRedis a = RealRedis.start();
                RealRedis b = RealRedis.startReplicaOf(a);
                RespClient client = RespClient.connect(b.port())) {
            awaitInSync(a, b);
            client.ask("PING");
            AtomicInteger closed = new AtomicInteger();
            Member member = b.member("b");
            nodes.onClosed(member, closed::incrementAndGet);

            assertThat(send(promote(b))).isEqualTo(APPLIED);

            Eventually.holds("the client is dropped", () -> isDropped(client));
            assertThat(nodes.look(member, PATIENT).toCompletableFuture().join()).isInstanceOf(Outcome.Answered.class);
            assertThat(closed).hasValue(0);
        }
    }

    @Test
    void aCommandToAnotherLifeOfTheProcessIsNotSent() {
        try (RealRedis a = RealRedis.start();
                RealRedis b = RealRedis.startReplicaOf(a)) {
            Promote stale = promote(b);
            b.kill9();
            b.restart();

            assertThat(send(stale)).isInstanceOf(Sent.NotSent.class);

            assertThat(b.info("role")).contains("slave");
        }
    }

    @Test
    void aCommandToANodeInAnotherRoleThanPresumedIsNotSent() {
        try (RealRedis a = RealRedis.start();
                RealRedis b = RealRedis.startReplicaOf(a)) {
            Follow stale = follow(b, a);
            b.ask("REPLICAOF", "NO", "ONE");

            assertThat(send(stale)).isInstanceOf(Sent.NotSent.class);

            assertThat(b.info("role")).contains("master");
        }
    }

    @Test
    void aCommandToALoadingNodeMayBeTriedLater() {
        try (RealRedis a = RealRedis.start();
                RealRedis b = RealRedis.start("loading-process-events-interval-bytes 1024")) {
            RedisLookIT.loadSlowly(b);

            assertThat(send(follow(b, a))).isInstanceOfSatisfying(Sent.Rejected.class, rejected -> {
                assertThat(rejected.retry()).isEqualTo(Retry.LATER);
                assertThat(rejected.text()).startsWith("LOADING");
            });
        }
    }

    @Test
    void aNodeOfAClusterRefusesForEver() {
        try (RealRedis a = RealRedis.start();
                RealRedis b = RealRedis.start("cluster-enabled yes")) {
            assertThat(send(follow(b, a)))
                    .isEqualTo(new Sent.Rejected(Retry.NEVER, "ERR REPLICAOF not allowed in cluster mode."));
        }
    }

    @Test
    void withoutCredentialsNothingIsSent() {
        try (RealRedis a = RealRedis.start("requirepass secret")) {
            assertThat(send(new Promote(a.member("a"), replica("a", Incarnation.of("any")))))
                    .isEqualTo(new Sent.Rejected(Retry.NEVER, "NOAUTH Authentication required."));
        }
    }

    @Test
    void aCommandThatExpiresBeforeItIsSentNeverIs() {
        try (RealRedis a = RealRedis.start();
                RealRedis b = RealRedis.startReplicaOf(a)) {
            Promote promote = promote(b);
            awaitInSync(a, b);
            b.pause();

            assertThat(begin(promote, SHORT).join()).isInstanceOf(Sent.NotSent.class);

            b.resume();
            nodes.look(b.member("b"), PATIENT).toCompletableFuture().join();
            assertThat(b.info("role")).contains("slave");
            assertThat(b.info("cmdstat_multi")).isEmpty();
        }
    }

    @Test
    void onlyOneCommandIsOutstandingAtATime() {
        try (RealRedis a = RealRedis.start();
                RealRedis b = RealRedis.startReplicaOf(a)) {
            Promote promote = promote(b);
            b.pause();
            CompletableFuture<Sent> first = begin(promote, PATIENT);

            assertThat(begin(promote, PATIENT).join())
                    .isInstanceOfSatisfying(
                            Sent.NotSent.class,
                            notSent -> assertThat(notSent.reason()).contains("outstanding"));

            b.resume();
            assertThat(first.join()).isEqualTo(APPLIED);
            assertThat(begin(promote, PATIENT).join()).isEqualTo(APPLIED);
        }
    }

    @Test
    void aNodeThatIsGoneIsNotCommanded() {
        try (RealRedis a = RealRedis.start()) {
            Promote promote = promote(a);
            a.kill9();

            assertThat(send(promote)).isEqualTo(new Sent.NotSent("there is no connection (REFUSED)"));
        }
    }

    @Test
    void aMissingAnswerMeansMaybeAndStaysOutstandingUntilTheConnectionIsGone() {
        try (FakeNode node = FakeNode.start(FakeNode::asReplica)) {
            Promote promote = new Promote(node.member("f"), replica("f", Incarnation.of(FakeNode.RUN_ID)));

            // On a slow machine the time may be over before it is written: then it never is.
            Eventually.holds("it is written", () -> begin(promote, SHORT).join().equals(new Sent.Maybe()));

            assertThat(begin(promote, SHORT).join()).isInstanceOf(Sent.NotSent.class);
            node.hangUp();
            Eventually.holds(
                    "another command is sent",
                    () -> begin(promote, SHORT).join().equals(new Sent.Maybe()));
        }
    }

    @Test
    void aConnectionThatIsLostAfterTheCommandWasWrittenMeansMaybe() {
        try (FakeNode node = FakeNode.start(FakeNode::asReplica)) {
            node.answer(command -> {
                if (command.equals("multi")) {
                    node.hangUp();
                }
                return FakeNode.asReplica(command);
            });

            assertThat(begin(new Promote(node.member("g"), replica("g", Incarnation.of(FakeNode.RUN_ID))), PATIENT)
                            .join())
                    .isEqualTo(new Sent.Maybe());
        }
    }

    private static boolean isDropped(RespClient client) {
        try {
            client.ask("PING");
            return false;
        } catch (UncheckedIOException closed) {
            return true;
        }
    }

    private static String syncs(RealRedis master) {
        return master.info("sync_full") + " " + master.info("sync_partial_ok");
    }

    private static Promote promote(RealRedis redis) {
        return new Promote(redis.member("b"), replica("b", incarnation(redis)));
    }

    private static Follow follow(RealRedis redis, RealRedis master) {
        return new Follow(redis.member("b"), as(redis), master.member("a"));
    }

    private static Presumption.Living as(RealRedis redis) {
        return redis.info("role").filter("master"::equals).isPresent()
                ? new Presumption.IsMaster(NodeId.of("b"), incarnation(redis))
                : replica("b", incarnation(redis));
    }

    private static Presumption.Living replica(String node, Incarnation incarnation) {
        return new Presumption.IsReplica(NodeId.of(node), incarnation);
    }

    private static Incarnation incarnation(RealRedis redis) {
        return Incarnation.of(redis.info("run_id").orElseThrow());
    }

    private static CompletableFuture<Sent> begin(dev.regroup.node.Command command, Duration deadline) {
        return nodes.send(command, deadline).toCompletableFuture();
    }

    private static Sent send(dev.regroup.node.Command command) {
        return begin(command, PATIENT).join();
    }
}
