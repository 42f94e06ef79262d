package dev.regroup.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.coordinator.Bytes;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator.Check;
import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Coordinator.Read;
import dev.regroup.coordinator.Leadership;
import dev.regroup.coordinator.Put;
import dev.regroup.zookeeper.LossyLine.Loss;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.ZooDefs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection that breaks at one request, right before it arrives or right after it was answered. */
class LostConnectionTest {

    private static final String KEY = "/regroup/groups/orders";
    private static final String ELECTION = "/regroup/elections/reconciler";

    private final TestingServer server = Servers.start();
    private final List<ZooKeeperCoordinator> clients = new ArrayList<>();
    private final ZooKeeperCoordinator observer = connect(server.getConnectString());
    private LossyLine line;
    private ZooKeeperCoordinator client;

    @BeforeEach
    void open() throws IOException {
        line = LossyLine.to(server.getPort());
        client = connect(line.address());
        assertThat(put(client, List.of(), "one")).isInstanceOf(CommitOutcome.Committed.class);
    }

    @AfterEach
    void close() throws IOException {
        clients.forEach(ZooKeeperCoordinator::close);
        line.close();
        server.close();
    }

    private ZooKeeperCoordinator connect(String address) {
        ZooKeeperCoordinator opened = ZooKeeperCoordinator.connect(address);
        clients.add(opened);
        return opened;
    }

    @Test
    void aCommitWhoseAnswerIsLostIsUnknownAndWasDoneOnce() throws Exception {
        Read.Found before = (Read.Found) done(observer.read(KEY));
        line.breakAt(ZooDefs.OpCode.multi, Loss.ANSWER);

        CommitOutcome outcome =
                put(client, List.of(Check.at(KEY, before.register().version())), "two");

        assertThat(outcome).isInstanceOf(CommitOutcome.Unknown.class);
        Read.Found after = (Read.Found) done(observer.read(KEY));
        assertThat(after.register().value()).isEqualTo(Bytes.utf8("two"));
        assertThat(Versions.number(after.register().version()))
                .isEqualTo(Versions.number(before.register().version()).map(number -> number + 1));
        assertThat(found(client)).isEqualTo(after);
    }

    @Test
    void aCommitThatIsLostIsUnknownAndWasNotDone() throws Exception {
        Read before = done(observer.read(KEY));
        line.breakAt(ZooDefs.OpCode.multi, Loss.REQUEST);

        assertThat(put(client, List.of(), "two")).isInstanceOf(CommitOutcome.Unknown.class);

        assertThat(found(client)).isEqualTo(before);
    }

    @Test
    void aCandidateWhoseNodeWasCreatedWithoutItsKnowingDoesNotWaitForItself() throws Exception {
        BlockingQueue<Leadership> former = new LinkedBlockingQueue<>();
        var earlier = observer.campaign("reconciler", former::add);
        next(former);
        earlier.close();
        awaitNobody();
        var broken = line.breakAt(ZooDefs.OpCode.create, Loss.ANSWER);
        BlockingQueue<Leadership> heard = new LinkedBlockingQueue<>();

        client.campaign("reconciler", heard::add);

        assertThat(broken.await(60, TimeUnit.SECONDS)).isTrue();
        Leadership.Held held = (Leadership.Held) next(heard);
        assertThat(observer.curator().getChildren().forPath(ELECTION))
                .containsExactly(held.fence().token());
    }

    @Test
    void aCandidateThatLeavesWhileTheConnectionBreaksKeepsNobodyWaiting() throws Exception {
        BlockingQueue<Leadership> first = new LinkedBlockingQueue<>();
        BlockingQueue<Leadership> second = new LinkedBlockingQueue<>();
        var campaign = client.campaign("reconciler", first::add);
        assertThat(next(first)).isInstanceOf(Leadership.Held.class);
        observer.campaign("reconciler", second::add);
        var broken = line.breakAt(ZooDefs.OpCode.delete, Loss.REQUEST);

        campaign.close();

        assertThat(broken.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(next(second)).isInstanceOf(Leadership.Held.class);
    }

    @Test
    void aLeaderWhoseNodeSomebodyRemovedHearsSoAndCampaignsAgain() throws Exception {
        BlockingQueue<Leadership> heard = new LinkedBlockingQueue<>();
        client.campaign("reconciler", heard::add);
        Leadership.Held before = (Leadership.Held) next(heard);

        observer.curator().delete().forPath(ELECTION + "/" + before.fence().token());

        assertThat(next(heard)).isEqualTo(new Leadership.Lost());
        assertThat(before.remaining().get()).isZero();
        Leadership.Held again = (Leadership.Held) next(heard);
        assertThat(fenced(before)).isInstanceOf(CommitOutcome.Conflict.class);
        assertThat(fenced(again)).isInstanceOf(CommitOutcome.Committed.class);
    }

    @Test
    void aNodeThatWasCreatedAgainUnderTheNameOfAnEndedLeadershipProvesNothingToItsFormerHolder() throws Exception {
        BlockingQueue<Leadership> heard = new LinkedBlockingQueue<>();
        client.campaign("reconciler", heard::add);
        Leadership.Held before = (Leadership.Held) next(heard);
        String node = ELECTION + "/" + before.fence().token();

        CuratorFramework curator = observer.curator();
        curator.transaction()
                .forOperations(
                        curator.transactionOp().delete().forPath(node),
                        curator.transactionOp().create().forPath(node));

        assertThat(next(heard)).isEqualTo(new Leadership.Lost());
        assertThat(before.remaining().get()).isZero();
    }

    private CommitOutcome fenced(Leadership.Held held) {
        Put put = new Put(KEY, Bytes.utf8("fenced"));
        return done(client.commit(new Commit(List.of(), List.of(put), Optional.of(held.fence()))));
    }

    private void awaitNobody() throws Exception {
        while (!observer.curator().getChildren().forPath(ELECTION).isEmpty()) {
            done(observer.read(KEY));
        }
    }

    private static CommitOutcome put(ZooKeeperCoordinator client, List<Check> checks, String value) {
        return done(client.commit(new Commit(checks, List.of(new Put(KEY, Bytes.utf8(value))), Optional.empty())));
    }

    /** Reads until the connection is back. */
    private static Read found(ZooKeeperCoordinator client) {
        Read read = done(client.read(KEY));
        while (read instanceof Read.Unreachable) {
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
