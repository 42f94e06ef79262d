package dev.regroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Leadership;
import dev.regroup.coordinator.MemoryCoordinator;
import dev.regroup.coordinator.MemoryStore;
import dev.regroup.model.Address;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Incarnation;
import dev.regroup.model.InvalidConfiguration;
import dev.regroup.model.Link;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Outcome;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Role;
import dev.regroup.node.Command;
import dev.regroup.node.Nodes;
import dev.regroup.node.Sent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The reconciler on real threads, over nodes that are always as they should be. */
class ReconcilerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final GroupRecord ORDERS = group("orders", 1);
    private static final GroupRecord USERS = group("users", 2);

    @Test
    void everyFaultOfAConfigurationIsReportedAtOnce() {
        Policy policy = Policy.defaults().withMisses(0).withLagMax(-1);

        assertThatThrownBy(() -> Reconciler.builder().policy(policy).build())
                .isInstanceOfSatisfying(
                        InvalidConfiguration.class,
                        invalid -> assertThat(invalid.faults())
                                .hasSize(5)
                                .anyMatch(fault -> fault.contains("misses"))
                                .anyMatch(fault -> fault.contains("lag-max"))
                                .contains("there is no coordinator")
                                .contains("there are no nodes to look with")
                                .contains("there is no group"));
    }

    @Test
    void aGroupThatIsGivenTwiceIsAFault() {
        Reconciler.Builder builder = Reconciler.builder()
                .coordinator(MemoryCoordinator.create())
                .nodes(new CalmNodes())
                .group(ORDERS)
                .group(ORDERS)
                .group(USERS)
                .group(ORDERS);

        assertThatThrownBy(builder::build)
                .isInstanceOfSatisfying(
                        InvalidConfiguration.class,
                        invalid -> assertThat(invalid.faults())
                                .containsExactly("the group orders is given more than once"));
    }

    @Test
    void anAddressInTwoGroupsIsAFault() {
        Address shared = ORDERS.members().get(0).member().address();
        Address alias = ORDERS.members().get(1).member().address();
        Member stranger =
                Member.of(NodeId.of("x"), Address.of("10.9.9.9", 6379)).withAliases(List.of(alias));
        GroupRecord others =
                GroupRecord.first(GroupId.of("others"), List.of(Member.of(NodeId.of("o"), shared), stranger));

        assertThatThrownBy(() -> builder(MemoryCoordinator.create(), new CalmNodes())
                        .group(others)
                        .build())
                .isInstanceOfSatisfying(
                        InvalidConfiguration.class,
                        invalid -> assertThat(invalid.faults())
                                .containsExactly(
                                        "the address " + shared + " is in more than one group: [orders, others]",
                                        "the address " + alias + " is in more than one group: [orders, others]"));
    }

    @Test
    void closingAfterTheBorrowedPoolWasShutDownEndsTheGroupsAtOnce() throws InterruptedException {
        ScheduledExecutorService pool = Executors.newScheduledThreadPool(1);
        Ears ears = new Ears();
        Reconciler reconciler = builder(MemoryCoordinator.create(), new CalmNodes())
                .listener(ears)
                .executor(pool)
                .build();
        reconciler.start();
        ears.awaitMaster(ORDERS.id());
        pool.shutdown();
        assertThat(pool.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();

        reconciler.close();

        assertThat(reconciler.state(ORDERS.id())).isEmpty();
        assertThat(reconciler.state(USERS.id())).isEmpty();
    }

    @Test
    void itRecordsARunningGroupAndThenTellsItsState() throws InterruptedException {
        Ears ears = new Ears();
        try (Reconciler reconciler = over(MemoryCoordinator.create(), new CalmNodes(), ears)) {
            assertThat(reconciler.state(ORDERS.id())).isEmpty();
            reconciler.start();
            reconciler.start();

            ears.awaitMaster(ORDERS.id());

            assertThat(reconciler.state(ORDERS.id())).isPresent();
            assertThat(reconciler.state(GroupId.of("stranger"))).isEmpty();
            assertThat(ears.threads).containsExactly("regroup");
        }
    }

    @Test
    void itRunsOnABorrowedPoolAndLeavesThatRunning() throws InterruptedException {
        ScheduledExecutorService pool = Executors.newScheduledThreadPool(4);
        try {
            Ears ears = new Ears();
            Reconciler reconciler = Reconciler.builder()
                    .coordinator(MemoryCoordinator.create())
                    .nodes(new CalmNodes())
                    .policy(Policy.fast())
                    .group(ORDERS)
                    .group(USERS)
                    .listener(ears)
                    .executor(pool)
                    .build();
            reconciler.start();
            ears.awaitMaster(ORDERS.id());
            reconciler.close();

            assertThat(pool.isShutdown()).isFalse();
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aGroupWhoseNodesNeverAnswerDoesNotHoldUpAnother() throws InterruptedException {
        CalmNodes nodes = new CalmNodes();
        nodes.neverAnswer.addAll(
                ORDERS.members().stream().map(member -> member.id()).toList());
        Ears ears = new Ears();
        try (Reconciler reconciler = over(MemoryCoordinator.create(), nodes, ears)) {
            reconciler.start();

            ears.awaitMaster(USERS.id());
        }
    }

    @Test
    void aListenerThatThrowsHarmsNobody() throws InterruptedException {
        Ears ears = new Ears();
        ReconcilerListener broken = new ReconcilerListener() {
            @Override
            public void reduced(Step step) {
                throw LaneTest.sneaky(new IOException("no"));
            }

            @Override
            public void committed(GroupRecord record, CommitOutcome outcome) {
                throw new AssertionError("no");
            }

            @Override
            public void looked(GroupId group, NodeReport report) {
                throw new IllegalStateException("no");
            }
        };
        try (Reconciler reconciler = builder(MemoryCoordinator.create(), new CalmNodes())
                .listener(broken)
                .listener(ears)
                .build()) {
            reconciler.start();

            ears.awaitMaster(ORDERS.id());
        }
    }

    @Test
    void closingGivesUpTheLeadershipEndsTheLooksAndClosesNothingBorrowed() throws InterruptedException {
        MemoryStore store = MemoryStore.create();
        CalmNodes nodes = new CalmNodes();
        Ears ears = new Ears();
        Reconciler reconciler = over(store.client(), nodes, ears);
        reconciler.start();
        ears.awaitMaster(ORDERS.id());
        CountDownLatch successor = new CountDownLatch(1);
        store.client().campaign("reconciler", leadership -> {
            if (leadership instanceof Leadership.Held) {
                successor.countDown();
            }
        });

        reconciler.close();
        reconciler.close();

        assertThat(successor.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(reconciler.state(ORDERS.id())).isEmpty();
        assertThat(nodes.closed).isFalse();
        reconciler.start();
        assertThat(reconciler.state(ORDERS.id())).isEmpty();
    }

    @Test
    void closingKeepsTheInterruptFlag() {
        Reconciler reconciler = over(MemoryCoordinator.create(), new CalmNodes(), new Ears());
        Thread.currentThread().interrupt();

        reconciler.close();

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void ofTwoReconcilersTheSecondTakesOverWhenTheFirstCloses() throws InterruptedException {
        MemoryStore store = MemoryStore.create();
        Ears first = new Ears();
        Ears second = new Ears();
        Reconciler one = over(store.client(), new CalmNodes(), first);
        one.start();
        first.awaitMaster(ORDERS.id());
        try (Reconciler two = over(store.client(), new CalmNodes(), second)) {
            two.start();
            assertThat(two.state(ORDERS.id())).isEmpty();

            one.close();

            second.awaitLook(ORDERS.id());
            assertThat(two.state(ORDERS.id()).orElseThrow().record().master()).isPresent();
            assertThat(second.commits).isEmpty();
        }
    }

    private static Reconciler over(MemoryCoordinator coordinator, Nodes nodes, ReconcilerListener listener) {
        return builder(coordinator, nodes).listener(listener).build();
    }

    private static Reconciler.Builder builder(MemoryCoordinator coordinator, Nodes nodes) {
        return Reconciler.builder()
                .coordinator(coordinator)
                .nodes(nodes)
                .policy(Policy.fast())
                .group(ORDERS)
                .group(USERS);
    }

    private static GroupRecord group(String name, int net) {
        return GroupRecord.first(
                GroupId.of(name),
                List.of(
                        Member.of(NodeId.of(name + "-a"), Address.of("10.0." + net + ".1", 6379)),
                        Member.of(NodeId.of(name + "-b"), Address.of("10.0." + net + ".2", 6379))));
    }

    /** Remembers what it heard, and on which threads. */
    private static final class Ears implements ReconcilerListener {

        private final Set<String> threads = ConcurrentHashMap.newKeySet();
        private final BlockingQueue<GroupRecord> commits = new LinkedBlockingQueue<>();
        private final BlockingQueue<GroupId> looks = new LinkedBlockingQueue<>();

        @Override
        public void committed(GroupRecord record, CommitOutcome outcome) {
            threads.add(Thread.currentThread().getName());
            commits.add(record);
        }

        @Override
        public void looked(GroupId group, NodeReport report) {
            looks.add(group);
        }

        /** Waits until a master of that group was recorded. */
        void awaitMaster(GroupId group) throws InterruptedException {
            GroupRecord record = next(commits);
            while (!record.id().equals(group) || record.master().isEmpty()) {
                record = next(commits);
            }
        }

        void awaitLook(GroupId group) throws InterruptedException {
            while (!next(looks).equals(group)) {
                // another group's look
            }
        }

        private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
            T next = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(next).as("something heard within %s", PATIENCE).isNotNull();
            return next;
        }
    }

    /** Nodes at rest: those ending in -a are masters, and each other one follows its group's. */
    private static final class CalmNodes implements Nodes {

        private final Set<NodeId> neverAnswer = ConcurrentHashMap.newKeySet();
        private volatile boolean closed;

        @Override
        public CompletionStage<Outcome> look(Member member, Duration deadline) {
            if (neverAnswer.contains(member.id())) {
                return new CompletableFuture<>();
            }
            String host = member.address().host();
            Role role = host.endsWith(".1")
                    ? new Role.Master()
                    : new Role.Replica(Address.of(host.substring(0, host.length() - 1) + "1", 6379), Link.up());
            NodeInfo info = NodeInfo.of(Incarnation.of(member.id().value()), role, Position.of("h", 100));
            return CompletableFuture.completedFuture(new Outcome.Answered(info));
        }

        @Override
        public CompletionStage<Sent> send(Command command, Duration deadline) {
            throw new AssertionError("nobody is to be commanded, but was: " + command);
        }

        @Override
        public void onClosed(Member member, Runnable listener) {}

        @Override
        public void forget(Member member) {}

        @Override
        public void close() {
            closed = true;
        }
    }
}
