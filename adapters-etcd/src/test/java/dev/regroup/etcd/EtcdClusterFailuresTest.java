package dev.regroup.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.coordinator.Bytes;
import dev.regroup.coordinator.Change;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator.Check;
import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Coordinator.Read;
import dev.regroup.coordinator.Leadership;
import dev.regroup.coordinator.Put;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to a coordinator while members of its cluster die, hang and come back. */
class EtcdClusterFailuresTest {

    private static final String KEY = "/regroup/groups/orders";

    private final Members members = Members.start();
    private final List<EtcdCoordinator> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(EtcdCoordinator::close);
        members.close();
    }

    @Test
    void whenTheLeaderIsKilledNothingIsLostAndEveryWriteIsDoneAtMostOnce() throws Exception {
        EtcdCoordinator client = connect();
        BlockingQueue<Change> heard = new LinkedBlockingQueue<>();
        client.watch("/regroup/groups", heard::add);
        assertThat(next(heard)).isEqualTo(new Change.All());
        write(client, "before");

        members.killLeader();

        write(client, "after");
        awaitKeys(heard);
        members.restartMissing();
        write(client, "again");
    }

    @Test
    void whileAMemberIsFrozenReadsAreAnsweredByTheOthersAndWritesGoOn() {
        EtcdCoordinator client = connect();
        write(client, "before");
        EtcdMember frozen = members.follower();

        frozen.freeze();
        for (int i = 0; i < 6; i++) {
            assertThat(done(client.read(KEY))).isInstanceOf(Read.Found.class);
        }
        write(client, "while it is frozen");
        frozen.thaw();

        write(client, "afterwards");
    }

    @Test
    void whileTheLeaderIsFrozenAnotherTakesOverAndTheLeadershipOfAReconcilerIsKept() throws Exception {
        EtcdCoordinator client = connect(Duration.ofSeconds(90)); // much more than an election takes
        BlockingQueue<Leadership> heard = new LinkedBlockingQueue<>();
        client.campaign("reconciler", heard::add);
        Leadership.Held held = (Leadership.Held) next(heard);
        EtcdMember former = members.leader();

        former.freeze();
        Members.await(() -> members.all().stream().anyMatch(member -> member != former && member.isLeader()));
        assertThat(fenced(client, held)).isInstanceOf(CommitOutcome.Committed.class);
        former.thaw();

        assertThat(fenced(client, held)).isInstanceOf(CommitOutcome.Committed.class);
    }

    @Test
    void withoutAMajorityNothingIsKnownTheLeadershipEndsInTimeAndAllIsThereAfterARestart() throws Exception {
        EtcdCoordinator client = connect();
        write(client, "one");
        BlockingQueue<Leadership> heard = new LinkedBlockingQueue<>();
        client.campaign("reconciler", heard::add);
        Leadership.Held before = (Leadership.Held) next(heard);

        members.killMajority();
        Members.await(() -> done(client.read(KEY)) instanceof Read.Unreachable);
        // A member that was the leader answers to a renewal until it notices.
        Members.await(() -> before.remaining().get().isZero());
        assertThat(put(client, List.of(), "two")).isInstanceOf(CommitOutcome.Unknown.class);
        assertThat(next(heard)).isEqualTo(new Leadership.Lost());
        members.restartAll();

        Leadership.Held again = (Leadership.Held) next(heard);
        assertThat(fenced(client, before)).isInstanceOf(CommitOutcome.Conflict.class);
        assertThat(fenced(client, again)).isInstanceOf(CommitOutcome.Committed.class);
    }

    private EtcdCoordinator connect() {
        return connect(Duration.ofSeconds(10));
    }

    private EtcdCoordinator connect(Duration lease) {
        EtcdCoordinator client =
                EtcdCoordinator.connect(EtcdCluster.at(members.endpoints()).withLease(lease));
        clients.add(client);
        return client;
    }

    /** Writes as a reconciler does: over what it has read; what is unknown is found out by reading. */
    private static void write(EtcdCoordinator client, String value) {
        Members.await(() -> {
            Read read = done(client.read(KEY));
            if (read instanceof Read.Found found && found.register().value().equals(Bytes.utf8(value))) {
                return true;
            }
            if (!(read instanceof Read.Unreachable)) {
                Check check = read instanceof Read.Found found
                        ? Check.at(KEY, found.register().version())
                        : Check.absent(KEY);
                CommitOutcome outcome = put(client, List.of(check), value);
                assertThat(outcome).isNotInstanceOf(CommitOutcome.Refused.class);
            }
            return false;
        });
    }

    private static CommitOutcome put(EtcdCoordinator client, List<Check> checks, String value) {
        return done(client.commit(new Commit(checks, List.of(new Put(KEY, Bytes.utf8(value))), Optional.empty())));
    }

    /** Tries until the outcome is known. */
    private static CommitOutcome fenced(EtcdCoordinator client, Leadership.Held held) {
        AtomicReference<CommitOutcome> outcome = new AtomicReference<>();
        Members.await(() -> {
            outcome.set(done(client.commit(
                    new Commit(List.of(), List.of(new Put(KEY, Bytes.utf8("fenced"))), Optional.of(held.fence())))));
            return !(outcome.get() instanceof CommitOutcome.Unknown);
        });
        return Objects.requireNonNull(outcome.get());
    }

    private static void awaitKeys(BlockingQueue<Change> heard) throws InterruptedException {
        while (!(next(heard) instanceof Change.Keys told) || !told.keys().contains(KEY)) {
            // Everything may have changed: not what is awaited.
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
