package dev.regroup.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Address;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import dev.regroup.model.Outcome;
import dev.regroup.model.Outcome.Refusal;
import dev.regroup.model.Outcome.Silence;
import dev.regroup.model.Presumption;
import dev.regroup.node.Command.Follow;
import dev.regroup.node.Command.Promote;
import dev.regroup.node.Sent;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Connections of {@link RedisNodes}: opening, giving up, closing. */
final class RedisNodesTest {

    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Outcome LOST = new Outcome.Silent(Silence.RESET);
    private static final Outcome TIMEOUT = new Outcome.Silent(Silence.TIMEOUT);

    @Test
    void aConnectionThatStaysSilentIsReplaced() {
        try (FakeNode node = FakeNode.start(command -> FakeNode.SILENCE);
                RedisNodes nodes = RedisNodes.create()) {
            AtomicInteger closed = new AtomicInteger();
            nodes.onClosed(node.member("a"), closed::incrementAndGet);
            node.answer(command -> node.visitors() < 2 ? FakeNode.SILENCE : FakeNode.asReplica(command));

            Eventually.holds("a second connection is answered", () -> {
                Outcome outcome = look(nodes, node, SHORT);
                assertThat(outcome.equals(TIMEOUT) || outcome instanceof Outcome.Answered)
                        .as("%s", outcome)
                        .isTrue();
                return outcome instanceof Outcome.Answered;
            });
            Eventually.holds("only the last one stays", () -> node.leavers() == node.visitors() - 1);
            assertThat(closed).hasValue(0);
        }
    }

    @Test
    void aConnectionThatAwaitsTheAnswerToACommandIsNotGivenUp() {
        AtomicInteger commands = new AtomicInteger();
        try (FakeNode node = FakeNode.start(command -> {
                    commands.addAndGet(command.equals("exec") ? 1 : 0);
                    return FakeNode.asReplica(command);
                });
                RedisNodes nodes = RedisNodes.create()) {
            look(nodes, node, PATIENT);
            CompletableFuture<Sent> sent = nodes.send(
                            new Promote(node.member("a"), replica("a", Incarnation.of(FakeNode.RUN_ID))),
                            Duration.ofSeconds(3))
                    .toCompletableFuture();
            Eventually.holds("the command is written", () -> commands.get() == 1);
            node.answer(command -> FakeNode.SILENCE);
            for (int i = 0; i < 5; i++) {
                assertThat(look(nodes, node, SHORT)).isEqualTo(TIMEOUT);
            }

            assertThat(sent.join()).isEqualTo(new Sent.Maybe());
            Eventually.holds("each of the looks took its own back", () -> node.leavers() == node.visitors() - 1);
        }
    }

    @Test
    void anAttemptThatOutlivesItsLookServesTheNext() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (FakeNode node = FakeNode.listen(1, FakeNode::asReplica);
                RedisNodes nodes = RedisNodes.create();
                Socket first = new Socket(loopback, node.member("a").address().port());
                Socket second = new Socket(loopback, node.member("a").address().port())) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            for (int i = 0; i < 3; i++) {
                assertThat(look(nodes, node, SHORT)).isEqualTo(TIMEOUT);
            }

            node.receive();

            assertThat(look(nodes, node, PATIENT)).isInstanceOf(Outcome.Answered.class);
            assertThat(node.visitors()).isEqualTo(3);
        }
    }

    @Test
    void aMasterIsNamedAsItsMemberIs() {
        Queue<String> commands = new ConcurrentLinkedQueue<>();
        Member master = Member.of(NodeId.of("m"), Address.parse("[fe80::1]:6379"));
        try (FakeNode node = FakeNode.start(command -> {
                    commands.add(command);
                    return FakeNode.asReplica(command);
                });
                RedisNodes nodes = RedisNodes.create()) {
            nodes.send(new Follow(node.member("a"), replica("a", Incarnation.of(FakeNode.RUN_ID)), master), PATIENT);

            Eventually.holds("the command is written", () -> commands.contains("exec"));
        }
        assertThat(commands)
                .containsSubsequence(
                        "multi", "slaveof fe80::1 6379", "config rewrite", "client kill type normal", "exec");
    }

    @Test
    void aLineWithoutEndIsNotUnderstoodAndHoldsUpNobody() {
        String endless = "+" + "x".repeat(50_000);
        try (FakeNode babbler = FakeNode.start(command -> endless);
                FakeNode other = FakeNode.start(FakeNode::asReplica);
                RedisNodes nodes = RedisNodes.create()) {
            look(nodes, other, PATIENT);
            for (int i = 0; i < 20; i++) {
                assertThat(look(nodes, babbler, PATIENT))
                        .isEqualTo(new Outcome.Uninformative(Refusal.UNPARSABLE, "the answer has no end"));
                assertThat(look(nodes, other, PATIENT)).isInstanceOf(Outcome.Answered.class);
            }
        }
    }

    @Test
    void anArrayOfAnyLengthTakesNoMoreThanWhatHasCome() {
        try (FakeNode node = FakeNode.start(
                        command -> command.startsWith("config get") ? "*2147483647\r\n" : FakeNode.asReplica(command));
                RedisNodes nodes = RedisNodes.create()) {
            assertThat(look(nodes, node, SHORT)).isEqualTo(TIMEOUT);
        }
    }

    @Test
    void theFirstLookInAJvmWaitsForTheClassesToBeLoaded() {
        try (FakeNode node = FakeNode.start(FakeNode::asReplica);
                RedisNodes nodes = RedisNodes.create()) {
            assertThat(look(nodes, node, Duration.ofSeconds(1))).isInstanceOf(Outcome.Answered.class);
        }
    }

    @Test
    void aConnectionThatIsNotAnsweredAnyMoreIsNoMiss() {
        try (FakeNode node = FakeNode.start(FakeNode::asReplica);
                RedisNodes nodes = RedisNodes.create()) {
            AtomicInteger closed = new AtomicInteger();
            nodes.onClosed(node.member("a"), closed::incrementAndGet);
            assertThat(look(nodes, node, PATIENT)).isInstanceOf(Outcome.Answered.class);

            node.ignoreVisitors();

            assertThat(look(nodes, node, Duration.ofSeconds(4))).isInstanceOf(Outcome.Answered.class);
            Eventually.holds("the dead one is closed", () -> node.leavers() == 1);
            assertThat(closed).hasValue(0);
        }
    }

    @Test
    void whatIsNoRedisIsNotUnderstood() {
        try (FakeNode node = FakeNode.start(command -> "HTTP/1.1 400 Bad Request\r\n\r\n");
                RedisNodes nodes = RedisNodes.create()) {
            assertThat(look(nodes, node, PATIENT))
                    .isInstanceOfSatisfying(
                            Outcome.Uninformative.class,
                            outcome -> assertThat(outcome.refusal()).isEqualTo(Refusal.UNPARSABLE));
        }
    }

    @Test
    void aReplyOfAnotherKindIsNotUnderstood() {
        try (FakeNode node = FakeNode.start(command -> ":1\r\n");
                RedisNodes nodes = RedisNodes.create()) {
            assertThat(look(nodes, node, PATIENT))
                    .isInstanceOfSatisfying(
                            Outcome.Uninformative.class,
                            outcome -> assertThat(outcome.refusal()).isEqualTo(Refusal.UNPARSABLE));
        }
    }

    @Test
    void aConnectionThatTheNodeClosesBetweenLooksIsNoMiss() {
        try (FakeNode node = FakeNode.start(FakeNode::asReplica);
                RedisNodes nodes = RedisNodes.create()) {
            for (int i = 0; i < 300; i++) {
                assertThat(look(nodes, node, PATIENT)).as("look %s", i).isInstanceOf(Outcome.Answered.class);
                node.hangUp();
            }
        }
    }

    @Test
    void aListenerForClosedConnectionsMayThrowAnything() {
        try (FakeNode node = FakeNode.start(FakeNode::asReplica);
                RedisNodes nodes = RedisNodes.create()) {
            AtomicInteger closed = new AtomicInteger();
            nodes.onClosed(node.member("a"), () -> {
                closed.incrementAndGet();
                throw new AssertionError("no");
            });
            for (int i = 1; i <= 2; i++) {
                assertThat(look(nodes, node, PATIENT)).isInstanceOf(Outcome.Answered.class);
                node.hangUp();
                int times = i;
                Eventually.holds("the listener is called", () -> closed.get() == times);
            }
        }
    }

    @Test
    void thePingPeriodIsAskedOncePerConnection() {
        AtomicInteger asked = new AtomicInteger();
        try (FakeNode node = FakeNode.start(command -> {
                    asked.addAndGet(command.startsWith("config get repl-ping") ? 1 : 0);
                    return FakeNode.asReplica(command);
                });
                RedisNodes nodes = RedisNodes.create()) {
            for (int i = 0; i < 3; i++) {
                assertThat(look(nodes, node, PATIENT))
                        .isInstanceOfSatisfying(
                                Outcome.Answered.class,
                                answered ->
                                        assertThat(answered.info().pingPeriod()).isEqualTo(Duration.ofSeconds(7)));
            }
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void forgettingANodeEndsWhatIsUnderWayWithoutAWordToTheListener() {
        try (FakeNode node = FakeNode.start(command -> FakeNode.SILENCE);
                RedisNodes nodes = RedisNodes.create()) {
            AtomicInteger closed = new AtomicInteger();
            nodes.onClosed(node.member("a"), closed::incrementAndGet);
            CompletableFuture<Outcome> underWay =
                    nodes.look(node.member("a"), PATIENT).toCompletableFuture();
            Eventually.holds("the node is asked", () -> node.visitors() == 1);

            nodes.forget(node.member("a"));
            nodes.forget(node.member("a"));

            assertThat(underWay.join()).isEqualTo(LOST);
            assertThat(closed).hasValue(0);
        }
    }

    @Test
    void closingEndsWhatIsUnderWayAndEveryThread() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (FakeNode node = FakeNode.start(command -> FakeNode.SILENCE)) {
            RedisNodes nodes = RedisNodes.create();
            CompletableFuture<Outcome> underWay =
                    nodes.look(node.member("a"), PATIENT).toCompletableFuture();
            Eventually.holds("the node is asked", () -> node.visitors() == 1);

            nodes.close();
            nodes.close();

            assertThat(underWay.join()).isEqualTo(LOST);
            assertThat(look(nodes, node, PATIENT)).isEqualTo(LOST);
            assertThat(nodes.send(new Promote(node.member("a"), replica("a", Incarnation.of("1"))), PATIENT)
                            .toCompletableFuture()
                            .join())
                    .isEqualTo(new Sent.NotSent("closed"));
            Eventually.holds(
                    "no thread of ours is left",
                    () -> Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> !before.contains(thread))
                            .filter(thread -> thread.getName().startsWith("lettuce")
                                    || thread.getName().startsWith("regroup"))
                            .collect(Collectors.toSet())
                            .isEmpty());
        }
    }

    @Test
    void closingKeepsAnInterruption() {
        RedisNodes nodes = RedisNodes.create();
        Thread.currentThread().interrupt();

        nodes.close();

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void borrowedResourcesOutliveTheNodes() throws Exception {
        ClientResources resources = DefaultClientResources.create();
        try (FakeNode node = FakeNode.start(FakeNode::asReplica)) {
            for (int i = 0; i < 2; i++) {
                try (RedisNodes nodes = RedisNodes.using(resources)) {
                    assertThat(look(nodes, node, PATIENT)).isInstanceOf(Outcome.Answered.class);
                }
            }
        } finally {
            assertThat(resources.shutdown(0, 2, TimeUnit.SECONDS).get()).isTrue();
        }
    }

    private static Presumption.Living replica(String node, Incarnation incarnation) {
        return new Presumption.IsReplica(NodeId.of(node), incarnation);
    }

    private static Outcome look(RedisNodes nodes, FakeNode node, Duration deadline) {
        return nodes.look(node.member("a"), deadline).toCompletableFuture().join();
    }
}
