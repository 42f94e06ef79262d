package dev.regroup.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Address;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import dev.regroup.model.Outcome;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Host names: who asks for their addresses, and when. */
final class NamesTest {

    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final String ELSEWHERE = FakeNode.RUN_ID.replace('0', 'f');

    @Test
    void aNodeWhoseNameHasANewAddressIsFoundThereOnReconnect() throws UnknownHostException {
        AtomicReference<InetAddress> address = new AtomicReference<>(InetAddress.getLoopbackAddress());
        Queue<String> askers = new ConcurrentLinkedQueue<>();
        try (FakeNode before = FakeNode.start(FakeNode::asReplica);
                FakeNode after = FakeNode.startOn(
                        InetAddress.getByName("127.0.0.2"),
                        port(before),
                        command -> FakeNode.asReplica(command).replace(FakeNode.RUN_ID, ELSEWHERE));
                RedisNodes nodes = RedisNodes.resolving(host -> {
                    askers.add(Thread.currentThread().getName());
                    return Objects.requireNonNull(address.get());
                })) {
            Member member = Member.of(NodeId.of("a"), Address.of("moving.invalid", port(before)));
            assertThat(runId(nodes, member)).isEqualTo(FakeNode.RUN_ID);
            assertThat(runId(nodes, member)).isEqualTo(FakeNode.RUN_ID);
            assertThat(askers).as("once for each connection").hasSize(1);

            address.set(InetAddress.getByName("127.0.0.2"));
            assertThat(runId(nodes, member)).as("the connection is open").isEqualTo(FakeNode.RUN_ID);
            before.hangUp();
            Eventually.holds("it is found", () -> runId(nodes, member).equals(ELSEWHERE));

            assertThat(after.visitors()).isEqualTo(1);
            assertThat(askers).hasSize(2).allMatch("regroup-redis-resolve"::equals);
        }
    }

    @Test
    void aNameServerThatDoesNotAnswerHoldsUpNoNodeWithAnAddress() {
        CountDownLatch asked = new CountDownLatch(4);
        CountDownLatch over = new CountDownLatch(1);
        try (FakeNode node = FakeNode.start(FakeNode::asReplica);
                RedisNodes nodes = RedisNodes.resolving(host -> {
                    asked.countDown();
                    return afterwards(over);
                })) {
            CompletableFuture<?>[] waiting = new CompletableFuture<?>[8];
            for (int i = 0; i < waiting.length; i++) {
                Member nameless = Member.of(NodeId.of("n" + i), Address.of("slow-" + i + ".invalid", 6379));
                waiting[i] = nodes.look(nameless, PATIENT).toCompletableFuture();
            }
            Eventually.holds("every thread for names waits", () -> asked.getCount() == 0);

            assertThat(runId(nodes, node.member("a"))).isEqualTo(FakeNode.RUN_ID);
            node.hangUp();
            assertThat(runId(nodes, node.member("a"))).isEqualTo(FakeNode.RUN_ID);

            assertThat(waiting).noneMatch(CompletableFuture::isDone);
            over.countDown();
        }
    }

    private static InetAddress afterwards(CountDownLatch over) throws UnknownHostException {
        try {
            over.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        throw new UnknownHostException("nowhere");
    }

    private static int port(FakeNode node) {
        return node.member("a").address().port();
    }

    private static String runId(RedisNodes nodes, Member member) {
        Outcome outcome = nodes.look(member, PATIENT).toCompletableFuture().join();
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        return ((Outcome.Answered) outcome).info().incarnation().value();
    }
}
