package dev.regroup.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.coordinator.Coordinator.Read;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class MemoryCoordinatorTest extends CoordinatorContract {

    private final MemoryStore store = MemoryStore.create();

    @Override
    protected MemoryCoordinator connect() {
        return store.client();
    }

    @Override
    protected void expire(Coordinator client) {
        ((MemoryCoordinator) client).expire();
    }

    @Test
    void anInjectedConflictChangesNothingAndIsGoneAfterwards() {
        MemoryCoordinator client = connect();
        client.faults().nextCommit(MemoryFaults.OfCommit.CONFLICT);

        assertThat(commit(client, List.of(absent(KEY)), List.of(put(KEY, "one"))))
                .isInstanceOf(CommitOutcome.Conflict.class);
        assertThat(read(client, KEY)).isEqualTo(new Read.Absent());
        assertThat(commit(client, List.of(absent(KEY)), List.of(put(KEY, "one"))))
                .isInstanceOf(CommitOutcome.Committed.class);
    }

    @Test
    void anUnknownCommitWasAppliedOrNotAsAsked() {
        MemoryCoordinator client = connect();
        client.faults().nextCommit(MemoryFaults.OfCommit.UNKNOWN_NOT_APPLIED);
        client.faults().nextCommit(MemoryFaults.OfCommit.UNKNOWN_APPLIED);

        assertThat(commit(client, List.of(absent(KEY)), List.of(put(KEY, "one"))))
                .isInstanceOf(CommitOutcome.Unknown.class);
        assertThat(read(client, KEY)).isEqualTo(new Read.Absent());
        assertThat(commit(client, List.of(absent(KEY)), List.of(put(KEY, "two"))))
                .isInstanceOf(CommitOutcome.Unknown.class);
        assertThat(found(client, KEY).value()).isEqualTo(Bytes.utf8("two"));
    }

    @Test
    void anOutageOfOneClientDoesNotConcernAnother() {
        MemoryCoordinator cutOff = connect();
        MemoryCoordinator other = connect();
        cutOff.faults().outage();

        assertThat(read(cutOff, KEY)).isInstanceOf(Read.Unreachable.class);
        assertThat(commit(cutOff, List.of(absent(KEY)), List.of(put(KEY, "one"))))
                .isInstanceOf(CommitOutcome.Unknown.class);
        assertThat(read(other, KEY)).isEqualTo(new Read.Absent());

        cutOff.faults().restored();
        assertThat(read(cutOff, KEY)).isEqualTo(new Read.Absent());
    }

    @Test
    void heldRepliesArriveWhenTheyAreReleasedAndSayWhatWasTrueWhenAsked() {
        MemoryCoordinator client = connect();
        client.faults().holdReplies();

        CompletionStage<Read> early = client.read(KEY);
        assertThat(early.toCompletableFuture()).isNotDone();
        create(connect(), KEY, "one");
        client.faults().releaseReplies();

        assertThat(done(early)).isEqualTo(new Read.Absent());
        assertThat(read(client, KEY)).isInstanceOf(Read.Found.class);
    }

    @Test
    void aDelayedReplyArrives() {
        MemoryCoordinator client = connect();
        client.faults().delay(Duration.ofMillis(1));

        assertThat(read(client, KEY)).isEqualTo(new Read.Absent());
    }

    @Test
    void heldChangesAreToldAsOne() throws InterruptedException {
        MemoryCoordinator client = connect();
        BlockingQueue<Change> heard = watch(client, "/regroup");
        client.faults().holdChanges();
        Register one = create(client, KEY, "one");
        Register two = update(client, one, "two");

        client.faults().releaseChanges();
        update(client, two, "three");

        assertThat(next(heard)).isEqualTo(new Change.All());
        assertThat(next(heard)).isEqualTo(new Change.Keys(List.of(KEY)));
        assertThat(heard).isEmpty();
    }

    @Test
    void aWatchDoesNotHearOfARegisterWhoseNameOnlyBeginsLikeItsPrefix() throws InterruptedException {
        MemoryCoordinator client = connect();
        BlockingQueue<Change> heard = watch(client, KEY);

        create(client, KEY + "2", "sibling");
        create(client, KEY, "one");

        assertThat(next(heard)).isEqualTo(new Change.Keys(List.of(KEY)));
    }

    @Test
    void aRefusedCommitChangesNothing() {
        MemoryCoordinator client = connect();
        client.faults().nextCommit(MemoryFaults.OfCommit.REFUSED);

        assertThat(commit(client, List.of(), List.of(put(KEY, "one"))))
                .isEqualTo(new CommitOutcome.Refused("injected"));
        assertThat(read(client, KEY)).isEqualTo(new Read.Absent());
    }

    @Test
    void droppedChangesAreNeverTold() throws InterruptedException {
        MemoryCoordinator client = connect();
        BlockingQueue<Change> heard = watch(client, "/regroup");
        client.faults().holdChanges();
        create(client, OTHER, "lost");
        client.faults().dropChanges();

        create(client, KEY, "one");

        assertThat(next(heard)).isEqualTo(new Change.Keys(List.of(KEY)));
    }
}
