package dev.regroup.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regroup.coordinator.Bytes;
import dev.regroup.coordinator.Change;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Coordinator.Listing;
import dev.regroup.coordinator.Coordinator.Read;
import dev.regroup.coordinator.Leadership;
import dev.regroup.coordinator.Put;
import dev.regroup.model.InvalidConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryForever;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.ZooDefs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a real server's failures and refusals look like to whoever uses the coordinator. */
class ZooKeeperFailuresTest {

    private static final String KEY = "/regroup/groups/orders";
    private static final String OTHER = "/regroup/groups/users";

    private final TestingServer server = Servers.start();
    private final List<ZooKeeperCoordinator> clients = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        clients.forEach(ZooKeeperCoordinator::close);
        server.close();
    }

    @Test
    void whileTheServerIsAwayNothingIsKnownAndAfterItsRestartNothingIsLost() throws Exception {
        ZooKeeperCoordinator client = connect(Ensemble.at(server.getConnectString()));
        put(client, KEY, "one");
        BlockingQueue<Change> heard = new LinkedBlockingQueue<>();
        client.watch("/regroup/groups", heard::add);
        assertThat(next(heard)).isEqualTo(new Change.All());

        server.stop();
        assertThat(done(client.read(KEY))).isInstanceOf(Read.Unreachable.class);
        assertThat(put(client, KEY, "two")).isInstanceOf(CommitOutcome.Unknown.class);
        assertThat(done(client.list("/regroup/groups", Optional.empty()))).isInstanceOf(Listing.Unreachable.class);
        server.restart();

        assertThat(next(heard)).isEqualTo(new Change.All());
        assertThat(done(client.read(KEY)))
                .isInstanceOfSatisfying(
                        Read.Found.class,
                        found -> assertThat(found.register().value()).isEqualTo(Bytes.utf8("one")));
    }

    @Test
    void aLeaderThatIsCutOffLosesItsGuaranteeBeforeItsSessionCanEndAndLeadsAnewAfterwards() throws Exception {
        Duration session = Duration.ofMillis(1_500);
        ZooKeeperCoordinator client =
                connect(Ensemble.at(server.getConnectString()).withSessionTimeout(session));
        BlockingQueue<Leadership> heard = new LinkedBlockingQueue<>();
        client.campaign("reconciler", heard::add);
        Leadership.Held before = (Leadership.Held) next(heard);
        assertThat(before.remaining().get())
                .isPositive()
                .isLessThanOrEqualTo(session.dividedBy(3).multipliedBy(2));

        server.stop();
        assertThat(next(heard)).isEqualTo(new Leadership.Lost());

        assertThat(before.remaining().get()).isZero();
        server.restart();
        Leadership.Held again = (Leadership.Held) next(heard);
        assertThat(again.fence().token()).isNotEqualTo(before.fence().token());
        assertThat(fenced(client, again)).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(fenced(client, before)).isInstanceOf(CommitOutcome.Conflict.class);
    }

    @Test
    void anEnsembleWithoutQuorumAnswersNothingAndWithANewLeaderHasEverything() throws Exception {
        try (Cluster cluster = Cluster.start()) {
            ZooKeeperCoordinator client = connect(Ensemble.at(cluster.servers()));
            put(client, KEY, "one");
            cluster.killLeader();
            awaitFound(client, "one");

            put(client, KEY, "two");
            cluster.killQuorum();
            assertThat(awaitUnreachable(client)).isInstanceOf(Read.Unreachable.class);
            assertThat(put(client, KEY, "three")).isInstanceOf(CommitOutcome.Unknown.class);

            cluster.restartAll();
            awaitFound(client, "two");
        }
    }

    @Test
    void aReadOnlyEnsembleAnswersNothingAndSaysWhatToDo() throws Exception {
        System.setProperty("readonlymode.enabled", "true");
        try (Cluster cluster = Cluster.start();
                CuratorFramework patient = CuratorFrameworkFactory.builder()
                        .connectString(cluster.servers())
                        .canBeReadOnly(true)
                        .retryPolicy(new RetryForever(100))
                        .build()) {
            patient.start();
            ZooKeeperCoordinator client = ZooKeeperCoordinator.using(patient);
            clients.add(client);
            ZooKeeperCoordinator own = connect(Ensemble.at(cluster.servers()));
            put(client, KEY, "one");
            awaitFound(own, "one");
            BlockingQueue<Leadership> heard = new LinkedBlockingQueue<>();
            client.campaign("reconciler", heard::add);
            Leadership.Held held = (Leadership.Held) next(heard);

            cluster.killQuorum();
            Read read = awaitUnreachable(client);
            while (!read.toString().contains("is read-only")) {
                read = awaitUnreachable(client);
            }

            assertThat(read.toString()).contains("too few of its servers run: start the others");
            CommitOutcome outcome = put(client, KEY, "two");
            while (!outcome.toString().contains("is read-only")) {
                outcome = put(client, KEY, "two");
            }
            assertThat(outcome).isInstanceOf(CommitOutcome.Unknown.class);
            assertThat(next(heard)).isEqualTo(new Leadership.Lost());
            assertThat(held.remaining().get()).isZero();
            assertThat(awaitUnreachable(own).toString()).contains("more than half of its servers run");

            cluster.restartAll();
            awaitFound(client, "one");
            awaitFound(own, "one");
        } finally {
            System.clearProperty("readonlymode.enabled");
        }
    }

    @Test
    void aKeyThatIsNoPathIsRefusedAlone() {
        ZooKeeperCoordinator client = connect(Ensemble.at(server.getConnectString()));
        put(client, KEY, "one");

        CompletionStage<Read> wrong = client.read("no path");
        CompletionStage<Read> right = client.read(KEY);

        assertThat(done(wrong)).isInstanceOf(Read.Refused.class);
        assertThat(done(right)).isInstanceOf(Read.Found.class);
        assertThat(put(client, "/a//b", "two")).isInstanceOf(CommitOutcome.Refused.class);
    }

    @Test
    void aValueOverTheLimitIsRefusedAloneAndTheConnectionStays() {
        ZooKeeperCoordinator client = connect(Ensemble.at(server.getConnectString()));
        put(client, KEY, "one");

        CommitOutcome outcome = commit(client, new Put(KEY, Bytes.of(new byte[1_048_575])));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        CommitOutcome.Refused.class,
                        refused -> assertThat(refused.cause()).contains("bytes").contains("jute.maxbuffer"));
        assertThat(commit(client, new Put(OTHER, Bytes.of(new byte[1_040_000]))))
                .isInstanceOf(CommitOutcome.Committed.class);
        awaitFound(client, "one");
    }

    @Test
    void aNodeWithoutPermissionIsRefusedAloneWithWhatToDo() {
        ZooKeeperCoordinator owner = connect(Ensemble.at(server.getConnectString())
                .withDigest("regroup", "secret")
                .withAcl(ZooDefs.Ids.CREATOR_ALL_ACL));
        ZooKeeperCoordinator stranger = connect(Ensemble.at(server.getConnectString()));
        ZooKeeperCoordinator wrong =
                connect(Ensemble.at(server.getConnectString()).withDigest("regroup", "wrong"));
        put(owner, KEY, "one");
        put(stranger, "/open/groups/users", "two");

        for (ZooKeeperCoordinator client : List.of(stranger, wrong)) {
            assertThat(done(client.read(KEY)))
                    .isInstanceOfSatisfying(
                            Read.Refused.class,
                            refused -> assertThat(refused.cause()).contains(KEY, "credentials"));
            assertThat(put(client, KEY, "three")).isInstanceOf(CommitOutcome.Refused.class);
            assertThat(put(client, OTHER, "three")).isInstanceOf(CommitOutcome.Refused.class);
            assertThat(done(client.list("/regroup/groups", Optional.empty()))).isInstanceOf(Listing.Refused.class);
            assertThat(done(client.read("/open/groups/users"))).isInstanceOf(Read.Found.class);
        }
        awaitFound(owner, "one");
    }

    @Test
    void nodesForTheirCreatorAloneNeedCredentials() {
        ZooKeeperCoordinator client =
                connect(Ensemble.at(server.getConnectString()).withAcl(ZooDefs.Ids.CREATOR_ALL_ACL));

        assertThat(put(client, KEY, "one"))
                .isInstanceOfSatisfying(
                        CommitOutcome.Refused.class,
                        refused -> assertThat(refused.cause()).contains("authenticate"));
        assertThat(done(client.read(KEY))).isEqualTo(new Read.Absent());
    }

    @Test
    void aChrootThatDoesNotExistIsNamed() {
        try (CuratorFramework chrooted =
                CuratorFrameworkFactory.newClient(server.getConnectString() + "/nowhere", new RetryOneTime(1))) {
            chrooted.start();
            ZooKeeperCoordinator client = ZooKeeperCoordinator.using(chrooted);
            clients.add(client);

            assertThat(put(client, KEY, "one"))
                    .isInstanceOfSatisfying(
                            CommitOutcome.Refused.class,
                            refused -> assertThat(refused.cause())
                                    .contains("does not exist")
                                    .contains("create it"));
        }
    }

    @Test
    void aRegisterBelowAnotherIsRefusedAndAFolderIsNotDeleted() {
        ZooKeeperCoordinator client = connect(Ensemble.at(server.getConnectString()));
        put(client, KEY, "one");

        CommitOutcome outcome =
                done(client.commit(new Commit(List.of(), List.of(), List.of("/regroup/groups"), Optional.empty())));

        assertThat(outcome).isInstanceOf(CommitOutcome.Refused.class);
        awaitFound(client, "one");
    }

    @Test
    void aServerThatIsNotThereIsUnreachableAndNamed() throws IOException {
        server.stop();
        ZooKeeperCoordinator client = connect(Ensemble.at(server.getConnectString()));

        assertThat(done(client.read(KEY)))
                .isInstanceOfSatisfying(
                        Read.Unreachable.class,
                        unreachable -> assertThat(unreachable.cause()).contains(server.getConnectString()));
    }

    @Test
    void whatIsNoConnectStringIsSaidAtOnce() {
        for (String wrong : List.of("", "localhost", "localhost:x", "a:1,,b:2", "a:1/b c", "a:1//b", "a:1/..")) {
            assertThatThrownBy(() -> ZooKeeperCoordinator.connect(wrong))
                    .isInstanceOf(InvalidConfiguration.class)
                    .hasMessageContaining("'" + wrong + "'")
                    .hasMessageContaining("host:port");
        }
    }

    @Test
    void aBorrowedClientStaysOpenAndOneThatIsNotStartedIsRefused() {
        try (CuratorFramework curator = Connecting.open(Ensemble.at(server.getConnectString()))) {
            ZooKeeperCoordinator client = ZooKeeperCoordinator.using(curator);
            put(client, KEY, "one");
            client.close();

            ZooKeeperCoordinator next = ZooKeeperCoordinator.using(curator);
            clients.add(next);
            awaitFound(next, "one");
        }
        assertThatThrownBy(() -> ZooKeeperCoordinator.using(
                        CuratorFrameworkFactory.newClient(server.getConnectString(), new RetryOneTime(1))))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("start()");
    }

    private ZooKeeperCoordinator connect(Ensemble ensemble) {
        ZooKeeperCoordinator client = ZooKeeperCoordinator.connect(ensemble);
        clients.add(client);
        return client;
    }

    private static CommitOutcome put(ZooKeeperCoordinator client, String key, String value) {
        return commit(client, new Put(key, Bytes.utf8(value)));
    }

    private static CommitOutcome commit(ZooKeeperCoordinator client, Put put) {
        return done(client.commit(new Commit(List.of(), List.of(put), Optional.empty())));
    }

    private static CommitOutcome fenced(ZooKeeperCoordinator client, Leadership.Held held) {
        return done(client.commit(
                new Commit(List.of(), List.of(new Put(KEY, Bytes.utf8("fenced"))), Optional.of(held.fence()))));
    }

    private static void awaitFound(ZooKeeperCoordinator client, String value) {
        Read read = done(client.read(KEY));
        while (read instanceof Read.Unreachable) {
            read = done(client.read(KEY));
        }
        assertThat(((Read.Found) read).register().value()).isEqualTo(Bytes.utf8(value));
    }

    private static Read awaitUnreachable(ZooKeeperCoordinator client) {
        Read read = done(client.read(KEY));
        while (!(read instanceof Read.Unreachable)) {
            read = done(client.read(KEY));
        }
        return read;
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
