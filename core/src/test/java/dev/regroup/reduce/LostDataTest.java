package dev.regroup.reduce;

import static dev.regroup.reduce.Situation.A;
import static dev.regroup.reduce.Situation.B;
import static dev.regroup.reduce.Situation.C;
import static dev.regroup.reduce.Situation.healthy;
import static dev.regroup.reduce.Situation.master;
import static dev.regroup.reduce.Situation.replica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Choice;
import dev.regroup.model.Diagnosis;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Link;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeInfo.Contents;
import dev.regroup.model.NodeInfo.Persistence;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Reason;
import dev.regroup.model.Reduction;
import dev.regroup.model.Role;
import dev.regroup.model.Standing;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What shows that a node lost its data, and what does not. */
class LostDataTest {

    private static final Policy HOLD = Policy.defaults().withLostData(Choice.LostData.HOLD);

    // The master

    @Test
    void noKeysAreNoLossIfNobodyKnowsOfAny() {
        Reduction reduction = healthy()
                .set(A, back("2", "h", 100).withContents(Contents.EMPTY))
                .round();

        assertThat(reduction.reasons()).containsExactly(Reason.of(Reason.Code.MASTER_RESTARTED, A));
    }

    @Test
    void whatIsCountedIsWhatItHadInTheLifeOfItsMark() {
        Situation group = healthy();
        NodeInfo loading = back("2", "h", 500).withReadiness(NodeInfo.Readiness.LOADING);
        group.set(A, loading).round();

        Reduction reduction = group.set(A, back("3", "h", 100)).round();

        assertThat(reduction.reasons()).containsExactly(Reason.of(Reason.Code.MASTER_RESTARTED, A));
    }

    @Test
    void aPikaWithoutKeysThatNeverHadAnyLostNothing() {
        NodeInfo empty = NodeInfo.of(Incarnation.of("2"), new Role.Master(), Position.unknown())
                .withPersistence(Persistence.ON_DISK)
                .withContents(Contents.EMPTY);
        Situation group = healthy();
        group.set(A, master(0)).set(B, replica(A, Link.up(), 0)).set(C, replica(A, Link.up(), 0));
        group.with(record -> record.withMember(record.member(A)
                .orElseThrow()
                .withStanding(new Standing.InSync(Incarnation.of("1"), Position.of("h", 0)))));
        group.rounds(2);

        assertThat(group.set(A, empty).round().reasons()).contains(Reason.of(Reason.Code.MASTER_RESTARTED, A));
    }

    @Test
    void aLifeInWhichItIsStillReadingIsNotYetTheOneWithoutData() {
        Situation group = healthy(HOLD).set(A, wiped("2"));
        group.set(B, replica(A, new Link.Down(), 100)).set(C, replica(A, new Link.Down(), 100));
        assertThat(group.round().diagnosis()).isEqualTo(Diagnosis.MASTER_LOST_DATA);

        group.set(A, wiped("3").withReadiness(NodeInfo.Readiness.LOADING));
        assertThat(group.round().diagnosis()).isNotEqualTo(Diagnosis.MASTER_LOST_DATA);

        group.set(A, wiped("3"));
        assertThat(group.round().diagnosis()).isEqualTo(Diagnosis.MASTER_LOST_DATA);
    }

    @Test
    void theDataIsGoneOnceEverybodyElseCopiesTheMasterWhateverItTellsOfItself() {
        Situation group = healthy(HOLD).set(A, wiped("2"));
        group.round();

        NodeInfo mute = NodeInfo.of(Incarnation.of("2"), new Role.Master(), Position.unknown());
        NodeInfo copied = NodeInfo.of(
                Incarnation.of("1"), new Role.Replica(Situation.address(A), Link.up()), Position.of("new", 0));
        Reduction reduction = group.set(A, mute).set(B, copied).set(C, copied).round();

        assertThat(reduction.reasons()).contains(Reason.of(Reason.Code.DATA_LOSS_ACCEPTED, A));
    }

    @Test
    void anUnrelatedHistoryThatSomebodyShowsToContinueTheFormerOneIsNoLoss() {
        assertThat(copiedBack("m", 110)).contains(Reason.of(Reason.Code.MASTER_RESTARTED, A));
    }

    @Test
    void whatTheOneThatWasCopiedDoesNotShowMayBeLost() {
        assertThat(copiedBack("other", 110)).contains(Reason.of(Reason.Code.MASTER_CAME_BACK_UNRELATED, A));
    }

    @Test
    void whatTheOneThatWasCopiedHasBeyondMayBeLost() {
        assertThat(copiedBack("m", 109)).contains(Reason.of(Reason.Code.MASTER_CAME_BACK_UNRELATED, A));
    }

    /** What is known of the former history may be less than what somebody had of it. */
    @Test
    void anUnrelatedHistoryIsALossAsLongAsSomebodyMayHaveMoreOfTheFormerOne() {
        NodeInfo ahead = replica(B, new Link.Down(), 105);
        assertThat(copiedBack("m", 110, ahead)).contains(Reason.of(Reason.Code.MASTER_CAME_BACK_UNRELATED, A));
    }

    @Test
    void anUnrelatedHistoryIsALossAsLongAsALinkedOneShowsTheFormer() {
        NodeInfo halfOpen = replica(A, Link.up(), 105);
        assertThat(copiedBack("m", 110, halfOpen)).contains(Reason.of(Reason.Code.MASTER_CAME_BACK_UNRELATED, A));
    }

    @Test
    void anUnrelatedHistoryIsALossAsLongAsSomebodyIsStillReading() {
        NodeInfo reading = replica(A, Link.up(), 100).withReadiness(NodeInfo.Readiness.LOADING);
        assertThat(copiedBack("m", 110, reading)).contains(Reason.of(Reason.Code.MASTER_CAME_BACK_UNRELATED, A));
    }

    /** All others were looked at once the look at the master was over, which took a while. */
    @Test
    void aLookAtTheMasterItselfNeedNotBeginAfterItsEnd() {
        Situation group = copiedBackGroup("m", 110, replica(A, Link.up(), 100));
        Observation seen = group.look();
        List<NodeReport> later = seen.reports().stream()
                .map(report -> report.node().equals(A)
                        ? new NodeReport(
                                A, report.look(), report.sentAt().minusMillis(50), report.doneAt(), report.outcome())
                        : report)
                .toList();
        Observation slow = Observation.of(seen.at(), seen.wall(), later).withLastGood(seen.lastGood());

        assertThat(Reducer.of(HOLD).reduce(group.state(), slow).reasons())
                .contains(Reason.of(Reason.Code.MASTER_RESTARTED, A));
    }

    @Test
    void nobodyElseIsAskedForWhatItDoesNotHave() {
        NodeInfo empty = NodeInfo.of(Incarnation.of("2"), new Role.Master(), Position.of("other", 5))
                .withContents(Contents.EMPTY);
        assertThat(copiedBack("m", 110, empty)).contains(Reason.of(Reason.Code.MASTER_RESTARTED, A));
    }

    @Test
    void aFormerHistoryThatBranchedOffTooEarlyIsALossWhateverLiesBetween() {
        NodeInfo made = NodeInfo.of(
                Incarnation.of("1"),
                new Role.Master(),
                new Position.Known("n", List.of(115L), List.of(new Position.Ancestor("h", 110))));
        NodeInfo copied = NodeInfo.of(
                        Incarnation.of("2"),
                        new Role.Master(),
                        new Position.Known("n", List.of(120L), List.of(new Position.Ancestor("h", 50))))
                .withPersistence(Persistence.SNAPSHOT_OR_NONE);
        Reduction reduction = healthy(HOLD)
                .set(A, copied)
                .set(B, made)
                .set(C, replica(B, Link.up(), 100))
                .round();
        assertThat(reduction.reasons()).contains(Reason.of(Reason.Code.MASTER_CAME_BACK_BEHIND, A));
    }

    /** B was made master and has history m since; A continues that other history from that offset. */
    private static List<Reason> copiedBack(String history, long upTo) {
        return copiedBack(history, upTo, replica(A, Link.up(), 100));
    }

    private static List<Reason> copiedBack(String history, long upTo, NodeInfo third) {
        return copiedBackGroup(history, upTo, third).round().reasons();
    }

    private static Situation copiedBackGroup(String history, long upTo, NodeInfo third) {
        NodeInfo made = NodeInfo.of(
                Incarnation.of("1"),
                new Role.Master(),
                new Position.Known("m", List.of(110L), List.of(new Position.Ancestor("h", 100))));
        NodeInfo copied = NodeInfo.of(
                        Incarnation.of("2"),
                        new Role.Master(),
                        new Position.Known("n", List.of(120L), List.of(new Position.Ancestor(history, upTo))))
                .withPersistence(Persistence.SNAPSHOT_OR_NONE);
        return healthy(HOLD).set(A, copied).set(B, made).set(C, third);
    }

    // A candidate

    @Test
    void aCandidateWithoutTheKeysItHadAndWithAnotherHistoryIsNotConfirmed() {
        assertThat(promoted(Contents.SOME, back("1", "other", 0).withContents(Contents.EMPTY)))
                .contains(Reason.of(Reason.Code.CLAIM_ENDED_CANDIDATE_LOST_DATA, B));
    }

    @Test
    void aCandidateWhoseKeysWereDeletedInTheSameHistoryIsConfirmed() {
        assertThat(promoted(Contents.SOME, back("1", "h", 100).withContents(Contents.EMPTY)))
                .contains(Reason.of(Reason.Code.CLAIM_CONFIRMED, B));
    }

    @Test
    void aCandidateThatNeverHadKeysIsConfirmed() {
        assertThat(promoted(Contents.EMPTY, back("1", "other", 0).withContents(Contents.EMPTY)))
                .contains(Reason.of(Reason.Code.CLAIM_CONFIRMED, B));
    }

    @Test
    void aCandidateThatStillHasKeysIsConfirmedUnderAnyHistory() {
        assertThat(promoted(Contents.SOME, back("1", "other", 0).withContents(Contents.SOME)))
                .contains(Reason.of(Reason.Code.CLAIM_CONFIRMED, B));
    }

    @Test
    void aCandidateElectedForTheHistoryThatTheMasterLostIsConfirmedIfItContinuesThat() {
        Situation group = healthy().set(A, wiped("2"));
        group.round();

        NodeInfo continuing = NodeInfo.of(
                Incarnation.of("1"),
                new Role.Master(),
                new Position.Known("h2", List.of(100L), List.of(new Position.Ancestor("h", 100))));
        assertThat(group.set(B, continuing).round().reasons()).contains(Reason.of(Reason.Code.CLAIM_CONFIRMED, B));
    }

    /** The master is down, b is claimed for and had these contents when it was; it answers as that master. */
    private static List<Reason> promoted(Contents had, NodeInfo now) {
        Situation group = healthy()
                .silent(A)
                .set(B, replica(A, new Link.Down(), 100).withContents(had))
                .set(C, replica(A, new Link.Down(), 100));
        assertThat(group.rounds(3).reasons()).contains(Reason.of(Reason.Code.MASTER_DOWN_ELECTED, B));
        return group.set(B, now).round().reasons();
    }

    private static NodeInfo wiped(String life) {
        return back(life, "new", 0).withPersistence(Persistence.SNAPSHOT_OR_NONE);
    }

    private static NodeInfo back(String life, String history, long offset) {
        return NodeInfo.of(Incarnation.of(life), new Role.Master(), Position.of(history, offset));
    }
}
