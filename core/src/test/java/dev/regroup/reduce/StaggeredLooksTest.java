package dev.regroup.reduce;

import static dev.regroup.reduce.Situation.A;
import static dev.regroup.reduce.Situation.B;
import static dev.regroup.reduce.Situation.C;
import static dev.regroup.reduce.Situation.master;
import static dev.regroup.reduce.Situation.replica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Action;
import dev.regroup.model.Block;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupHealth;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Link;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Observation;
import dev.regroup.model.Outcome;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.PromoteSent;
import dev.regroup.model.Reason;
import dev.regroup.model.Reduction;
import dev.regroup.model.Role;
import dev.regroup.model.Standing;
import dev.regroup.model.Verdict;
import dev.regroup.model.Verdict.Ruling;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What depends on the order in which looks arrive: the explored world looks at all nodes at once and cannot tell. */
class StaggeredLooksTest {

    /** S21: it takes three looks that tell nothing to make a node unusable. */
    @Test
    void oneLookThatTellsNothingCountsOnce() {
        Situation group = Situation.healthy().set(A, new Outcome.Uninformative(Outcome.Refusal.AUTH, "NOAUTH"));
        group.round();
        Observation seen = group.look();
        Reducer reducer = Reducer.of(Policy.defaults());

        GroupState once = reducer.reduce(group.state(), seen).state();
        assertThat(once.health()).isNotEqualTo(group.state().health());
        assertThat(reducer.reduce(once, seen).state()).isEqualTo(once);
    }

    /** S23: what lasts is not news, so that nothing grows while it does. */
    @Test
    void looksThatTellNothingAreCountedNoFurtherThanTheyMatter() {
        Situation group = Situation.healthy().set(A, new Outcome.Uninformative(Outcome.Refusal.AUTH, "NOAUTH"));
        group.rounds(3);
        GroupState unusable = group.state();

        assertThat(group.round().state().health()).isEqualTo(unusable.health());
    }

    /** It was seen often enough, but whoever owes something is not in sync by that: it has to be seen beside its master then. */
    @Test
    void whoWasConfirmedBeforeIsInSyncAtALookBesideItsMasterOnly() {
        Situation group = Situation.healthy();
        group.with(record -> record.withMember(record.member(B)
                .orElseThrow()
                .withStanding(new Standing.OutOfSync(Incarnation.of("1"), Position.unknown()))));
        GroupState confirmed =
                new GroupState(group.state().record(), GroupHealth.rest().with(B, new NodeHealth.Confirming(2, 1)));
        Reducer reducer = Reducer.of(Policy.defaults());
        Reason gained = Reason.of(Reason.Code.SYNC_GAINED, B);

        assertThat(reducer.reduce(confirmed, group.copy().missing(A).look()).reasons())
                .doesNotContain(gained);
        assertThat(reducer.reduce(confirmed, group.look()).reasons()).contains(gained);
    }

    /** S21: with the default of two confirmations it is in sync at its second look, not at the same one twice. */
    @Test
    void oneLookConfirmsOnce() {
        Situation group = Situation.healthy().silent(B);
        group.rounds(4);
        group.set(B, replica(A, Link.up(), 100));
        Observation seen = group.look();
        Reducer reducer = Reducer.of(Policy.defaults());

        GroupState once = reducer.reduce(group.state(), seen).state();
        assertThat(once.health()).isNotEqualTo(group.state().health());
        assertThat(reducer.reduce(once, seen).state()).isEqualTo(once);
    }

    @Test
    void aLinkThatFellWithTheMasterIsNotHeldAgainstTheReplicaThoughTheMastersLastLookWasGood() {
        Arrivals group = Arrivals.healthy();
        group.at(8000, A, master(100));
        group.at(8300, B, linkDown(100));
        assertThat(standing(group, B)).isInstanceOf(Standing.InSync.class);
        group.refused(8301, A);
        group.at(8302, B, linkDown(100));
        group.refused(9301, A);
        assertThat(group.refused(10301, A).actions()).singleElement().isInstanceOf(Action.Promote.class);
    }

    @Test
    void aLinkThatIsDownWhileTheMasterLivesOnIsHeldAgainstTheReplica() {
        Arrivals group = Arrivals.healthy();
        group.at(8300, B, linkDown(100));
        assertThat(group.at(9000, A, master(100)).reasons()).contains(Reason.of(Reason.Code.SYNC_LOST_LINK, B));
    }

    @Test
    void whatTheMasterTookAfterTheLookAtTheReplicaIsNoLag() {
        Arrivals group = Arrivals.healthy();
        group.at(8000, A, master(50_000_000));
        assertThat(standing(group, B)).isInstanceOf(Standing.InSync.class);
        assertThat(group.at(8300, B, replica(A, Link.up(), 100)).reasons())
                .contains(Reason.of(Reason.Code.SYNC_LOST_LAG, B));
    }

    @Test
    void aReplicaThatWasNotSeenSinceTheMasterFellSilentIsNeitherWitnessNorCandidate() {
        Arrivals group = Arrivals.healthy();
        group.refused(7700, A);
        group.refused(8700, A);
        Reduction due = group.refused(9700, A);
        assertThat(due.vetoes()).isEmpty();
        assertThat(due.actions()).isEmpty();
        assertThat(due.verdicts()).containsExactly(verdict(B, Ruling.UNPROVEN), verdict(C, Ruling.UNPROVEN));
        assertThat(group.at(9800, C, linkDown(100)).actions()).singleElement().isInstanceOf(Action.Promote.class);
    }

    @Test
    void timeoutsCountFromTheFirstAnswerOfAnybodyOn() {
        Arrivals group = Arrivals.unstarted();
        group.timeout(0, A);
        group.timeout(1000, A);
        assertThat(group.state().health().isAtRest()).isTrue();
        group.at(1300, B, replica(A, Link.up(), 100));
        group.timeout(2000, A);
        assertThat(group.state().health().isAtRest()).isFalse();
    }

    @Test
    void aSwitchByHandIsAdoptedInWhateverOrderItIsSeen() {
        Arrivals group = Arrivals.healthy();
        Reduction first = group.at(8000, A, replica(B, Link.up(), 100));
        assertThat(first.actions()).isEmpty();
        Reduction second = group.at(8300, B, master(100));
        assertThat(second.reasons()).contains(Reason.of(Reason.Code.ADOPTED_FOLLOWED_MASTER, B));
    }

    @Test
    void aRivalIsNotTouchedBeforeTheMasterWasLookedAtAgain() {
        NodeInfo untouched = NodeInfo.of(
                Incarnation.of("1"),
                new Role.Master(),
                new Position.Known("h2", List.of(100L), List.of(new Position.Ancestor("h", 100))));
        Arrivals group = Arrivals.healthy();
        group.at(8000, A, master(100));
        assertThat(group.at(8300, B, untouched).actions()).isEmpty();
        assertThat(group.at(9000, A, master(100)).actions()).singleElement().isInstanceOf(Action.Follow.class);
    }

    @Test
    void aReplicaThatLostItsPositionIsNotElected() {
        Arrivals group = dying();
        NodeInfo lost = NodeInfo.of(
                Incarnation.of("1"), new Role.Replica(Situation.address(A), new Link.Down()), Position.unknown());
        group.at(9300, B, lost);
        group.at(9600, C, linkDown(100));
        assertThat(group.refused(10000, A).verdicts())
                .containsExactly(verdict(B, Ruling.UNPROVEN), verdict(C, Ruling.FIRST));
    }

    @Test
    void aReplicaThatCopiedAnotherHistoryIsNotElected() {
        Arrivals group = dying();
        NodeInfo other = NodeInfo.of(
                Incarnation.of("1"), new Role.Replica(Situation.address(A), new Link.Down()), Position.of("h2", 5));
        group.at(9300, B, other);
        group.at(9600, C, linkDown(100));
        assertThat(group.refused(10000, A).verdicts())
                .containsExactly(verdict(B, Ruling.UNPROVEN), verdict(C, Ruling.FIRST));
    }

    @Test
    void whatASilentReplicaWasLastSeenToHaveCountsAgainstTheOthers() {
        Arrivals group = dying();
        group.at(8700, C, linkDown(5_000_100));
        group.at(9300, B, linkDown(100));
        group.timeout(9700, C);
        Reduction due = group.refused(10000, A);
        assertThat(due.actions()).isEmpty();
        assertThat(due.verdicts()).containsExactly(verdict(B, Ruling.LAGGING), verdict(C, Ruling.NOT_VISIBLE));
    }

    @Test
    void aReplicaThatFellSilentWhileAnotherOneStillHearsFromTheMasterIsNoLongerInSync() {
        Arrivals group = Arrivals.healthy();
        group.timeout(8000, A);
        group.at(8300, B, replica(A, Link.up(), 100));
        for (int second = 9; second < 12; second++) {
            group.timeout(second * 1000, A);
            group.timeout(second * 1000 + 300, B);
            group.at(second * 1000 + 600, C, replica(A, Link.up(), 100));
        }
        assertThat(standing(group, B)).isInstanceOf(Standing.OutOfSync.class);
        assertThat(standing(group, C)).isInstanceOf(Standing.InSync.class);
    }

    @Test
    void aReplicaThatFallsSilentWhileTheMasterAnswersIsNoLongerInSync() {
        Arrivals group = Arrivals.healthy();
        assertThat(group.refused(8300, B).reasons()).contains(Reason.of(Reason.Code.SYNC_LOST_SILENCE, B));
    }

    @Test
    void aCandidateThatHungDuringItsClaimIsAdoptedWhenItComesBackAsMaster() {
        Arrivals group = claimed();
        group.promoteSent(new PromoteSent.Possibly(2, Duration.ofSeconds(11)));
        for (int second = 11; second < 14; second++) {
            group.refused(second * 1000, A);
            group.timeout(second * 1000 + 300, B);
            group.timeout(second * 1000 + 600, C);
        }
        assertThat(group.state().record().claim()).isInstanceOf(Claim.None.class);
        Reduction back = group.at(14300, B, master(100));
        assertThat(back.reasons()).contains(Reason.of(Reason.Code.ADOPTED_MASTER_WHILE_DOWN, B));
    }

    @Test
    void aCandidateThatRefusesIsPassedOver() {
        Arrivals group = claimed();
        group.promoteSent(new PromoteSent.Refused(2));
        Reduction reduction = group.at(10600, C, linkDown(100));
        assertThat(reduction.reasons())
                .contains(
                        Reason.of(Reason.Code.CLAIM_ENDED_CANDIDATE_REFUSED, B),
                        Reason.of(Reason.Code.MASTER_DOWN_ELECTED, C));
    }

    @Test
    void aReplicaSeenInItsNewLifeAndThenPromotedByHandMayHaveWrites() {
        Arrivals group = Arrivals.healthy();
        NodeInfo restarted = NodeInfo.of(
                Incarnation.of("2"), new Role.Replica(Situation.address(A), new Link.Syncing()), Position.unknown());
        NodeInfo promoted = NodeInfo.of(Incarnation.of("2"), new Role.Master(), Position.of("h9", 5_000_000));
        group.at(8300, B, restarted);
        group.at(9300, B, promoted);
        Reduction reduction = group.at(10000, A, master(100));
        assertThat(reduction.actions()).isEmpty();
        assertThat(group.state().record().block()).isEqualTo(new Block.On(Block.Kind.SPLIT_BRAIN, List.of(B)));
    }

    /** Testimony that is older than the silence, or that may be, does not speak against it. */
    @Test
    void aReplicaKeepsItsMarkThoughAnotherOneIsStillLinkedToTheSilentMaster() {
        Arrivals group = Arrivals.healthy();
        NodeInfo linked = replica(A, new Link.Up(Duration.ofSeconds(9)), 100);
        group.timeout(8000, A);
        group.at(8300, B, linked);
        group.at(8600, C, linked);
        group.timeout(9000, A);
        group.timeout(9300, B);
        assertThat(standing(group, B)).isInstanceOf(Standing.InSync.class);
    }

    @Test
    void aBlinkingReplicaCausesNoCommitWhileTheGroupIsHeld() {
        Arrivals group = Arrivals.healthy();
        for (int second = 8; second < 12; second++) {
            group.timeout(second * 1000, A);
            group.at(second * 1000 + 300, B, replica(A, Link.up(), 100));
            group.timeout(second * 1000 + 600, C);
        }
        GroupRecord held = group.state().record();
        assertThat(held.block()).isEqualTo(new Block.On(Block.Kind.HELD_CONTRADICTED, List.of()));
        for (int second = 12; second < 14; second++) {
            group.at(second * 1000 + 300, B, replica(A, Link.up(), 100));
            group.timeout(second * 1000 + 600, C);
            assertThat(group.state().record().block()).isEqualTo(held.block());
        }
    }

    /** The master was refused at 8000 and 9000, and both replicas were seen in between with their links down. */
    private static Arrivals dying() {
        Arrivals group = Arrivals.healthy();
        group.refused(8000, A);
        group.at(8300, B, linkDown(100));
        group.at(8600, C, linkDown(100));
        group.refused(9000, A);
        return group;
    }

    private static Arrivals claimed() {
        Arrivals group = dying();
        group.at(9300, B, linkDown(100));
        group.at(9600, C, linkDown(100));
        group.refused(10000, A);
        return group;
    }

    private static NodeInfo linkDown(long offset) {
        return replica(A, new Link.Down(), offset);
    }

    private static Verdict verdict(NodeId node, Ruling ruling) {
        return new Verdict(node, ruling);
    }

    private static Standing standing(Arrivals group, NodeId node) {
        return group.state().record().member(node).orElseThrow().standing();
    }
}
