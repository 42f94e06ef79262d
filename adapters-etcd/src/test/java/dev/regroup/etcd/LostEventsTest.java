package dev.regroup.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.coordinator.Bytes;
import dev.regroup.coordinator.Change;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Coordinator.Listing;
import dev.regroup.coordinator.Coordinator.Read;
import dev.regroup.coordinator.Put;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.api.WatchResponse;
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

/** A line that breaks once a watch is in place, and before it has told what it should begin with. */
class LostEventsTest {

    private static final String FOLDER = "/regroup/groups";
    private static final String KEY = "/regroup/groups/orders";

    private final EtcdMember member = EtcdMember.alone();
    private final BreakingWatches line = new BreakingWatches();
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
    void whatChangedBeforeTheLineBrokeIsHeardOfAfterItIsBack() throws Exception {
        put(KEY);
        Listing.Page page = (Listing.Page) done(client.list(FOLDER, Optional.empty()));
        put(KEY);
        put("/elsewhere");
        put("/elsewhere");
        BlockingQueue<Change> heard = new LinkedBlockingQueue<>();
        line.toBreak.set(1);

        client.watch(FOLDER, page.at(), heard::add);

        assertThat(heard.poll(60, TimeUnit.SECONDS)).isIn(new Change.Keys(List.of(KEY)), new Change.All());
        assertThat(line.toBreak).hasValueLessThanOrEqualTo(0);
    }

    private void put(String key) {
        Commit commit = new Commit(List.of(), List.of(new Put(key, Bytes.utf8("one"))), Optional.empty());
        assertThat(done(client.commit(commit))).isInstanceOf(CommitOutcome.Committed.class);
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** Ends a stream of watches at the first message that is more than that the watch is in place. */
    private static final class BreakingWatches implements ClientInterceptor {

        private final AtomicInteger toBreak = new AtomicInteger();

        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            ClientCall<Q, A> call = next.newCall(method, options);
            boolean isWatch = method.getFullMethodName().endsWith("/Watch");
            return isWatch && toBreak.getAndDecrement() > 0 ? new Breaking<>(call) : call;
        }
    }

    private static final class Breaking<Q, A> extends ForwardingClientCall.SimpleForwardingClientCall<Q, A> {

        Breaking(ClientCall<Q, A> call) {
            super(call);
        }

        @Override
        public void start(ClientCall.Listener<A> listener, Metadata headers) {
            super.start(
                    new ForwardingClientCallListener.SimpleForwardingClientCallListener<A>(listener) {
                        @Override
                        public void onMessage(A message) {
                            if (((WatchResponse) message).getCreated()) {
                                super.onMessage(message);
                            } else {
                                cancel("the line broke", null);
                            }
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
