package dev.regroup.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.coordinator.Bytes;
import dev.regroup.coordinator.Change;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Coordinator.Read;
import dev.regroup.coordinator.Leadership;
import dev.regroup.coordinator.Put;
import io.etcd.jetcd.Client;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What closing a coordinator, or the client it borrows, ends and leaves behind. */
class ClosingTest {

    private static final String KEY = "/regroup/groups/orders";

    private final EtcdMember member = EtcdMember.alone();

    @AfterEach
    void close() {
        member.close();
    }

    @Test
    void noThreadIsLeft() throws Exception {
        Set<Thread> before = threads();
        for (int i = 0; i < 5; i++) {
            try (EtcdCoordinator client = EtcdCoordinator.connect(member.patient())) {
                BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
                client.watch("/regroup/groups", heard::add);
                assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(new Change.All());
                client.campaign("reconciler", heard::add);
                assertThat(heard.poll(60, TimeUnit.SECONDS)).isInstanceOf(Leadership.Held.class);
                // Another one waits behind it.
                client.campaign("reconciler", leadership -> {});
            }
        }

        Members.await(() -> before.containsAll(threads()));
    }

    /** Returns those that nobody shares. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("regroup-etcd")
                        || thread.getName().startsWith("jetcd")
                        || thread.getName().startsWith("vert.x"))
                .collect(Collectors.toSet());
    }

    @Test
    void whatIsAskedWhileItIsClosedIsAnswered() {
        EtcdCoordinator client = EtcdCoordinator.connect(member.patient());
        Members.await(() -> done(client.read(KEY)) instanceof Read.Absent);

        List<CompletionStage<CommitOutcome>> commits =
                IntStream.range(0, 1_000).mapToObj(i -> put(client)).toList();
        List<CompletionStage<Read>> reads =
                IntStream.range(0, 1_000).mapToObj(i -> client.read(KEY)).toList();
        client.close();
        client.close();

        assertThat(commits)
                .allMatch(commit -> done(commit) instanceof CommitOutcome.Committed
                        || done(commit) instanceof CommitOutcome.Conflict
                        || done(commit) instanceof CommitOutcome.Unknown);
        assertThat(reads).allMatch(read -> !(done(read) instanceof Read.Refused));
        assertThat(done(put(client))).isInstanceOf(CommitOutcome.Unknown.class);
        assertThat(done(client.read(KEY))).isInstanceOf(Read.Unreachable.class);
    }

    @Test
    void aLeaderWhoseBorrowedClientIsClosedByItsOwnerHearsThatItLeadsNoMore() throws Exception {
        Client jetcd = Client.builder().target("ip:///" + member.address()).build();
        try (EtcdCoordinator client = EtcdCoordinator.using(jetcd)) {
            BlockingQueue<Leadership> heard = new LinkedBlockingQueue<>();
            client.campaign("reconciler", heard::add);
            Leadership next = heard.poll(60, TimeUnit.SECONDS);
            assertThat(next).isInstanceOf(Leadership.Held.class);

            jetcd.close();

            assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(new Leadership.Lost());
            assertThat(((Leadership.Held) next).remaining().get()).isZero();
            assertThat(done(put(client))).isInstanceOf(CommitOutcome.Unknown.class);
        }
    }

    @Test
    void aRegisterThatABorrowedClientCannotTakeInIsRefusedAlone() {
        try (EtcdCoordinator other = EtcdCoordinator.connect(member.patient());
                Client jetcd = Client.builder()
                        .target("ip:///" + member.address())
                        .maxInboundMessageSize(100_000)
                        .build();
                EtcdCoordinator client = EtcdCoordinator.using(jetcd)) {
            Members.await(() -> done(client.read(KEY)) instanceof Read.Absent);
            Put large = new Put(KEY, Bytes.of(new byte[1_000_000]));
            assertThat(done(other.commit(new Commit(List.of(), List.of(large), Optional.empty()))))
                    .isInstanceOf(CommitOutcome.Committed.class);

            CompletionStage<Read> read = client.read(KEY);
            CompletionStage<Read> beside = client.read("/regroup/groups/users");

            assertThat(done(read))
                    .isInstanceOfSatisfying(
                            Read.Refused.class,
                            refused -> assertThat(refused.cause()).contains("maxInboundMessageSize"));
            assertThat(done(beside)).isEqualTo(new Read.Absent());
        }
    }

    private static CompletionStage<CommitOutcome> put(EtcdCoordinator client) {
        return client.commit(new Commit(List.of(), List.of(new Put(KEY, Bytes.utf8("one"))), Optional.empty()));
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(120, TimeUnit.SECONDS).join();
    }
}
