package dev.regroup.redis;

import static dev.regroup.redis.RedisLookIT.awaitInSync;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Link;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeInfo.Writability;
import dev.regroup.model.Outcome;
import dev.regroup.model.Position;
import dev.regroup.model.Presumption;
import dev.regroup.model.Role;
import dev.regroup.node.Command;
import dev.regroup.node.Command.Follow;
import dev.regroup.node.Command.Mode;
import dev.regroup.node.Sent;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The commands besides Promote and a plain Follow, and situations a Redis can be in, on real nodes. */
final class RedisCommandsIT {

    private static final Duration PATIENT = Duration.ofSeconds(10);
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
    void aDetachedReplicaKeepsItsDataAndItsClients() {
        try (RealRedis a = RealRedis.start();
                RealRedis b = RealRedis.startReplicaOf(a);
                RespClient client = RespClient.connect(b.port())) {
            a.ask("SET", "key", "value");
            awaitInSync(a, b);
            Command detach = new Command.Detach(b.member("b"), own(b));

            assertThat(send(detach)).isEqualTo(APPLIED);
            assertThat(send(detach)).isEqualTo(APPLIED);

            assertThat(b.info("role")).contains("master");
            assertThat(client.ask("GET", "key")).isEqualTo("value");
            assertThat(b.info("cmdstat_slaveof").orElseThrow()).startsWith("calls=1,");
        }
    }

    @Test
    void aPlainFollowContinuesAndAFullOneCopiesEverything() {
        try (RealRedis a = RealRedis.start();
                RealRedis b = RealRedis.startReplicaOf(a)) {
            awaitInSync(a, b);
            assertThat(a.info("sync_full")).contains("1");

            assertThat(send(new Follow(b.member("b"), own(b), a.member("a"), Mode.FULL)))
                    .isEqualTo(APPLIED);

            Eventually.holds(
                    "it copies", () -> a.info("sync_full").filter("2"::equals).isPresent());
            awaitInSync(a, b);
        }
    }

    @Test
    void aMasterThatFollowsInFullDiscardsItsData() {
        try (RealRedis a = RealRedis.start();
                RealRedis b = RealRedis.start()) {
            b.ask("SET", "own", "value");

            assertThat(send(new Follow(b.member("b"), own(b), a.member("a"), Mode.FULL)))
                    .isEqualTo(APPLIED);

            awaitInSync(a, b);
            assertThat(b.ask("GET", "own")).isEmpty();
        }
    }

    @Test
    void writesWaitWhileTheyArePaused() {
        try (RealRedis a = RealRedis.start();
                RespClient client = RespClient.connect(a.port())) {
            assertThat(send(new Command.PauseWrites(a.member("b"), own(a), Duration.ofMinutes(5))))
                    .isEqualTo(APPLIED);
            client.tell("SET", "key", "value");
            assertThat(a.ask("GET", "key")).isEmpty();

            assertThat(send(new Command.ResumeWrites(a.member("b"), own(a)))).isEqualTo(APPLIED);

            Eventually.holds(
                    "the write is carried out", () -> a.ask("GET", "key").equals("value"));
        }
    }

    @Test
    void aFencedMasterDropsItsClientsAndRefusesWritesForAWhile() {
        try (RealRedis a = RealRedis.start();
                RespClient client = RespClient.connect(a.port());
                RespClient late = RespClient.connect(a.port())) {
            client.ask("PING");

            assertThat(send(new Command.Fence(a.member("b"), own(a), Duration.ofMinutes(5))))
                    .isEqualTo(APPLIED);

            Eventually.holds("clients are dropped", () -> isDropped(client) && isDropped(late));
            try (RespClient writer = RespClient.connect(a.port())) {
                writer.tell("SET", "key", "value");
                assertThat(told(a.member("b")).role()).isEqualTo(new Role.Master());
                assertThat(a.ask("GET", "key")).isEmpty();
            }
        }
    }

    @Test
    void aPausedMasterCanBeCommanded() {
        try (RealRedis a = RealRedis.start();
                RealRedis b = RealRedis.start()) {
            a.ask("CLIENT", "PAUSE", "60000", "ALL");
            assertThat(b.ask("CLIENT", "PAUSE", "60000", "WRITE")).isEqualTo("OK");

            assertThat(send(new Follow(b.member("b"), own(b), a.member("a")))).isEqualTo(APPLIED);
        }
    }

    @Test
    void aMasterThatCannotSaveRefusesWrites() {
        try (RealRedis a = RealRedis.start("appendonly no", "save 3600 1")) {
            assertThat(told(a.member("b")).writability()).isEqualTo(Writability.WRITABLE);
            a.ask("SET", "key", "value");
            a.ask("CONFIG", "SET", "rdbcompression", "no");
            a.blockSnapshots();
            a.ask("BGSAVE");

            Eventually.holds(
                    "a write is refused", () -> a.ask("SET", "key", "value").startsWith("-MISCONF"));
            Eventually.holds("it is told", () -> told(a.member("b")).writability() == Writability.REFUSES_WRITES);
        }
    }

    @Test
    void aCycleOfTwoIsTakenApartByFollow() {
        try (RealRedis a = RealRedis.start();
                RealRedis b = RealRedis.startReplicaOf(a);
                RealRedis c = RealRedis.start()) {
            awaitInSync(a, b);
            a.ask("REPLICAOF", "127.0.0.1", Integer.toString(b.port()));

            assertThat(told(a.member("a")).role()).isInstanceOf(Role.Replica.class);
            assertThat(send(new Follow(a.member("b"), own(a), c.member("c")))).isEqualTo(APPLIED);
            awaitInSync(c, a);
        }
    }

    @Test
    void aReplicaOfItselfIsAReplicaWithoutALink() {
        try (RealRedis a = RealRedis.start()) {
            a.ask("REPLICAOF", "127.0.0.1", Integer.toString(a.port()));

            Eventually.holds(
                    "it is no link",
                    () -> told(a.member("a")).role().equals(new Role.Replica(a.address(), new Link.Down())));
            assertThat(send(new Command.Promote(a.member("b"), own(a)))).isEqualTo(APPLIED);
            assertThat(told(a.member("a")).role()).isEqualTo(new Role.Master());
        }
    }

    @Test
    void aRestartFromASnapshotKeepsItsHistoryAsAnAncestorAndALowerOffset() {
        try (RealRedis a = RealRedis.start("appendonly no");
                RealRedis b = RealRedis.startReplicaOf(a, "appendonly no")) {
            a.ask("SET", "key", "value");
            awaitInSync(a, b);
            Eventually.holds("it is saved", () -> a.ask("SAVE").equals("OK"));
            a.ask("SET", "key", "later");
            NodeInfo before = told(a.member("a"));
            a.kill9();
            a.restart();

            NodeInfo after = told(a.member("a"));
            assertThat(after.incarnation()).isNotEqualTo(before.incarnation());
            assertThat(after.contents()).isEqualTo(NodeInfo.Contents.SOME);
            Position.Known earlier = (Position.Known) before.position();
            assertThat(after.position().hasNoWritesOfItsOwn()).isTrue();
            assertThat(((Position.Known) after.position()).ancestors())
                    .singleElement()
                    .satisfies(ancestor -> {
                        assertThat(ancestor.history()).isEqualTo(earlier.history());
                        assertThat(ancestor.upTo()).isLessThan(earlier.offsets().get(0));
                    });
        }
    }

    @Test
    void anEmptyRestartIsEmpty() {
        try (RealRedis a = RealRedis.start("appendonly no")) {
            a.ask("SET", "key", "value");
            NodeInfo before = told(a.member("a"));
            a.kill9();
            a.restart();

            assertThat(before.contents()).isEqualTo(NodeInfo.Contents.SOME);
            assertThat(told(a.member("a")).contents()).isEqualTo(NodeInfo.Contents.EMPTY);
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

    private static Presumption.Living own(RealRedis redis) {
        NodeInfo info = told(redis.member("b"));
        return info.role() instanceof Role.Master
                ? new Presumption.IsMaster(NodeId.of("b"), info.incarnation())
                : new Presumption.IsReplica(NodeId.of("b"), info.incarnation());
    }

    private static NodeInfo told(Member member) {
        Outcome outcome = nodes.look(member, PATIENT).toCompletableFuture().join();
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        return ((Outcome.Answered) outcome).info();
    }

    private static Sent send(Command command) {
        return nodes.send(command, PATIENT).toCompletableFuture().join();
    }
}
