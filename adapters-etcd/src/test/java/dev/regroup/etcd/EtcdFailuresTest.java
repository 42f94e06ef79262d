package dev.regroup.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regroup.coordinator.Bytes;
import dev.regroup.coordinator.Change;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator.Check;
import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Coordinator.Listing;
import dev.regroup.coordinator.Coordinator.Read;
import dev.regroup.coordinator.Leadership;
import dev.regroup.coordinator.Put;
import dev.regroup.coordinator.Revision;
import dev.regroup.model.InvalidConfiguration;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a real member's failures and refusals look like to whoever uses the coordinator. */
class EtcdFailuresTest {

    private static final String FOLDER = "/regroup/groups";
    private static final String KEY = "/regroup/groups/orders";
    private static final String OTHER = "/regroup/groups/users";

    private static final String TRANSACTIONS =
            "grpc_server_started_total{grpc_method=\"Txn\"," + "grpc_service=\"etcdserverpb.KV\",grpc_type=\"unary\"}";

    private final EtcdMember member = EtcdMember.alone();
    private final List<EtcdCoordinator> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(EtcdCoordinator::close);
        member.close();
    }

    @Test
    void whileTheServerIsAwayNothingIsKnownAndAfterItsRestartTheOneWatchGoesOn() throws Exception {
        EtcdCoordinator client = connect();
        put(client, KEY, "one");
        BlockingQueue<Change> heard = new LinkedBlockingQueue<>();
        client.watch(FOLDER, heard::add);
        assertThat(next(heard)).isEqualTo(new Change.All());

        member.kill();
        assertThat(awaitUnreachable(client).cause()).contains(member.address());
        assertThat(put(client, KEY, "two")).isInstanceOf(CommitOutcome.Unknown.class);
        assertThat(done(client.list(FOLDER, Optional.empty()))).isInstanceOf(Listing.Unreachable.class);
        member.start(member.peer());
        member.awaitHealth();

        awaitFound(client, "one");
        assertThat(put(client, KEY, "three")).isInstanceOf(CommitOutcome.Committed.class);
        awaitKeys(heard, KEY);
        Members.await(() -> member.metric("etcd_debugging_mvcc_watcher_total") == 1);
    }

    @Test
    void aWatchFromWhatWasCompactedHearsThatEverythingMayHaveChangedAndGoesOn() throws Exception {
        EtcdCoordinator client = connect();
        put(client, KEY, "one");
        Revision old = ((Listing.Page) done(client.list(FOLDER, Optional.empty()))).at();
        for (int i = 0; i < 10; i++) {
            put(client, OTHER, "write " + i);
        }
        long now = Long.parseLong(((Listing.Page) done(client.list(FOLDER, Optional.empty())))
                .at()
                .value());
        client.client()
                .getKVClient()
                .compact(now)
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        BlockingQueue<Change> heard = new LinkedBlockingQueue<>();

        client.watch(FOLDER, old, heard::add);

        assertThat(next(heard)).isEqualTo(new Change.All());
        put(client, KEY, "two");
        put(client, OTHER, "last");
        awaitKeys(heard, KEY, OTHER);
    }

    @Test
    void aLeaderThatIsCutOffLosesItsGuaranteeBeforeItsLeaseCanEndAndLeadsAnewAfterwards() throws Exception {
        Duration lease = Duration.ofSeconds(10);
        EtcdCoordinator client = connect(EtcdCluster.at(member.address()).withLease(lease));
        BlockingQueue<Leadership> heard = new LinkedBlockingQueue<>();
        client.campaign("reconciler", heard::add);
        Leadership.Held before = (Leadership.Held) next(heard);
        assertThat(before.remaining().get())
                .isLessThanOrEqualTo(lease.dividedBy(3).multipliedBy(2));

        member.freeze();
        assertThat(next(heard)).isEqualTo(new Leadership.Lost());
        assertThat(before.remaining().get()).isZero();
        member.thaw();

        Leadership.Held again = (Leadership.Held) next(heard);
        assertThat(again.fence().token()).isNotEqualTo(before.fence().token());
        assertThat(fenced(client, again)).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(fenced(client, before)).isInstanceOf(CommitOutcome.Conflict.class);
    }

    @Test
    void aCommitThatAFrozenServerDoesNotAnswerIsUnknownAndReadingTells() {
        assertThat(put(connect(), KEY, "one")).isInstanceOf(CommitOutcome.Committed.class);
        EtcdCoordinator client = connect(EtcdCluster.at(member.address()).withTimeout(Duration.ofMillis(500)));
        member.freeze();

        assertThat(put(client, KEY, "two")).isInstanceOf(CommitOutcome.Unknown.class);
        member.thaw();

        Members.await(() -> done(client.read(KEY)) instanceof Read.Found found
                && List.of("one", "two").contains(found.register().value().toString()));
    }

    @Test
    void aLeaderWhoseKeySomebodyRemovedHearsSoAndCampaignsAgain() throws Exception {
        EtcdCoordinator client = connect();
        BlockingQueue<Leadership> heard = new LinkedBlockingQueue<>();
        client.campaign("reconciler", heard::add);
        Leadership.Held before = (Leadership.Held) next(heard);
        String key = Contender.key(before.fence()).orElseThrow();

        client.client()
                .getKVClient()
                .delete(ByteSequence.from(key, StandardCharsets.UTF_8))
                .orTimeout(60, TimeUnit.SECONDS)
                .join();

        assertThat(next(heard)).isEqualTo(new Leadership.Lost());
        assertThat(before.remaining().get()).isZero();
        Leadership.Held again = (Leadership.Held) next(heard);
        assertThat(fenced(client, before)).isInstanceOf(CommitOutcome.Conflict.class);
        assertThat(fenced(client, again)).isInstanceOf(CommitOutcome.Committed.class);
    }

    @Test
    void aKeyThatWasCreatedAgainUnderTheNameOfAnEndedLeadershipProvesNothing() throws Exception {
        EtcdCoordinator client = connect();
        BlockingQueue<Leadership> heard = new LinkedBlockingQueue<>();
        client.campaign("reconciler", heard::add);
        Leadership.Held before = (Leadership.Held) next(heard);
        ByteSequence key = ByteSequence.from(Contender.key(before.fence()).orElseThrow(), StandardCharsets.UTF_8);

        client.client()
                .getKVClient()
                .delete(key)
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        client.client()
                .getKVClient()
                .put(key, ByteSequence.EMPTY)
                .orTimeout(60, TimeUnit.SECONDS)
                .join();

        assertThat(fenced(client, before)).isInstanceOf(CommitOutcome.Conflict.class);
        assertThat(next(heard)).isEqualTo(new Leadership.Lost());
    }

    @Test
    void moreOperationsThanOneTransactionTakesAreRefusedBeforeAnythingIsSent() {
        EtcdCoordinator client = connect();
        List<Put> puts = IntStream.range(0, 129)
                .mapToObj(i -> new Put(FOLDER + "/g" + i, Bytes.utf8("one")))
                .toList();
        put(client, KEY, "one");
        long sent = member.metric(TRANSACTIONS);

        CommitOutcome outcome = done(client.commit(new Commit(List.of(), puts, Optional.empty())));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        CommitOutcome.Refused.class,
                        refused -> assertThat(refused.cause()).contains("129", "128", "--max-txn-ops"));
        assertThat(member.metric(TRANSACTIONS)).isEqualTo(sent).isPositive();
        assertThat(done(client.commit(new Commit(List.of(), puts.subList(0, 128), Optional.empty()))))
                .isInstanceOf(CommitOutcome.Committed.class);
    }

    @Test
    void aConflictTellsTheCheckedRegistersAsTheyAre() {
        EtcdCoordinator client = connect();
        put(client, KEY, "one");
        Read.Found found = (Read.Found) done(client.read(KEY));

        CommitOutcome outcome = done(client.commit(new Commit(
                List.of(Check.absent(KEY), Check.absent(OTHER)),
                List.of(new Put(KEY, Bytes.utf8("two"))),
                Optional.empty())));

        assertThat(outcome)
                .isEqualTo(new CommitOutcome.Conflict(
                        "the register " + KEY + " is not as expected", List.of(found.register())));
    }

    @Test
    void aValueOverTheLimitIsRefusedAloneAndTheConnectionStays() {
        EtcdCoordinator client = connect();
        put(client, KEY, "one");

        for (int size : List.of(1_600_000, 5_000_000)) {
            assertThat(commit(client, new Put(KEY, Bytes.of(new byte[size]))))
                    .isInstanceOfSatisfying(
                            CommitOutcome.Refused.class,
                            refused -> assertThat(refused.cause()).contains("--max-request-bytes"));
        }

        assertThat(commit(client, new Put(OTHER, Bytes.of(new byte[1_500_000]))))
                .isInstanceOf(CommitOutcome.Committed.class);
        awaitFound(client, "one");
    }

    @Test
    void pagesThatAreMoreThanOneMessageComeInSmallerOnesAlsoToABorrowedClient() {
        EtcdCoordinator writer = connect();
        for (int i = 0; i < 8; i++) {
            assertThat(commit(writer, new Put(FOLDER + "/g" + i, Bytes.of(new byte[1_000_000]))))
                    .isInstanceOf(CommitOutcome.Committed.class);
        }
        try (Client jetcd = Client.builder().target("ip:///" + member.address()).build()) {
            EtcdCoordinator client = EtcdCoordinator.using(jetcd);
            clients.add(client);
            int found = 0;
            Listing.Page page = (Listing.Page) done(client.list(FOLDER, Optional.empty()));
            found += page.registers().size();
            while (page.next().isPresent()) {
                page = (Listing.Page) done(client.list(FOLDER, page.next()));
                found += page.registers().size();
            }
            assertThat(found).isEqualTo(8);
            client.close();
        }
    }

    @Test
    void aKeyThatIsNoPathIsRefusedAlone() {
        EtcdCoordinator client = connect();
        put(client, KEY, "one");

        assertThat(done(client.read("no path"))).isInstanceOf(Read.Refused.class);
        assertThat(done(client.read(KEY))).isInstanceOf(Read.Found.class);
        assertThat(put(client, "/a//b", "two")).isInstanceOf(CommitOutcome.Refused.class);
    }

    @Test
    void everyKeyIsBelowTheRoot() throws Exception {
        EtcdCoordinator client = connect(EtcdCluster.at(member.address() + "/here"));
        put(client, KEY, "one");
        BlockingQueue<Leadership> heard = new LinkedBlockingQueue<>();
        client.campaign("reconciler", heard::add);
        next(heard);
        EtcdCoordinator all = connect();

        assertThat(done(all.read("/here" + KEY))).isInstanceOf(Read.Found.class);
        assertThat(done(all.read(KEY))).isEqualTo(new Read.Absent());
        assertThat(((Listing.Page) done(all.list("/regroup/elections/reconciler", Optional.empty()))).registers())
                .isEmpty();
        assertThat(((Listing.Page) done(all.list("/here/regroup/elections/reconciler", Optional.empty()))).registers())
                .hasSize(1);
    }

    @Test
    void whatIsNoListOfEndpointsIsSaidAtOnce() {
        for (String wrong : List.of("", "localhost", "localhost:x", "a:1,,b:2", "a:1/b c", "a:1//b", "a:1/..")) {
            assertThatThrownBy(() -> EtcdCoordinator.connect(wrong))
                    .isInstanceOf(InvalidConfiguration.class)
                    .hasMessageContaining("'" + wrong + "'")
                    .hasMessageContaining("host:port");
        }
    }

    @Test
    void aBorrowedClientStaysOpenAndOneThatIsClosedAnswersNothing() {
        Client jetcd = Client.builder().target("ip:///" + member.address()).build();
        EtcdCoordinator first = EtcdCoordinator.using(jetcd);
        put(connect(), KEY, "one");
        awaitFound(first, "one");
        first.close();
        EtcdCoordinator second = EtcdCoordinator.using(jetcd);
        clients.add(second);
        awaitFound(second, "one");

        jetcd.close();

        assertThat(done(second.read(KEY))).isInstanceOf(Read.Unreachable.class);
        assertThat(put(second, KEY, "two")).isInstanceOf(CommitOutcome.Unknown.class);
    }

    private EtcdCoordinator connect() {
        return connect(member.patient());
    }

    private EtcdCoordinator connect(EtcdCluster cluster) {
        EtcdCoordinator client = EtcdCoordinator.connect(cluster);
        clients.add(client);
        return client;
    }

    private static CommitOutcome put(EtcdCoordinator client, String key, String value) {
        return commit(client, new Put(key, Bytes.utf8(value)));
    }

    private static CommitOutcome commit(EtcdCoordinator client, Put put) {
        return done(client.commit(new Commit(List.of(), List.of(put), Optional.empty())));
    }

    private static CommitOutcome fenced(EtcdCoordinator client, Leadership.Held held) {
        AtomicReference<CommitOutcome> outcome = new AtomicReference<>();
        Members.await(() -> {
            outcome.set(done(client.commit(
                    new Commit(List.of(), List.of(new Put(KEY, Bytes.utf8("fenced"))), Optional.of(held.fence())))));
            return !(outcome.get() instanceof CommitOutcome.Unknown);
        });
        return Objects.requireNonNull(outcome.get());
    }

    private static void awaitFound(EtcdCoordinator client, String value) {
        Members.await(() -> done(client.read(KEY)) instanceof Read.Found found
                && found.register().value().equals(Bytes.utf8(value)));
    }

    private static Read.Unreachable awaitUnreachable(EtcdCoordinator client) {
        AtomicReference<Read> read = new AtomicReference<>();
        Members.await(() -> {
            read.set(done(client.read(KEY)));
            return read.get() instanceof Read.Unreachable;
        });
        return (Read.Unreachable) Objects.requireNonNull(read.get());
    }

    /** Changes may be merged. */
    private static void awaitKeys(BlockingQueue<Change> heard, String... keys) throws InterruptedException {
        Set<String> left = new HashSet<>(List.of(keys));
        while (!left.isEmpty()) {
            if (next(heard) instanceof Change.Keys told) {
                left.removeAll(told.keys());
            }
        }
    }

    private static <T> T next(BlockingQueue<T> heard) throws InterruptedException {
        T next = heard.poll(60, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
