package dev.regroup.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.coordinator.Coordinator.Check;
import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Coordinator.Read;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every coordinator owes about registers and commits. */
abstract class RegisterClauses extends CoordinatorCalls {

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
    void aRegisterThatWasDeletedIsAbsent() {
        Coordinator client = connect();
        Register one = create(client, KEY, "one");

        CommitOutcome outcome = delete(client, List.of(at(one)), KEY);

        assertThat(outcome).isEqualTo(new CommitOutcome.Committed(List.of()));
        assertThat(read(client, KEY)).isEqualTo(new Read.Absent());
    }

    @Test
    void aDeleteOfAnAbsentRegisterConflicts() {
        Coordinator client = connect();
        create(client, OTHER, "other");

        assertThat(delete(client, List.of(), KEY)).isInstanceOf(CommitOutcome.Conflict.class);
    }

    @Test
    void aDeleteOnAnOldVersionConflictsAndDeletesNothing() {
        Coordinator client = connect();
        Register one = create(client, KEY, "one");
        Register two = update(client, one, "two");

        assertThat(delete(client, List.of(at(one)), KEY)).isInstanceOf(CommitOutcome.Conflict.class);
        assertThat(found(client, KEY)).isEqualTo(two);
    }

    @Test
    void putsAndDeletesOfOneCommitAreDoneTogether() {
        Coordinator client = connect();
        create(client, KEY, "one");

        CommitOutcome outcome = done(client.commit(
                new Commit(List.of(absent(OTHER)), List.of(put(OTHER, "two")), List.of(KEY), Optional.empty())));

        assertThat(outcome).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(read(client, KEY)).isEqualTo(new Read.Absent());
        assertThat(found(client, OTHER).value()).isEqualTo(Bytes.utf8("two"));
    }

    @Test
    void aRegisterThatWasDeletedAndCreatedAgainHasAnotherVersionAndACommitOnTheFormerOneConflicts() {
        Coordinator client = connect();
        Register former = create(client, KEY, "one");
        delete(client, List.of(), KEY);
        Register again = create(client, KEY, "one");

        CommitOutcome outcome = commit(client, List.of(at(former)), List.of(put(KEY, "two")));

        assertThat(again.version()).isNotEqualTo(former.version());
        assertThat(outcome).isInstanceOf(CommitOutcome.Conflict.class);
        assertThat(found(client, KEY)).isEqualTo(again);
    }

    @Test
    void aPutThatNothingChecksCreatesOrOverwrites() {
        Coordinator client = connect();

        commit(client, List.of(), List.of(put(KEY, "one")));
        CommitOutcome outcome = commit(client, List.of(), List.of(put(KEY, "two")));

        assertThat(outcome).isEqualTo(new CommitOutcome.Committed(List.of(found(client, KEY))));
        assertThat(found(client, KEY).value()).isEqualTo(Bytes.utf8("two"));
    }

    @Test
    void aCheckOfPresenceHoldsWhateverTheVersionAndFailsWithoutTheRegister() {
        Coordinator client = connect();
        update(client, create(client, KEY, "one"), "two");

        assertThat(commit(client, List.of(Check.present(KEY)), List.of(put(OTHER, "one"))))
                .isInstanceOf(CommitOutcome.Committed.class);
        delete(client, List.of(), KEY);
        assertThat(commit(client, List.of(Check.present(KEY)), List.of(put(OTHER, "two"))))
                .isInstanceOf(CommitOutcome.Conflict.class);
        assertThat(found(client, OTHER).value()).isEqualTo(Bytes.utf8("one"));
    }

    @Test
    void aCommitOfChecksAloneSaysWhetherTheyHold() {
        Coordinator client = connect();
        Register one = create(client, KEY, "one");

        assertThat(commit(client, List.of(at(one), absent(OTHER)), List.of()))
                .isEqualTo(new CommitOutcome.Committed(List.of()));
        update(client, one, "two");
        assertThat(commit(client, List.of(at(one)), List.of())).isInstanceOf(CommitOutcome.Conflict.class);
    }

    @Test
    void whateverRegistersAConflictTellsAreAsTheyAre() {
        Coordinator client = connect();
        Register one = create(client, KEY, "one");
        Register two = update(client, one, "two");

        CommitOutcome outcome = commit(client, List.of(at(one), absent(OTHER)), List.of(put(KEY, "three")));

        assertThat(((CommitOutcome.Conflict) outcome).current()).isSubsetOf(List.of(two));
    }

    @Test
    void hundredsOfRequestsAtOnceAreAllAnswered() {
        Coordinator client = connect();
        List<CompletionStage<CommitOutcome>> commits = IntStream.range(0, 300)
                .mapToObj(i -> "/regroup/groups/g" + i)
                .map(key -> client.commit(unfenced(List.of(absent(key)), List.of(put(key, key)))))
                .toList();
        commits.forEach(commit -> assertThat(done(commit)).isInstanceOf(CommitOutcome.Committed.class));

        List<CompletionStage<Read>> reads = IntStream.range(0, 300)
                .mapToObj(i -> client.read("/regroup/groups/g" + i))
                .toList();

        reads.forEach(read -> assertThat(done(read)).isInstanceOf(Read.Found.class));
    }

    @Test
    void aValueOfHalfAMegabyteIsKept() {
        Coordinator client = connect();
        Bytes big = Bytes.of(new byte[500_000]);

        commit(client, List.of(absent(KEY)), List.of(new Put(KEY, big)));

        assertThat(found(client, KEY).value()).isEqualTo(big);
    }
}
