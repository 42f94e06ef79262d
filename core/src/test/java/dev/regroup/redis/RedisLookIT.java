package dev.regroup.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Address;
import dev.regroup.model.Link;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Outcome;
import dev.regroup.model.Outcome.Refusal;
import dev.regroup.model.Outcome.Silence;
import dev.regroup.model.Position;
import dev.regroup.model.Role;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What looks at real nodes come to. */
final class RedisLookIT {

    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Outcome REFUSED = new Outcome.Silent(Silence.REFUSED);
    private static final Outcome TIMEOUT = new Outcome.Silent(Silence.TIMEOUT);
    private static final Outcome RESET = new Outcome.Silent(Silence.RESET);

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
    void aMasterAndItsReplicaTellAboutThemselves() {
        try (RealRedis a = RealRedis.start("repl-ping-replica-period 3");
                RealRedis b = RealRedis.startReplicaOf(a)) {
            a.ask("SET", "key", "value");
            awaitInSync(a, b);

            NodeInfo master = told(a.member("a"));
            NodeInfo replica = told(b.member("b"));

            assertThat(master.role()).isEqualTo(new Role.Master());
            assertThat(master.incarnation().value()).isEqualTo(a.info("run_id").orElseThrow());
            assertThat(master.pingPeriod()).isEqualTo(Duration.ofSeconds(3));
            assertThat(replica.pingPeriod()).isEqualTo(Duration.ofSeconds(10));
            assertThat(replica.role()).isInstanceOfSatisfying(Role.Replica.class, role -> {
                assertThat(role.of()).isEqualTo(a.address());
                assertThat(role.link()).isInstanceOf(Link.Up.class);
            });
            assertThat(replica.eligibility()).isEqualTo(NodeInfo.Eligibility.YES);
            assertThat(replica.position().compare(master.position())).isEqualTo(Position.Comparison.EQUAL);
        }
    }

    @Test
    void aNodeTellsOfItsPersistenceItsKeysAndWhetherItTakesWrites() {
        try (RealRedis a = RealRedis.start();
                RealRedis b = RealRedis.start("appendonly no", "min-replicas-to-write 1")) {
            assertThat(told(a.member("a")).contents()).isEqualTo(NodeInfo.Contents.EMPTY);
            a.ask("SET", "key", "value");

            assertThat(told(a.member("a")).contents()).isEqualTo(NodeInfo.Contents.SOME);
            assertThat(told(a.member("a")).persistence()).isEqualTo(NodeInfo.Persistence.APPEND_ONLY);
            assertThat(told(a.member("a")).writability()).isEqualTo(NodeInfo.Writability.WRITABLE);
            assertThat(told(b.member("b")).persistence()).isEqualTo(NodeInfo.Persistence.SNAPSHOT_OR_NONE);
            assertThat(told(b.member("b")).writability()).isEqualTo(NodeInfo.Writability.REFUSES_WRITES);
        }
    }

    @Test
    void aKilledNodeIsHeardOfAtOnceAndThenRefuses() {
        try (RealRedis a = RealRedis.start()) {
            Member member = a.member("a");
            AtomicInteger closed = new AtomicInteger();
            nodes.onClosed(member, closed::incrementAndGet);
            told(member);

            a.kill9();

            Eventually.holds("the listener is called", () -> closed.get() == 1);
            assertThat(look(member)).isEqualTo(REFUSED);
            assertThat(look(member)).isEqualTo(REFUSED);
            assertThat(closed).hasValue(1);
        }
    }

    /**
     * The system may end the connection of a killed process before it closes the socket that the process listened on; then the
     * second connection is reset, too, as the first one was.
     */
    @Test
    void aLookWhoseConnectionBreaksAsksAgainAtOnce() {
        Outcome outcome = outcomeOfALookThatBreaks();
        for (int again = 0; again < 20 && outcome.equals(RESET); again++) {
            outcome = outcomeOfALookThatBreaks();
        }
        assertThat(outcome).isEqualTo(REFUSED);
    }

    private Outcome outcomeOfALookThatBreaks() {
        try (RealRedis a = RealRedis.start()) {
            told(a.member("a"));
            a.pause();
            CompletableFuture<Outcome> underWay = begin(a.member("a"), PATIENT);

            a.kill9();

            return underWay.join();
        }
    }

    @Test
    void aFrozenNodeIsSilentAtTheDeadlineAndAnswersWhenItGoesOn() {
        try (RealRedis a = RealRedis.start()) {
            Member member = a.member("a");
            told(member);
            a.pause();
            long begun = System.nanoTime();

            assertThat(begin(member, SHORT).join()).isEqualTo(TIMEOUT);

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(SHORT);
            a.resume();
            assertThat(look(member)).isInstanceOf(Outcome.Answered.class);
        }
    }

    @Test
    void aNodeThatWantsAPasswordIsAlive() {
        try (RealRedis a = RealRedis.start("requirepass secret")) {
            assertThat(look(a.member("a")))
                    .isEqualTo(new Outcome.Uninformative(Refusal.AUTH, "NOAUTH Authentication required."));
        }
    }

    @Test
    void aNodeInAScriptIsAlive() {
        try (RealRedis a = RealRedis.start("busy-reply-threshold 10");
                RespClient script = RespClient.connect(a.port())) {
            told(a.member("a"));
            script.tell("EVAL", "while true do end", "0");

            Eventually.holds("the script runs", () -> a.ask("PING").startsWith("-BUSY"));

            assertThat(refusal(a.member("a"))).isEqualTo(Refusal.BUSY);
        }
    }

    @Test
    void aNodeWithoutAConnectionToSpareIsAliveEveryTime() {
        try (RealRedis a = RealRedis.start("maxclients 1");
                RespClient only = RespClient.connect(a.port())) {
            only.ask("PING");

            for (int i = 0; i < 50; i++) {
                assertThat(refusal(a.member("a"))).as("look %d", i).isEqualTo(Refusal.MAX_CLIENTS);
            }
        }
    }

    @Test
    void aLoadingNodeTellsSo() {
        try (RealRedis a = RealRedis.start("loading-process-events-interval-bytes 1024")) {
            loadSlowly(a);

            assertThat(told(a.member("a")).readiness()).isEqualTo(NodeInfo.Readiness.LOADING);
        }
    }

    @Test
    void aRestartFromTheAppendOnlyFileBeginsANewHistory() {
        try (RealRedis a = RealRedis.start();
                RealRedis b = RealRedis.startReplicaOf(a)) {
            a.ask("SET", "key", "value");
            awaitInSync(a, b);
            NodeInfo before = told(a.member("a"));
            b.kill9();
            a.kill9();
            a.restart();

            NodeInfo after = told(a.member("a"));
            assertThat(after.incarnation()).isNotEqualTo(before.incarnation());
            assertThat(after.position()).isInstanceOfSatisfying(Position.Known.class, position -> {
                assertThat(position.offsets()).containsExactly(0L);
                assertThat(position.ancestors()).isEmpty();
            });
            assertThat(after.position().compare(before.position())).isEqualTo(Position.Comparison.INCOMPARABLE);

            a.kill9();
            b.restart();
            NodeInfo orphan = told(b.member("b"));
            assertThat(orphan.role()).isEqualTo(new Role.Replica(a.address(), new Link.Down()));
            assertThat(b.info("slave_repl_offset")).contains("1");
            assertThat(orphan.position()).isEqualTo(Position.unknown());
        }
    }

    @Test
    void aNameWithoutAnAddressIsSilentAndHoldsUpNobody() {
        try (RealRedis a = RealRedis.start()) {
            told(a.member("a"));
            List<CompletableFuture<Outcome>> nowhere = IntStream.range(0, 20)
                    .mapToObj(i -> Member.of(NodeId.of("n" + i), Address.of("no-such-host-" + i + ".invalid", 6379)))
                    .map(member -> begin(member, Duration.ofSeconds(2)))
                    .collect(Collectors.toList());

            assertThat(begin(a.member("a"), PATIENT).join()).isInstanceOf(Outcome.Answered.class);
            assertThat(begin(a.member("again"), PATIENT).join()).isInstanceOf(Outcome.Answered.class);
            assertThat(nowhere).allSatisfy(look -> assertThat(look.join()).isEqualTo(TIMEOUT));
        }
    }

    @Test
    void aNodeIsFoundByItsName() throws UnknownHostException {
        try (RealRedis a = RealRedis.start("bind * -::*", "protected-mode no")) {
            String name = InetAddress.getLocalHost().getHostName();

            assertThat(look(Member.of(NodeId.of("a"), Address.of(name, a.port()))))
                    .isInstanceOf(Outcome.Answered.class);
        }
    }

    @Test
    void manyLooksNeedNoMoreThreadsAndEachIsAnswered() {
        try (RealRedis a = RealRedis.start()) {
            Member member = a.member("a");
            told(member);
            int threads = ours();
            List<CompletableFuture<Outcome>> looks = new ArrayList<>();

            for (int i = 0; i < 1_000; i++) {
                looks.add(begin(member, PATIENT));
            }

            assertThat(looks).allSatisfy(look -> assertThat(look.join()).isInstanceOf(Outcome.Answered.class));
            assertThat(ours()).isLessThanOrEqualTo(threads);
            assertThat(a.info("connected_clients")).contains("2");
        }
    }

    /** Makes its data set take a second to read, and kills and restarts it. */
    static void loadSlowly(RealRedis redis) {
        redis.ask("EVAL", "for i = 1, 10000 do redis.call('SET', 'key' .. i, i) end", "0");
        redis.kill9();
        redis.restart("key-load-delay 100");
        assertThat(redis.info("loading")).contains("1");
    }

    static void awaitInSync(RealRedis master, RealRedis replica) {
        Eventually.holds(
                "the replica is in sync",
                () -> replica.info("master_link_status").filter("up"::equals).isPresent()
                        && replica.info("slave_repl_offset").equals(master.info("master_repl_offset")));
    }

    private static int ours() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("lettuce")
                        || thread.getName().startsWith("regroup"))
                .count();
    }

    private static CompletableFuture<Outcome> begin(Member member, Duration deadline) {
        return nodes.look(member, deadline).toCompletableFuture();
    }

    private static Outcome look(Member member) {
        return begin(member, PATIENT).join();
    }

    private static NodeInfo told(Member member) {
        Outcome outcome = look(member);
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        return ((Outcome.Answered) outcome).info();
    }

    private static Refusal refusal(Member member) {
        Outcome outcome = look(member);
        assertThat(outcome).isInstanceOf(Outcome.Uninformative.class);
        return ((Outcome.Uninformative) outcome).refusal();
    }
}
