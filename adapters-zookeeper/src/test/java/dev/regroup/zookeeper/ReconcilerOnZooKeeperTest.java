package dev.regroup.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.Reconciler;
import dev.regroup.ReconcilerListener;
import dev.regroup.coordinator.Bytes;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Coordinator.Read;
import dev.regroup.coordinator.NativeLayout;
import dev.regroup.coordinator.Put;
import dev.regroup.model.Address;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.ZooDefs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The reconciler and its records on a real server. */
class ReconcilerOnZooKeeperTest {

    private static final int MANY = 10_000;
    private static final NativeLayout LAYOUT = NativeLayout.defaults();

    /** Nobody is looked at during the test, apart from the first time. */
    private static final Policy RARELY = Policy.parse(Map.of("probe-interval", "1m"));

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
    void tenThousandGroupsAreReadOnceEachAndOneTransitionReadsOneNodeAgain() throws Exception {
        List<GroupRecord> groups =
                IntStream.range(0, MANY).mapToObj(i -> group("g" + i, i)).toList();
        write(groups);
        Duration cold = begin(groups, new CountingCoordinator(client()));
        CountingCoordinator coordinator = new CountingCoordinator(client());
        Duration took = begin(groups, coordinator);
        // After a connection that was lost, as on a busy machine, everything is rightly read again.
        for (int tries = 1; tries < 5 && coordinator.reads() != MANY; tries++) {
            coordinator = new CountingCoordinator(client());
            took = begin(groups, coordinator);
        }
        int atStart = coordinator.reads();
        put(client(), "g77", Bytes.utf8("no record"));
        Reconciler reconciler = (Reconciler) closing.get(closing.size() - 2);
        await(() -> reconciler.state(GroupId.of("g77")).isEmpty());
        int afterEdit = coordinator.reads() - atStart;

        System.out.println(
                "10,000 groups read and looked at after " + took.toMillis() + " ms (in a JVM that just started: "
                        + cold.toMillis() + " ms) with " + atStart + " reads; one transition: " + afterEdit + " read");
        assertThat(atStart).isEqualTo(MANY);
        assertThat(afterEdit).isEqualTo(1);
    }

    /** Returns how long it took until every group was read and looked at; an earlier reconciler gives way first. */
    private Duration begin(List<GroupRecord> groups, CountingCoordinator coordinator) throws Exception {
        CountDownLatch started = new CountDownLatch(MANY);
        Reconciler.Builder builder = Reconciler.builder()
                .coordinator(coordinator)
                .nodes(new SilentNodes())
                .policy(RARELY)
                .listener(new ReconcilerListener() {
                    @Override
                    public void looked(GroupId group, NodeReport report) {
                        started.countDown();
                    }
                });
        groups.forEach(builder::group);
        for (AutoCloseable former : closing) {
            if (former instanceof Reconciler) {
                former.close();
            }
        }
        Reconciler reconciler = builder.build();
        closing.add(reconciler);
        long begun = System.nanoTime();
        reconciler.start();
        assertThat(started.await(120, TimeUnit.SECONDS)).isTrue();
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    @Test
    void oneGarbageNodeAndOneWithoutPermissionStopTheirGroupsAloneAndStayAsTheyAre() throws Exception {
        List<GroupRecord> groups = List.of(group("garbage", 0), group("locked", 1), group("fine", 2));
        ZooKeeperCoordinator editor = client();
        put(editor, "garbage", Bytes.of(new byte[] {(byte) 0xff, 0, 1}));
        ZooKeeperCoordinator owner = ZooKeeperCoordinator.connect(Ensemble.at(server.getConnectString())
                .withDigest("owner", "secret")
                .withAcl(ZooDefs.Ids.CREATOR_ALL_ACL));
        closing.add(owner);
        put(owner, "locked", LAYOUT.encode(groups.get(1)));
        BlockingQueue<String> blocked = new LinkedBlockingQueue<>();
        Reconciler.Builder builder = Reconciler.builder()
                .coordinator(client())
                .nodes(new SilentNodes())
                .listener(new ReconcilerListener() {
                    @Override
                    public void blockedByStore(GroupId group, String reason) {
                        blocked.add(group + ": " + reason);
                    }
                });
        groups.forEach(builder::group);
        Reconciler reconciler = builder.build();
        closing.add(reconciler);

        reconciler.start();

        List<String> reasons = List.of(next(blocked), next(blocked));
        assertThat(reasons)
                .anySatisfy(reason ->
                        assertThat(reason).startsWith("garbage: its register cannot be read: not a JSON document"));
        assertThat(reasons)
                .anySatisfy(reason -> assertThat(reason)
                        .startsWith("locked: its register cannot be read:")
                        .contains("ACL"));
        await(() -> reconciler.state(GroupId.of("fine")).isPresent());
        Read.Found garbage = (Read.Found) done(editor.read(LAYOUT.key(GroupId.of("garbage"))));
        assertThat(garbage.register().value()).isEqualTo(Bytes.of(new byte[] {(byte) 0xff, 0, 1}));
        put(editor, "garbage", LAYOUT.encode(groups.get(0)));
        await(() -> reconciler.state(GroupId.of("garbage")).isPresent());
    }

    private static GroupRecord group(String name, int number) {
        Member member = Member.of(
                NodeId.of("a"),
                Address.of("10." + number / 10_000 + "." + number / 100 % 100 + "." + number % 100, 6379));
        return GroupRecord.first(GroupId.of(name), List.of(member));
    }

    private ZooKeeperCoordinator client() {
        ZooKeeperCoordinator client = ZooKeeperCoordinator.connect(server.getConnectString());
        closing.add(client);
        return client;
    }

    private void write(List<GroupRecord> groups) {
        ZooKeeperCoordinator client = client();
        for (int i = 0; i < groups.size(); i += 500) {
            List<Put> puts = groups.subList(i, Math.min(i + 500, groups.size())).stream()
                    .map(group -> new Put(LAYOUT.key(group.id()), LAYOUT.encode(group)))
                    .toList();
            assertThat(done(client.commit(new Commit(List.of(), puts, Optional.empty()))))
                    .isInstanceOf(CommitOutcome.Committed.class);
        }
    }

    private static void put(ZooKeeperCoordinator client, String group, Bytes value) {
        Put put = new Put(LAYOUT.key(GroupId.of(group)), value);
        assertThat(done(client.commit(new Commit(List.of(), List.of(put), Optional.empty()))))
                .isInstanceOf(CommitOutcome.Committed.class);
    }

    private static String next(BlockingQueue<String> heard) throws InterruptedException {
        String next = heard.poll(60, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    private static void await(BooleanSupplier condition) {
        long giveUpAt = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(giveUpAt);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }
}
