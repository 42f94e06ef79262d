package dev.regroup.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Outcome;
import dev.regroup.model.Outcome.Refusal;
import dev.regroup.model.Outcome.Silence;
import dev.regroup.model.Role;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Nodes that break the protocol: each look ends, none tells what is not so, and the next good answer is believed. */
final class HostileNodeTest {

    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(200);

    @Test
    void aPushMessageIsNoAnswer() {
        try (FakeNode node = FakeNode.start(on("info replication", text -> ">2\r\n+invalidate\r\n*0\r\n" + text));
                RedisNodes nodes = RedisNodes.create()) {
            for (int i = 0; i < 3; i++) {
                assertThat(look(nodes, node, PATIENT)).isInstanceOf(Outcome.Answered.class);
            }
        }
    }

    @Test
    void anAnswerTooManyIsNotTakenForThatToALaterQuestion() {
        AtomicInteger looks = new AtomicInteger();
        try (FakeNode node = FakeNode.start(command -> {
                    int look = command.equals("info replication") ? looks.incrementAndGet() : looks.get();
                    String answer = answer(command, look);
                    return command.equals("info keyspace") && look == 1 ? answer + FakeNode.bulk("one more") : answer;
                });
                RedisNodes nodes = RedisNodes.create()) {
            for (int i = 0; i < 4; i++) {
                int earlier = looks.get();
                Outcome outcome = look(nodes, node, PATIENT);
                assertThat(isUnparsable(outcome) || number(outcome) > earlier)
                        .as("look %d: %s", i, outcome)
                        .isTrue();
            }
            assertThat(look(nodes, node, PATIENT)).isInstanceOf(Outcome.Answered.class);
        }
    }

    @Test
    void anAnswerTooManyBeforeTheOthersIsNoticed() {
        try (FakeNode node = FakeNode.start(on("info replication", text -> FakeNode.bulk("one more") + text));
                RedisNodes nodes = RedisNodes.create()) {
            for (int i = 0; i < 3; i++) {
                assertThat(isUnparsable(look(nodes, node, PATIENT))).isTrue();
            }
            node.answer(FakeNode::asReplica);
            assertThat(look(nodes, node, PATIENT)).isInstanceOf(Outcome.Answered.class);
        }
    }

    @Test
    void arraysWithinArraysWithoutEndAreNotUnderstood() {
        try (FakeNode node = FakeNode.start(command -> "*1\r\n".repeat(100));
                FakeNode other = FakeNode.start(FakeNode::asReplica);
                RedisNodes nodes = RedisNodes.create()) {
            assertThat(look(nodes, node, SHORT)).isNotInstanceOf(Outcome.Answered.class);
            node.answer(FakeNode::asReplica);
            Eventually.holds(
                    "it is understood again",
                    () -> look(nodes, node, SHORT.multipliedBy(5)) instanceof Outcome.Answered);
            assertThat(look(nodes, other, PATIENT)).isInstanceOf(Outcome.Answered.class);
        }
    }

    @Test
    void aTextOfNegativeOrNoLengthIsNotUnderstood() {
        for (String reply : new String[] {
            "$-2\r\n", "$x\r\n", "$\r\n", "*-7\r\n", "*x\r\n", "\r\n", "%1\r\n", "=3\r\n", "(7\r\n", "_\r\n", "#t\r\n"
        }) {
            try (FakeNode node = FakeNode.start(command -> reply);
                    RedisNodes nodes = RedisNodes.create()) {
                assertThat(look(nodes, node, SHORT)).as(reply).isNotInstanceOf(Outcome.Answered.class);
                node.answer(FakeNode::asReplica);
                Eventually.holds(
                        reply + ": it is understood again",
                        () -> look(nodes, node, SHORT.multipliedBy(5)) instanceof Outcome.Answered);
            }
        }
    }

    @Test
    void aTextOfAnyAnnouncedLengthTakesNoMoreThanWhatHasCome() {
        try (FakeNode node = FakeNode.start(command -> "$2147483647\r\n# Replication\r\n");
                RedisNodes nodes = RedisNodes.create()) {
            assertThat(look(nodes, node, SHORT)).isNotInstanceOf(Outcome.Answered.class);
        }
    }

    @Test
    void anInfoOfManyMegabytesIsReadOrRefused() {
        String lines = "unknown_key:some value that is of no use\r\n".repeat(100_000);
        try (FakeNode node = FakeNode.start(
                        on("info server", text -> FakeNode.bulk("run_id:" + FakeNode.RUN_ID + "\r\n" + lines)));
                RedisNodes nodes = RedisNodes.create()) {
            assertThat(look(nodes, node, PATIENT)).isInstanceOf(Outcome.Answered.class);
        }
        String tooMany = lines.repeat(5);
        try (FakeNode node = FakeNode.start(on("info server", text -> FakeNode.bulk(tooMany)));
                RedisNodes nodes = RedisNodes.create()) {
            assertThat(look(nodes, node, PATIENT))
                    .isEqualTo(new Outcome.Uninformative(Refusal.UNPARSABLE, "the answer has no end"));
        }
    }

    @Test
    void halfAnAnswerAndThenNothingIsSilence() {
        AtomicBoolean isWhole = new AtomicBoolean();
        try (FakeNode node = FakeNode.start(command -> {
                    String whole = FakeNode.asReplica(command);
                    return isWhole.get() || !command.equals("info replication")
                            ? whole
                            : whole.substring(0, whole.length() / 2) + FakeNode.THEN_CLOSED;
                });
                RedisNodes nodes = RedisNodes.create()) {
            assertThat(look(nodes, node, PATIENT)).isEqualTo(new Outcome.Silent(Silence.RESET));
            assertThat(node.visitors()).isEqualTo(2);
            isWhole.set(true);
            assertThat(look(nodes, node, PATIENT)).isInstanceOf(Outcome.Answered.class);
        }
    }

    @Test
    void anAnswerThatComesAfterItsLookIsNotTakenForThatOfTheNext() {
        CountDownLatch released = new CountDownLatch(1);
        AtomicInteger looks = new AtomicInteger();
        try (FakeNode node = FakeNode.start(command -> {
                    int look = command.equals("info replication") ? looks.incrementAndGet() : looks.get();
                    if (look == 1 && command.equals("info keyspace")) {
                        await(released);
                    }
                    return answer(command, look);
                });
                RedisNodes nodes = RedisNodes.create()) {
            CompletableFuture<Outcome> first =
                    nodes.look(node.member("a"), SHORT).toCompletableFuture();
            Outcome ended = first.join();
            released.countDown();

            assertThat(ended instanceof Outcome.Silent || number(ended) == 2)
                    .as("%s", ended)
                    .isTrue();
            for (int i = 0; i < 3; i++) {
                int earlier = looks.get();
                assertThat(number(look(nodes, node, PATIENT))).isGreaterThan(earlier);
            }
        }
    }

    @Test
    void whatHangsUpAfterEveryAnswerIsAskedOnceForEachLook() {
        try (FakeNode node = FakeNode.start(on("config get binlog-file-size", text -> text + FakeNode.THEN_CLOSED));
                RedisNodes nodes = RedisNodes.create()) {
            for (int i = 1; i <= 20; i++) {
                assertThat(look(nodes, node, PATIENT)).isInstanceOf(Outcome.Answered.class);
                int looks = i;
                Eventually.holds("it has hung up", () -> node.leavers() == looks);
            }
            assertThat(node.visitors()).isEqualTo(20);
        }
    }

    @Test
    void noPartOfALongSecretIsRepeated() {
        String secret = "s3cret-" + "x".repeat(200);
        Access access =
                Access.open().withCredentials(List.of(Credentials.password("s3cret-x"), Credentials.password(secret)));

        assertThat(access.scrubbed("ERR unknown command 'auth', with args: '" + secret.substring(0, 128) + "'"))
                .isEqualTo("ERR unknown command 'auth', with args: '(secret)'");
        assertThat(access.scrubbed("ERR " + secret + " or s3cret-x")).isEqualTo("ERR (secret) or (secret)");
    }

    @Test
    void whatHoldsAnAnswerNeverPrintsIt() {
        ElementsOutput output = new ElementsOutput();
        output.multi(1);
        output.setError(ByteBuffer.wrap("ERR s3cret".getBytes(StandardCharsets.US_ASCII)));

        assertThat(output.toString()).doesNotContain("s3cret");
    }

    private static Function<String, String> on(String question, UnaryOperator<String> change) {
        return command ->
                command.equals(question) ? change.apply(FakeNode.asReplica(command)) : FakeNode.asReplica(command);
    }

    /** The master's address tells which look it was an answer to. */
    private static String answer(String command, int look) {
        return command.equals("info replication")
                ? FakeNode.bulk("# Replication\r\nrole:slave\r\nmaster_host:10.0.0." + look
                        + "\r\nmaster_port:1\r\nmaster_link_status:down\r\n")
                : FakeNode.asReplica(command);
    }

    /** Returns which look it is an answer to. */
    private static int number(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        Role.Replica role = (Role.Replica) ((Outcome.Answered) outcome).info().role();
        String host = role.of().host();
        return Integer.parseInt(host.substring(host.lastIndexOf('.') + 1));
    }

    private static boolean isUnparsable(Outcome outcome) {
        return outcome instanceof Outcome.Uninformative told && told.refusal() == Refusal.UNPARSABLE;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Outcome look(RedisNodes nodes, FakeNode node, Duration deadline) {
        return nodes.look(node.member("a"), deadline).toCompletableFuture().join();
    }
}
