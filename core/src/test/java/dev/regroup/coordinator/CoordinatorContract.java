package dev.regroup.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.coordinator.Coordinator.Check;
import dev.regroup.coordinator.Coordinator.Read;
import dev.regroup.coordinator.Coordinator.Subscription;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every coordinator owes, one test for each clause of {@link Coordinator}. All tests wait, none sleeps. */
public abstract class CoordinatorContract extends CoordinatorCalls {

    private static final String KEY = "/regroup/groups/orders";
    private static final String OTHER = "/regroup/groups/users";

    /** Returns a new client of a store that is empty when a test begins, and that all clients of one test share. */
    protected abstract Coordinator connect();

    /** Lets the store give up that client's session without the client's doing. */
    protected abstract void expire(Coordinator client);

    @Test
    void aRegisterThatWasNeverWrittenIsAbsent() {
        assertThat(read(connect(), KEY)).isEqualTo(new Read.Absent());
    }

    @Test
    void whatWasCommittedIsReadWithTheVersionThatTheCommitTold() {
        Coordinator client = connect();

        Register written = create(client, KEY, "one");

        assertThat(read(client, KEY)).isEqualTo(new Read.Found(written));
        assertThat(written.value()).isEqualTo(Bytes.utf8("one"));
    }

    @Test
    void anyBytesAreKept() {
        Coordinator client = connect();
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }

        commit(client, List.of(absent(KEY)), List.of(new Put(KEY, Bytes.of(all))));

        assertThat(Arrays.equals(found(client, KEY).value().toArray(), all)).isTrue();
    }

    @Test
    void anEmptyRegisterIsNotAnAbsentOne() {
        Coordinator client = connect();

        Register written = create(client, KEY, "");

        assertThat(read(client, KEY)).isEqualTo(new Read.Found(written));
    }

    @Test
    void everyClientSeesWhatWasAcknowledgedToAnother() {
        Coordinator writer = connect();
        Coordinator reader = connect();

        Register written = create(writer, KEY, "one");

        assertThat(read(reader, KEY)).isEqualTo(new Read.Found(written));
    }

    @Test
    void everyWriteChangesTheVersionAlsoOneOfTheSameContent() {
        Coordinator client = connect();
        Register one = create(client, KEY, "same");

        Register two = update(client, one, "same");

        assertThat(two.version()).isNotEqualTo(one.version());
    }

    @Test
    void aCommitOnAnOldVersionConflictsAndChangesNothing() {
        Coordinator client = connect();
        Register one = create(client, KEY, "one");
        Register two = update(client, one, "two");

        CommitOutcome outcome = commit(client, List.of(at(one)), List.of(put(KEY, "three")));

        assertThat(outcome).isInstanceOf(CommitOutcome.Conflict.class);
        assertThat(found(client, KEY)).isEqualTo(two);
    }

    @Test
    void aCommitThatExpectsAbsenceConflictsWithAPresentRegister() {
        Coordinator client = connect();
        Register one = create(client, KEY, "one");

        CommitOutcome outcome = commit(client, List.of(absent(KEY)), List.of(put(KEY, "two")));

        assertThat(outcome).isInstanceOf(CommitOutcome.Conflict.class);
        assertThat(found(client, KEY)).isEqualTo(one);
    }

    @Test
    void aCommitThatExpectsAVersionConflictsWithAnAbsentRegister() {
        Coordinator client = connect();
        Register one = create(client, KEY, "one");
        Check check = new Check(OTHER, Optional.of(one.version()));

        CommitOutcome outcome = commit(client, List.of(check), List.of(put(OTHER, "two")));

        assertThat(outcome).isInstanceOf(CommitOutcome.Conflict.class);
        assertThat(read(client, OTHER)).isEqualTo(new Read.Absent());
    }

    @Test
    void ofSeveralPutsNoneIsDoneIfOneCheckFails() {
        Coordinator client = connect();
        Register one = create(client, KEY, "one");

        CommitOutcome outcome = commit(
                client, List.of(at(one), absent(OTHER), absent(KEY)), List.of(put(KEY, "two"), put(OTHER, "two")));

        assertThat(outcome).isInstanceOf(CommitOutcome.Conflict.class);
        assertThat(found(client, KEY)).isEqualTo(one);
        assertThat(read(client, OTHER)).isEqualTo(new Read.Absent());
    }

    @Test
    void severalPutsAreDoneTogetherAndToldInTheirOrder() {
        Coordinator client = connect();

        CommitOutcome outcome =
                commit(client, List.of(absent(KEY), absent(OTHER)), List.of(put(OTHER, "other"), put(KEY, "one")));

        assertThat(outcome).isEqualTo(new CommitOutcome.Committed(List.of(found(client, OTHER), found(client, KEY))));
    }

    @Test
    void aCheckMayConcernARegisterThatIsNotWritten() {
        Coordinator client = connect();
        Register one = create(client, KEY, "one");
        update(client, one, "two");

        CommitOutcome outcome = commit(client, List.of(at(one)), List.of(put(OTHER, "other")));

        assertThat(outcome).isInstanceOf(CommitOutcome.Conflict.class);
        assertThat(read(client, OTHER)).isEqualTo(new Read.Absent());
    }

    @Test
    void ofTwoClientsThatWriteOverTheSameVersionOnlyOneSucceeds() {
        Coordinator one = connect();
        Coordinator two = connect();
        Register before = create(one, KEY, "before");

        CompletionStage<CommitOutcome> first = one.commit(unfenced(List.of(at(before)), List.of(put(KEY, "first"))));
        CompletionStage<CommitOutcome> second = two.commit(unfenced(List.of(at(before)), List.of(put(KEY, "second"))));

        assertThat(Stream.of(done(first), done(second)).filter(CommitOutcome.Committed.class::isInstance))
                .hasSize(1);
    }

    @Test
    void aWatchHearsOfARegisterUnderItsPrefix() throws InterruptedException {
        Coordinator watcher = connect();
        BlockingQueue<Change> heard = watch(watcher, "/regroup/groups");

        create(connect(), KEY, "one");

        awaitChange(heard, KEY);
    }

    @Test
    void aWatchOnTheVeryKeyHearsOfIt() throws InterruptedException {
        Coordinator watcher = connect();
        BlockingQueue<Change> heard = watch(watcher, KEY);

        create(connect(), KEY, "one");

        awaitChange(heard, KEY);
    }

    @Test
    void aWatchHearsOfItsOwnClientsCommits() throws InterruptedException {
        Coordinator client = connect();
        BlockingQueue<Change> heard = watch(client, "/regroup/groups");

        create(client, KEY, "one");

        awaitChange(heard, KEY);
    }

    @Test
    void aWatchHearsOfEveryFurtherChangeAtLeastByTheLastOne() throws InterruptedException {
        Coordinator client = connect();
        Register last = create(client, KEY, "0");
        BlockingQueue<Change> heard = watch(client, "/regroup/groups");

        for (int i = 1; i <= 20; i++) {
            last = update(client, last, Integer.toString(i));
        }

        awaitChange(heard, KEY);
        assertThat(found(client, KEY)).isEqualTo(last);
    }

    @Test
    void aWatchThatWasClosedHearsNothingNew() throws InterruptedException {
        Coordinator client = connect();
        BlockingQueue<Change> closed = new LinkedBlockingQueue<>();
        Subscription subscription = client.watch("/regroup/groups", closed::add);
        BlockingQueue<Change> open = watch(client, "/regroup/groups");
        subscription.close();
        subscription.close();

        create(client, KEY, "one");

        awaitChange(open, KEY);
        assertThat(closed).isEmpty();
    }

    @Test
    void aLoneCandidateIsElected() throws InterruptedException {
        Leadership.Held held = awaitHeld(campaign(connect()));

        assertThat(held.isStillHeld().getAsBoolean()).isTrue();
        assertThat(held.fence().name()).isEqualTo("reconciler");
    }

    @Test
    void ofTwoCandidatesTheSecondIsElectedWhenTheFirstLeaves() throws InterruptedException {
        BlockingQueue<Leadership> one = new LinkedBlockingQueue<>();
        Subscription first = connect().campaign("reconciler", one::add);
        Leadership.Held before = awaitHeld(one);
        BlockingQueue<Leadership> two = campaign(connect());

        first.close();
        first.close();

        Leadership.Held after = awaitHeld(two);
        assertThat(before.isStillHeld().getAsBoolean()).isFalse();
        assertThat(after.fence().token()).isNotEqualTo(before.fence().token());
    }

    @Test
    void ofTwoCandidatesTheSecondIsElectedWhenTheClientOfTheFirstCloses() throws InterruptedException {
        Coordinator client = connect();
        Leadership.Held before = awaitHeld(campaign(client));
        BlockingQueue<Leadership> two = campaign(connect());

        client.close();
        client.close();

        awaitHeld(two);
        assertThat(before.isStillHeld().getAsBoolean()).isFalse();
    }

    @Test
    void aLeaderWhoseSessionExpiresHearsThatItLost() throws InterruptedException {
        Coordinator client = connect();
        BlockingQueue<Leadership> one = campaign(client);
        Leadership.Held before = awaitHeld(one);
        BlockingQueue<Leadership> two = campaign(connect());

        expire(client);

        assertThat(next(one)).isEqualTo(new Leadership.Lost());
        assertThat(before.isStillHeld().getAsBoolean()).isFalse();
        awaitHeld(two);
    }

    @Test
    void aLostLeadershipIsCampaignedForAgainAndComesWithAnotherToken() throws InterruptedException {
        Coordinator client = connect();
        BlockingQueue<Leadership> heard = campaign(client);
        Leadership.Held before = awaitHeld(heard);

        expire(client);

        assertThat(next(heard)).isEqualTo(new Leadership.Lost());
        Leadership.Held after = awaitHeld(heard);
        assertThat(after.fence().token()).isNotEqualTo(before.fence().token());
    }

    @Test
    void electionsOfDifferentNamesAreIndependent() throws InterruptedException {
        awaitHeld(campaign(connect()));
        BlockingQueue<Leadership> other = new LinkedBlockingQueue<>();

        connect().campaign("another", other::add);

        awaitHeld(other);
    }

    @Test
    void aCommitWithTheFenceOfALivingLeadershipIsDone() throws InterruptedException {
        Coordinator client = connect();
        Leadership.Held held = awaitHeld(campaign(client));

        CommitOutcome outcome = fenced(client, KEY, held);

        assertThat(outcome).isInstanceOf(CommitOutcome.Committed.class);
    }

    @Test
    void aCommitWithTheFenceOfAnEndedLeadershipConflictsAlsoIfTheSameClientLeadsAgain() throws InterruptedException {
        Coordinator client = connect();
        BlockingQueue<Leadership> heard = campaign(client);
        Leadership.Held before = awaitHeld(heard);
        expire(client);
        awaitHeld(heard);

        CommitOutcome outcome = fenced(client, KEY, before);

        assertThat(outcome).isInstanceOf(CommitOutcome.Conflict.class);
        assertThat(read(client, KEY)).isEqualTo(new Read.Absent());
    }

    @Test
    void aClosedClientSaysThatTheStoreIsOutOfReachAndClosesAgain() {
        Coordinator client = connect();
        client.close();
        client.close();

        assertThat(read(client, KEY)).isInstanceOf(Read.Unreachable.class);
        assertThat(commit(client, List.of(absent(KEY)), List.of(put(KEY, "one"))))
                .isInstanceOf(CommitOutcome.Unknown.class);
    }
}
