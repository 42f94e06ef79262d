package dev.regroup.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Address;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Outcome;
import dev.regroup.model.Presumption;
import dev.regroup.model.Role;
import dev.regroup.node.Command;
import dev.regroup.node.Command.Follow;
import dev.regroup.node.Command.Mode;
import dev.regroup.node.Sent;
import dev.regroup.node.Sent.Retry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Looks at and commands to what speaks as a Pika does. */
final class PikaNodesTest {

    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final Sent APPLIED = new Sent.Applied(List.of());
    private static final Member MASTER = Member.parse("m=10.0.0.1:9221");
    private static final Member OTHER = Member.parse("n=10.0.0.2:9221");

    private static RedisNodes nodes = RedisNodes.create();

    @BeforeAll
    static void open() {
        nodes.close();
        nodes = RedisNodes.create(Access.open().withReplication(Credentials.password("s3cret")));
    }

    @AfterAll
    static void close() {
        nodes.close();
    }

    @Test
    void inEachCapturedSituationTheStubAnswersByteByByteAsPikaDid() {
        List<PikaStub.Situation> situations = PikaStub.captured();
        for (PikaStub.Situation situation : situations) {
            try (PikaStub stub = situation.stub()) {
                assertThat(stub.asked("INFO", "replication"))
                        .as(situation.capture())
                        .isEqualTo(Captures.read("pika-v4.0.1/" + situation.capture()));
            }
        }
        assertThat(situations.stream().map(situation -> "pika-v4.0.1/" + situation.capture()))
                .containsExactlyInAnyOrderElementsOf(Captures.PIKA);
    }

    @Test
    void aLifeLastsOverConnectionsAndEndsWithTheProcess() {
        try (PikaStub pika = PikaStub.start()) {
            Incarnation first = told(pika.member("a")).incarnation();
            nodes.forget(pika.member("a"));
            Incarnation again = told(pika.member("a")).incarnation();
            pika.restarted();

            assertThat(first).isEqualTo(Incarnation.of(FakeNode.RUN_ID + "-1-1700000000"));
            assertThat(again).isEqualTo(first);
            assertThat(told(pika.member("a")).incarnation())
                    .isEqualTo(Incarnation.of(FakeNode.RUN_ID + "-1-1700000060"));
        }
    }

    @Test
    void aPromotionIsTwoCommandsAndTheSecondIsNothing() {
        try (PikaStub pika = PikaStub.start().following(MASTER.address(), "connected")) {
            Command promote = new Command.Promote(pika.member("a"), own(pika));

            assertThat(send(promote)).isEqualTo(APPLIED);
            assertThat(send(promote)).isEqualTo(APPLIED);

            assertThat(pika.commands()).containsExactly("slaveof no one", "config rewrite");
        }
    }

    @Test
    void whoFollowsGetsThePasswordOfTheMasterFirst() {
        try (PikaStub pika = PikaStub.start()) {
            Command follow = new Follow(pika.member("a"), own(pika), MASTER);

            assertThat(send(follow)).isEqualTo(APPLIED);
            assertThat(send(follow)).isEqualTo(APPLIED);

            assertThat(pika.commands())
                    .containsExactly("config set masterauth s3cret", "slaveof 10.0.0.1 9221", "config rewrite");
        }
    }

    @Test
    void whoHasReplicasMayTryLater() {
        try (PikaStub pika = PikaStub.start().fed("ip=10.0.0.2,port=1,conn_fd=1,lag=(db0:0)")) {
            assertThat(send(new Follow(pika.member("a"), own(pika), MASTER)))
                    .isEqualTo(new Sent.Rejected(Retry.LATER, "ERR already master of others, invalid usage"));
        }
    }

    @Test
    void aRoleThatCannotBePersistedIsAWarning() {
        try (PikaStub pika =
                PikaStub.start().following(MASTER.address(), "connected").withoutConfigFile()) {
            assertThat(send(new Command.Promote(pika.member("a"), own(pika))))
                    .isEqualTo(new Sent.Applied(List.of("CONFIG REWRITE: ERR Rewire CONFIG fail")));
        }
    }

    @Test
    void anOkWithoutEffectIsRejected() {
        try (PikaStub pika = PikaStub.start().following(Address.of("10.0.0.9", 9221), "connected")) {
            Member loopback = Member.parse("m=127.0.0.1:9221");

            assertThat(send(new Follow(pika.member("a"), own(pika), loopback)))
                    .isInstanceOfSatisfying(Sent.Rejected.class, rejected -> {
                        assertThat(rejected.retry()).isEqualTo(Retry.LATER);
                        assertThat(rejected.text()).startsWith("OK without effect: it is Replica[of=10.0.0.9:9221");
                    });
        }
    }

    @Test
    void aFullCopyFromTheSameMasterNeedsADetachAndAPause() {
        try (PikaStub pika = PikaStub.start().following(MASTER.address(), "error")) {
            Member a = pika.member("a");
            assertThat(send(new Follow(a, own(pika), MASTER, Mode.FULL)))
                    .isInstanceOfSatisfying(
                            Sent.NotSent.class,
                            notSent -> assertThat(notSent.reason()).contains("detached"));
            assertThat(send(new Command.Detach(a, own(pika)))).isEqualTo(APPLIED);

            Sent early = send(new Follow(a, own(pika), MASTER, Mode.FULL));

            assertThat(early).isInstanceOf(Sent.NotSent.class);
            Eventually.holds(
                    "the pause is over",
                    () -> send(new Follow(a, own(pika), MASTER, Mode.FULL)).equals(APPLIED));
            assertThat(pika.commands())
                    .containsExactly(
                            "slaveof no one",
                            "config rewrite",
                            "config set masterauth s3cret",
                            "slaveof 10.0.0.1 9221 force",
                            "config rewrite");
            assertThat(pika.isForceLatched()).isFalse();
        }
    }

    @Test
    void aFullCopyThatIsUnderWayIsLeftAlone() {
        try (PikaStub pika = PikaStub.start().following(MASTER.address(), "syncing_full")) {
            assertThat(send(new Follow(pika.member("a"), own(pika), MASTER, Mode.FULL)))
                    .isEqualTo(APPLIED);
            assertThat(pika.commands()).isEmpty();
        }
    }

    @Test
    void aReplicaInErrorFollowsAnotherMasterAtOnce() {
        try (PikaStub pika = PikaStub.start().following(OTHER.address(), "error")) {
            assertThat(send(new Follow(pika.member("a"), own(pika), MASTER, Mode.FULL)))
                    .isEqualTo(APPLIED);
            assertThat(pika.commands()).contains("slaveof 10.0.0.1 9221 force");
        }
    }

    @Test
    void afterAFenceTheConnectionIsNotUsedAgain() {
        try (PikaStub pika = PikaStub.start()) {
            Member a = pika.member("a");

            assertThat(send(new Command.Fence(a, own(pika), Duration.ofSeconds(5))))
                    .isEqualTo(new Sent.Applied(List.of("writes are not refused: a Pika cannot for a time")));

            assertThat(look(a, DEADLINE)).isInstanceOf(Outcome.Answered.class);
        }
    }

    @Test
    void clientsThatSomebodyElseDroppedAreNoMiss() {
        try (PikaStub pika = PikaStub.start()) {
            Member a = pika.member("a");
            AtomicInteger closed = new AtomicInteger();
            nodes.onClosed(a, closed::incrementAndGet);
            told(a);

            pika.killClients();

            assertThat(look(a, DEADLINE)).isInstanceOf(Outcome.Answered.class);
            assertThat(closed).hasValue(0);
        }
    }

    @Test
    void writesArePausedUntilTheyAreResumed() {
        try (PikaStub pika = PikaStub.start().withPauseWrite()) {
            Member a = pika.member("a");
            Command pause = new Command.PauseWrites(a, own(pika), Duration.ofSeconds(5));
            Command resume = new Command.ResumeWrites(a, own(pika));

            assertThat(send(pause)).isEqualTo(APPLIED);
            assertThat(send(pause)).isEqualTo(APPLIED);
            assertThat(told(a).writability()).isEqualTo(NodeInfo.Writability.REFUSES_WRITES);
            assertThat(send(resume)).isEqualTo(APPLIED);
            assertThat(send(resume)).isEqualTo(APPLIED);

            assertThat(pika.commands()).containsExactly("config set pause-write yes", "config set pause-write no");
        }
    }

    @Test
    void aReleasedPikaCannotPauseWrites() {
        try (PikaStub pika = PikaStub.start()) {
            assertThat(send(new Command.PauseWrites(pika.member("a"), own(pika), Duration.ofSeconds(5))))
                    .isEqualTo(new Sent.Rejected(Retry.NEVER, "ERR Unsupported CONFIG parameter: pause-write"));
        }
    }

    private static Presumption.Living own(PikaStub pika) {
        NodeInfo info = told(pika.member("a"));
        return info.role() instanceof Role.Master
                ? new Presumption.IsMaster(NodeId.of("a"), info.incarnation())
                : new Presumption.IsReplica(NodeId.of("a"), info.incarnation());
    }

    private static NodeInfo told(Member member) {
        Outcome outcome = look(member, PATIENT);
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        return ((Outcome.Answered) outcome).info();
    }

    private static Outcome look(Member member, Duration deadline) {
        return nodes.look(member, deadline).toCompletableFuture().join();
    }

    private static Sent send(Command command) {
        return nodes.send(command, PATIENT).toCompletableFuture().join();
    }
}
