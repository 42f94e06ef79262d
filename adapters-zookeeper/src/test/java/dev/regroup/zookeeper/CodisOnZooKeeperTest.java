package dev.regroup.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.Reconciler;
import dev.regroup.ReconcilerListener;
import dev.regroup.Step;
import dev.regroup.codis.CodisCoordinator;
import dev.regroup.codis.CodisLayout;
import dev.regroup.codis.DashboardProbe.Life;
import dev.regroup.coordinator.Bytes;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator;
import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Coordinator.Read;
import dev.regroup.coordinator.Put;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Member;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Outcome;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Role;
import dev.regroup.node.Command;
import dev.regroup.node.Nodes;
import dev.regroup.node.Sent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A Codis product in a real server: what is written there, and what is left alone. */
class CodisOnZooKeeperTest {

    private static final String NODE = """
            {
                "id": %d,
                "servers": [
                    {
                        "server": "127.0.0.1:%d",
                        "datacenter": "dc1",
                        "action": {},
                        "role": "",
                        "binlog_file_num": 0,
                        "binlog_offset": 14,
                        "is_eligible_for_master_election": false,
                        "state": 0,
                        "recall_times": 0,
                        "replica_group": true
                    }
                ],
                "promoting": {},
                "out_of_sync": false
            }""";
    private static final int LOOKS = 20;

    private final TestingServer server = Servers.start();
    private final List<AutoCloseable> closing = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (int i = closing.size() - 1; i >= 0; i--) {
            closing.get(i).close();
        }
        server.close();
    }

    @Test
    void healthyGroupsCauseNoWritesAndACorruptOneStopsAlone() throws Exception {
        ZooKeeperCoordinator dashboard = client();
        put(dashboard, node(1), String.format(NODE, 1, 14_110));
        put(dashboard, node(2), String.format(NODE, 2, 14_111).replace("\"state\": 0", "\"state\": 999"));
        CountingCoordinator counting = new CountingCoordinator(client());
        Ears ears = new Ears();
        Reconciler reconciler = reconciler(counting, ears);

        reconciler.start();

        assertThat(next(ears.blocked)).startsWith("2: its node " + node(2) + " cannot be read: 'state' is no INT8");
        ears.awaitAdoption();
        int settled = counting.commits();
        ears.awaitLooks();
        assertThat(counting.commits()).isEqualTo(settled);
        assertThat(text(dashboard, node(1))).isEqualTo(String.format(NODE, 1, 14_110));
        assertThat(text(dashboard, node(2))).contains("\"state\": 999");
        assertThat(text(dashboard, "/regroup/demo/group-0001")).contains("\"codis\":{\"digest\":");
        put(dashboard, node(2), String.format(NODE, 2, 14_111));
        while (reconciler.state(GroupId.of("2")).isEmpty()) {
            ears.awaitLooks();
        }
    }

    @Test
    void aProductIsLedUnderItsLockWhichIsGoneAfterwards() throws Exception {
        ZooKeeperCoordinator dashboard = client();
        put(dashboard, node(1), String.format(NODE, 1, 14_110));
        put(dashboard, node(2), String.format(NODE, 2, 14_111));
        CodisCoordinator locked = CodisCoordinator.using(
                client(), "demo", address -> CompletableFuture.completedFuture(Life.ALIVE), reason -> {});
        Ears ears = new Ears();
        Reconciler reconciler = reconciler(locked, ears);

        reconciler.start();
        ears.awaitAdoption();
        assertThat(text(dashboard, "/codis3/demo/topom")).contains("\"token\": \"regroup-");
        reconciler.close();

        assertThat(done(dashboard.read("/codis3/demo/topom"))).isEqualTo(new Read.Absent());
    }

    private Reconciler reconciler(Coordinator coordinator, Ears ears) {
        Reconciler reconciler = Reconciler.builder()
                .coordinator(coordinator)
                .layout(CodisLayout.of("demo"))
                .nodes(new Masters())
                .policy(Policy.fast())
                .group(GroupRecord.first(GroupId.of("1"), List.of(Member.parse("a=127.0.0.1:14110"))))
                .group(GroupRecord.first(GroupId.of("2"), List.of(Member.parse("b=127.0.0.1:14111"))))
                .listener(ears)
                .build();
        closing.add(reconciler);
        return reconciler;
    }

    private ZooKeeperCoordinator client() {
        ZooKeeperCoordinator client = ZooKeeperCoordinator.connect(server.getConnectString());
        closing.add(client);
        return client;
    }

    private static String node(int group) {
        return "/codis3/demo/group/group-000" + group;
    }

    private static void put(ZooKeeperCoordinator client, String key, String value) {
        Put put = new Put(key, Bytes.of(value.getBytes(StandardCharsets.UTF_8)));
        assertThat(done(client.commit(new Commit(List.of(), List.of(put), Optional.empty()))))
                .isInstanceOf(CommitOutcome.Committed.class);
    }

    private static String text(ZooKeeperCoordinator client, String key) {
        return ((Read.Found) done(client.read(key))).register().value().toString();
    }

    private static String next(BlockingQueue<String> heard) throws InterruptedException {
        String next = heard.poll(60, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** Hears of group 1. */
    private static final class Ears implements ReconcilerListener {

        private final BlockingQueue<String> blocked = new LinkedBlockingQueue<>();
        private final CountDownLatch adopted = new CountDownLatch(1);
        private volatile CountDownLatch looks = new CountDownLatch(0);

        @Override
        public void committed(GroupRecord record, CommitOutcome outcome) {
            if (record.master().isPresent() && outcome instanceof CommitOutcome.Committed) {
                adopted.countDown();
            }
        }

        @Override
        public void reduced(Step step) {}

        @Override
        public void looked(GroupId group, NodeReport report) {
            if (group.value().equals("1")) {
                looks.countDown();
            }
        }

        @Override
        public void blockedByStore(GroupId group, String reason) {
            blocked.add(group + ": " + reason);
        }

        void awaitAdoption() throws InterruptedException {
            assertThat(adopted.await(30, TimeUnit.SECONDS)).isTrue();
            awaitLooks();
        }

        void awaitLooks() throws InterruptedException {
            looks = new CountDownLatch(LOOKS);
            assertThat(looks.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Every node is a master of its own. */
    private static final class Masters implements Nodes {

        @Override
        public CompletionStage<Outcome> look(Member member, Duration deadline) {
            return CompletableFuture.completedFuture(new Outcome.Answered(
                    NodeInfo.of(Incarnation.of("run"), new Role.Master(), Position.of("history", 1))));
        }

        @Override
        public CompletionStage<Sent> send(Command command, Duration deadline) {
            throw new AssertionError("a healthy node is commanded: " + command);
        }

        @Override
        public void onClosed(Member member, Runnable listener) {}

        @Override
        public void forget(Member member) {}

        @Override
        public void close() {}
    }
}
