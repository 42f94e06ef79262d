package dev.regroup.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.coordinator.Bytes;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator.Check;
import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Coordinator.Read;
import dev.regroup.coordinator.Leadership;
import dev.regroup.coordinator.Put;
import io.etcd.jetcd.Client;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall;
import io.grpc.ForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A line that breaks at one transaction, right after it was answered. */
class LostAnswerTest {

    private static final String KEY = "/regroup/groups/orders";

    private final EtcdMember member = EtcdMember.alone();
    private final LosingAnswers line = new LosingAnswers();
    private final Client jetcd = Client.builder()
            .target("ip:///" + member.address())
            .interceptor(line)
            .build();
    private final EtcdCoordinator client = EtcdCoordinator.using(jetcd);

    /** The first connection of a program takes its time. */
    @BeforeEach
    void connect() {
        Members.await(() -> done(client.read(KEY)) instanceof Read.Absent);
    }

    @AfterEach
    void close() {
        client.close();
        jetcd.close();
        member.close();
    }

    @Test
    void aCommitWhoseAnswerIsLostIsUnknownAndWasDoneOnce() {
        commit(List.of(Check.absent(KEY)), "one");
        Read.Found before = (Read.Found) done(client.read(KEY));
        line.toLose.set(1);
        int sent = line.transactions.get();

        CommitOutcome outcome = commit(List.of(Check.at(KEY, before.register().version())), "two");

        assertThat(outcome).isInstanceOf(CommitOutcome.Unknown.class);
        assertThat(line.transactions.get() - sent).isEqualTo(1);
        Read.Found after = (Read.Found) done(client.read(KEY));
        assertThat(after.register().value()).isEqualTo(Bytes.utf8("two"));
        assertThat(Versions.parse(after.register().version()).orElseThrow().revision())
                .isEqualTo(Versions.parse(before.register().version())
                                .orElseThrow()
                                .revision()
                        + 1);
    }

    @Test
    void aCandidateWhoseKeyWasPutWithoutItsKnowingDoesNotWaitForItself() throws Exception {
        line.toLose.set(1);
        BlockingQueue<Leadership> heard = new LinkedBlockingQueue<>();

        client.campaign("reconciler", heard::add);

        assertThat(heard.poll(60, TimeUnit.SECONDS)).isInstanceOf(Leadership.Held.class);
        assertThat(line.toLose).hasValueLessThanOrEqualTo(0);
    }

    private CommitOutcome commit(List<Check> checks, String value) {
        return done(client.commit(new Commit(checks, List.of(new Put(KEY, Bytes.utf8(value))), Optional.empty())));
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** Tells the caller of a transaction that the connection broke, once the member has done it and answered. */
    private static final class LosingAnswers implements ClientInterceptor {

        private final AtomicInteger toLose = new AtomicInteger();
        private final AtomicInteger transactions = new AtomicInteger();

        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            ClientCall<Q, A> call = next.newCall(method, options);
            if (!method.getFullMethodName().endsWith("/Txn")) {
                return call;
            }
            transactions.incrementAndGet();
            return toLose.getAndDecrement() > 0 ? new Losing<>(call) : call;
        }
    }

    private static final class Losing<Q, A> extends ForwardingClientCall.SimpleForwardingClientCall<Q, A> {

        Losing(ClientCall<Q, A> call) {
            super(call);
        }

        @Override
        public void start(ClientCall.Listener<A> listener, Metadata headers) {
            super.start(
                    new ForwardingClientCallListener.SimpleForwardingClientCallListener<A>(listener) {
                        @Override
                        public void onMessage(A lost) {
                            // That is what is lost.
                        }

                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            super.onClose(Status.UNAVAILABLE.withDescription("the line broke"), trailers);
                        }
                    },
                    headers);
        }
    }
}
