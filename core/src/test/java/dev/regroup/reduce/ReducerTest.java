package dev.regroup.reduce;

import static dev.regroup.reduce.Situation.A;
import static dev.regroup.reduce.Situation.B;
import static dev.regroup.reduce.Situation.C;
import static dev.regroup.reduce.Situation.healthy;
import static dev.regroup.reduce.Situation.master;
import static dev.regroup.reduce.Situation.replica;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regroup.model.Action;
import dev.regroup.model.Address;
import dev.regroup.model.Attached;
import dev.regroup.model.Block;
import dev.regroup.model.Claim;
import dev.regroup.model.Diagnosis;
import dev.regroup.model.GroupState;
import dev.regroup.model.Incarnation;
import dev.regroup.model.InvalidConfiguration;
import dev.regroup.model.Link;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Outcome;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.PromoteSent;
import dev.regroup.model.Reason;
import dev.regroup.model.Reduction;
import dev.regroup.model.Role;
import dev.regroup.model.Standing;
import dev.regroup.model.Verdict;
import dev.regroup.model.Veto;
import dev.regroup.model.Wake;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReducerTest {

    @Test
    void aHealthyGroupStaysTheVerySameInstance() {
        Situation group = healthy();
        GroupState before = group.state();
        Reduction reduction = group.round();
        assertThat(reduction.state()).isSameAs(before);
        assertThat(reduction.diagnosis()).isEqualTo(Diagnosis.HEALTHY);
        assertThat(reduction.actions()).isEmpty();
    }

    /** The glance allocates nothing, so it says nothing of readiness; that is told on demand. */
    @Test
    void whoWouldTakeOverFromAHealthyMasterIsKnownOnDemand() {
        Situation group = healthy();

        assertThat(group.round().verdicts()).isEmpty();
        assertThat(group.readiness())
                .containsExactly(new Verdict(B, Verdict.Ruling.FIRST), new Verdict(C, Verdict.Ruling.ELECTABLE, 2));
    }

    @Test
    void aRunningGroupIsAdoptedWithoutACommand() {
        GroupState state = healthy().state();
        assertThat(state.record().master()).contains(A);
        assertThat(state.record().epoch()).isEqualTo(1);
        assertThat(state.record().members()).allMatch(member -> member.standing() instanceof Standing.InSync);
    }

    @Test
    void aDeadMasterIsClaimedForAndReplacedInTheThirdMiss() {
        Situation group = healthy().silent(A).set(B, linkDown(100)).set(C, linkDown(100));
        assertThat(group.rounds(2).actions()).isEmpty();
        Reduction third = group.round();
        assertThat(third.actions()).singleElement().isInstanceOf(Action.Promote.class);
        assertThat(third.actions().get(0).node()).isEqualTo(B);
        assertThat(third.state().record().claim()).isInstanceOf(Claim.Pending.class);
        assertThat(third.state().record().master()).contains(A);
        Reduction confirmed = group.set(B, master(100)).round();
        assertThat(confirmed.state().record().master()).contains(B);
        assertThat(confirmed.actions()).singleElement().isInstanceOf(Action.Follow.class);
    }

    @Test
    void theReplicaWithMoreDataIsElected() {
        Situation group = healthy().silent(A).set(B, linkDown(100)).set(C, linkDown(101));
        Reduction reduction = group.rounds(3);
        assertThat(reduction.verdicts())
                .containsExactly(new Verdict(B, Verdict.Ruling.ELECTABLE, 2), new Verdict(C, Verdict.Ruling.FIRST));
    }

    @Test
    void aReplicaThatMustNotBeMasterIsNotElected() {
        Situation group = healthy().silent(A).silent(C).set(B, linkDown(100).withEligibility(NodeInfo.Eligibility.NO));
        assertThat(group.rounds(3).state().record().block())
                .isEqualTo(new Block.On(Block.Kind.NO_CANDIDATE, List.of(B)));
    }

    @Test
    void aLoadingReplicaIsWaitedFor() {
        Situation group = healthy().silent(A).silent(C).set(B, linkDown(100).withReadiness(NodeInfo.Readiness.LOADING));
        assertThat(group.rounds(3).state().record().block())
                .isEqualTo(new Block.On(Block.Kind.NO_CANDIDATE, List.of(B)));
        Reduction ready = group.set(B, linkDown(100)).round();
        assertThat(ready.actions()).singleElement().isInstanceOf(Action.Promote.class);
        assertThat(ready.state().record().block()).isInstanceOf(Block.None.class);
    }

    @Test
    void aReplicaBeyondTheLagLimitIsNotInSyncAndNotElected() {
        Situation group = healthy(Policy.defaults().withLagMax(10)).set(A, master(200));
        Reduction lagging = group.round();
        assertThat(lagging.reasons()).contains(Reason.of(Reason.Code.SYNC_LOST_LAG, B));
        Reduction dead =
                group.silent(A).set(B, linkDown(100)).set(C, linkDown(100)).rounds(3);
        assertThat(dead.state().record().block()).isEqualTo(new Block.On(Block.Kind.LAGGING_ONLY, List.of(B, C)));
        assertThat(dead.actions()).isEmpty();
    }

    @Test
    void aReplicaThatHearsFromTheMasterVetoesItsDeathWithoutBound() {
        Situation group = healthy().silent(A);
        Reduction reduction = group.rounds(60);
        assertThat(reduction.actions()).isEmpty();
        assertThat(reduction.vetoes()).containsExactly(new Veto(Veto.Kind.FED, List.of(B, C), new Wake.Never()));
        assertThat(reduction.state().record().block()).isEqualTo(new Block.On(Block.Kind.HELD_CONTRADICTED, List.of()));
    }

    @Test
    void aReplicaThatIsStillLinkedVetoesUntilThePingPeriodAndTwoSecondsHavePassed() {
        Situation group = healthy().silent(A);
        for (int second = 0; second < 12; second++) {
            Link idle = new Link.Up(Duration.ofSeconds(second));
            Reduction reduction = group.set(B, replica(A, idle, 100))
                    .set(C, replica(A, idle, 100))
                    .round();
            assertThat(reduction.actions())
                    .as("%d s after the first miss", second)
                    .isEmpty();
        }
        Link idle = new Link.Up(Duration.ofSeconds(12));
        Reduction reduction = group.set(B, replica(A, idle, 100))
                .set(C, replica(A, idle, 100))
                .round();
        assertThat(reduction.actions()).singleElement().isInstanceOf(Action.Promote.class);
    }

    @Test
    void anAnswerWithoutInformationIsALife() {
        Outcome wrongPassword = new Outcome.Uninformative(Outcome.Refusal.AUTH, "NOAUTH");
        Situation group = healthy().set(A, wrongPassword).set(B, wrongPassword).set(C, wrongPassword);
        Reduction reduction = group.rounds(20);
        assertThat(reduction.actions()).isEmpty();
        assertThat(reduction.diagnosis()).isEqualTo(Diagnosis.MASTER_UNUSABLE);
        assertThat(reduction.state().record().block()).isEqualTo(new Block.On(Block.Kind.UNUSABLE, List.of(A)));
        assertThat(reduction.state().record().members()).allMatch(member -> member.health() == MemberRecord.Health.UP);
    }

    @Test
    void aMissingReportIsNoMiss() {
        GroupState before = healthy().state();
        Situation group = healthy().missing(A).missing(B);
        assertThat(group.rounds(20).state()).isEqualTo(before);
    }

    @Test
    void aReplicaPromotedByHandWithoutWritesFollowsAgain() {
        NodeInfo promoted = NodeInfo.of(
                Incarnation.of("1"),
                new Role.Master(),
                new Position.Known("h2", List.of(100L), List.of(new Position.Ancestor("h", 100))));
        Reduction reduction = healthy().set(B, promoted).round();
        assertThat(reduction.reasons()).contains(Reason.of(Reason.Code.FOLLOW_WITHOUT_WRITES, B, A));
    }

    @Test
    void aReplicaPromotedByHandWithWritesIsLeftAloneAndNamed() {
        NodeInfo promoted = NodeInfo.of(
                Incarnation.of("1"),
                new Role.Master(),
                new Position.Known("h2", List.of(150L), List.of(new Position.Ancestor("h", 100))));
        Reduction reduction = healthy().set(B, promoted).round();
        assertThat(reduction.actions()).isEmpty();
        assertThat(reduction.state().record().block()).isEqualTo(new Block.On(Block.Kind.SPLIT_BRAIN, List.of(B)));
        assertThat(reduction.diagnosis()).isEqualTo(Diagnosis.UNEXPECTED_MASTER);
    }

    @Test
    void aSwitchByHandIsAdopted() {
        Reduction reduction = healthy()
                .set(B, master(100))
                .set(A, replica(B, Link.up(), 100))
                .set(C, replica(B, Link.up(), 100))
                .round();
        assertThat(reduction.state().record().master()).contains(B);
        assertThat(reduction.state().record().epoch()).isEqualTo(2);
        assertThat(reduction.reasons()).contains(Reason.of(Reason.Code.ADOPTED_FOLLOWED_MASTER, B));
    }

    @Test
    void aReplicaThatFollowsItselfIsToldToFollowTheMaster() {
        Reduction reduction = healthy().set(B, replica(B, Link.up(), 100)).round();
        assertThat(reduction.actions())
                .singleElement()
                .isInstanceOfSatisfying(
                        Action.Follow.class,
                        follow -> assertThat(follow.master().node()).isEqualTo(A));
    }

    @Test
    void aMasterThatIsLinkDownToItselfIsMadeMasterAgain() {
        Reduction reduction = healthy().set(A, replica(A, new Link.Down(), 100)).round();
        assertThat(reduction.reasons()).contains(Reason.of(Reason.Code.PROMOTE_RECORDED, A));
    }

    @Test
    void aLinkThatFellWithTheMasterIsNotHeldAgainstTheReplica() {
        Situation group = healthy().missing(A).set(B, linkDown(100)).set(C, linkDown(100));
        assertThat(group.round().state().record().members())
                .allMatch(member -> member.standing() instanceof Standing.InSync);
    }

    @Test
    void aClaimEndsWhenLongAfterTheLastPromoteTheCandidateStillFollowsTheReturnedMaster() {
        Situation group = claimed();
        group.promoteSent(new PromoteSent.Possibly(2, group.now()));
        Reduction reduction = group.set(A, master(100))
                .set(B, replica(A, Link.up(), 100))
                .set(C, replica(A, Link.up(), 100))
                .round();
        assertThat(reduction.reasons()).contains(Reason.of(Reason.Code.CLAIM_ENDED_STILL_FOLLOWING, B));
        assertThat(reduction.state().record().master()).contains(A);
        assertThat(reduction.actions()).isEmpty();
    }

    @Test
    void aLookThatBeganWhenTheLastPromoteMayStillHaveTakenEffectSaysNothing() {
        Situation group = claimed();
        group.promoteSent(new PromoteSent.Possibly(2, group.now().plusSeconds(1)))
                .set(A, master(100))
                .set(B, replica(A, Link.up(), 100));
        assertThat(group.round().state().record().claim()).isInstanceOf(Claim.Pending.class);
        assertThat(group.round().reasons()).contains(Reason.of(Reason.Code.CLAIM_ENDED_STILL_FOLLOWING, B));
    }

    @Test
    void aPromoteThatMayBeOnItsWayIsRepeatedAlthoughTheMasterIsBack() {
        Situation group = claimed();
        group.promoteSent(new PromoteSent.Possibly(2, group.now().plusSeconds(5)));
        Reduction reduction = group.set(A, master(100))
                .set(B, replica(A, Link.up(), 100))
                .set(C, replica(A, Link.up(), 100))
                .round();
        assertThat(reduction.actions()).singleElement().isInstanceOf(Action.Promote.class);
    }

    @Test
    void aClaimEndsWhenItsCandidateMayNoLongerBePromoted() {
        Situation group = claimed().set(B, linkDown(100).withEligibility(NodeInfo.Eligibility.NO));
        Reduction reduction = group.round();
        assertThat(reduction.reasons())
                .contains(
                        Reason.of(Reason.Code.CLAIM_ENDED_CANDIDATE_INELIGIBLE, B),
                        Reason.of(Reason.Code.MASTER_DOWN_ELECTED, C));
        assertThat(reduction.state().record().epoch()).isEqualTo(3);
    }

    @Test
    void aReplicaPromotedByHandWhileTheMasterIsDownIsAdopted() {
        Situation group = healthy().silent(A).set(B, master(100)).set(C, linkDown(100));
        Reduction reduction = group.rounds(3);
        assertThat(reduction.reasons()).contains(Reason.of(Reason.Code.ADOPTED_MASTER_WHILE_DOWN, B));
        assertThat(reduction.state().record().master()).contains(B);
        assertThat(reduction.state().record().epoch()).isEqualTo(2);
    }

    @Test
    void aMasterThatFollowsAStrangerIsLeftAloneAndNamed() {
        NodeInfo astray = NodeInfo.of(
                Incarnation.of("1"), new Role.Replica(Address.of("192.0.2.7", 6379), Link.up()), Position.of("h", 100));
        Reduction reduction = healthy().set(A, astray).round();
        assertThat(reduction.actions()).isEmpty();
        assertThat(reduction.state().record().block()).isEqualTo(new Block.On(Block.Kind.FOREIGN, List.of(A)));
    }

    @Test
    void aReplicaThatItsMasterDoesNotFeedYetIsNotInSyncWhateverItBelieves() {
        Situation group = healthy().set(A, master(100).withAttached(fed(B)));
        Reduction reduction = group.round();
        assertThat(reduction.reasons()).containsExactly(Reason.of(Reason.Code.SYNC_LOST_UNFED, C));
        assertThat(group.rounds(10).diagnosis()).isEqualTo(Diagnosis.REPLICA_NOT_IN_SYNC);
        assertThat(group.set(A, master(100).withAttached(fed(B, C))).rounds(2).reasons())
                .containsExactly(Reason.of(Reason.Code.SYNC_GAINED, C));
    }

    @Test
    void behindAddressTranslationTheNumberOfFedReplicasCounts() {
        Attached translated = Attached.Told.of(List.of(Address.of("192.0.2.1", 1), Address.of("192.0.2.1", 2)));
        Situation group = healthy();
        GroupState before = group.state();
        assertThat(group.set(A, master(100).withAttached(translated)).round().state())
                .isSameAs(before);
    }

    @Test
    void thePolicyIsTheOneItWasMadeFor() {
        assertThat(Reducer.of(Policy.defaults()).policy()).isEqualTo(Policy.defaults());
    }

    @Test
    void aMasterThatIsStillReadingItsDataHasNotLostIt() {
        NodeInfo back = NodeInfo.of(Incarnation.of("2"), new Role.Master(), Position.of("new", 0))
                .withPersistence(NodeInfo.Persistence.SNAPSHOT_OR_NONE);

        Reduction loading =
                healthy().set(A, back.withReadiness(NodeInfo.Readiness.LOADING)).round();
        assertThat(loading.reasons()).isEmpty();

        Reduction empty = healthy().set(A, back).round();
        assertThat(empty.reasons()).contains(Reason.of(Reason.Code.MASTER_CAME_BACK_UNRELATED, A));
    }

    @Test
    void aMasterThatCameBackEmptyDoesNotKeepThePromoteBack() {
        Situation group = claimed().promoteSent(new PromoteSent.Never(2));
        NodeInfo empty = NodeInfo.of(Incarnation.of("2"), new Role.Master(), Position.of("new", 0))
                .withPersistence(NodeInfo.Persistence.SNAPSHOT_OR_NONE);

        Reduction reduction = group.set(A, empty).round();

        assertThat(reduction.reasons()).contains(Reason.of(Reason.Code.MASTER_CAME_BACK_UNRELATED, A));
        assertThat(reduction.actions()).singleElement().isInstanceOfSatisfying(Action.Promote.class, promote -> {
            assertThat(promote.node()).isEqualTo(B);
            assertThat(promote.others()).isEmpty();
        });
    }

    @Test
    void lossesNewerThanTheMarkAreNoticedByWhatTheMasterLastTold() {
        Situation group =
                healthy().set(A, master(900)).set(B, replica(A, Link.up(), 900)).set(C, replica(A, Link.up(), 900));
        group.rounds(2);

        Reduction reduction = group.set(A, restarted(600)).round();

        assertThat(reduction.reasons()).contains(Reason.of(Reason.Code.MASTER_CAME_BACK_BEHIND, A));
    }

    @Test
    void aMasterThatHadKeysAndCameBackWithoutAnyLostThem() {
        Situation group = healthy().set(A, master(100).withContents(NodeInfo.Contents.SOME));
        group.rounds(2);

        Reduction reduction = group.set(A, restarted(100).withContents(NodeInfo.Contents.EMPTY))
                .round();

        assertThat(reduction.reasons()).contains(Reason.of(Reason.Code.MASTER_CAME_BACK_EMPTY, A));
    }

    private static NodeInfo restarted(long offset) {
        return NodeInfo.of(Incarnation.of("2"), new Role.Master(), Position.of("h", offset));
    }

    @Test
    void anAbsurdPolicyIsRefusedWithAllItsFaults() {
        Policy absurd =
                Policy.defaults().withProbeInterval(Duration.ZERO).withMisses(0).withLagMax(-1);
        assertThatThrownBy(() -> Reducer.of(absurd))
                .isInstanceOfSatisfying(
                        InvalidConfiguration.class,
                        e -> assertThat(e.faults())
                                .hasSize(3)
                                .anyMatch(fault -> fault.contains("probe-interval"))
                                .anyMatch(fault -> fault.contains("misses"))
                                .anyMatch(fault -> fault.contains("lag-max")));
    }

    private static Attached fed(NodeId... nodes) {
        return Attached.Told.of(Arrays.stream(nodes).map(Situation::address).toList());
    }

    /** The master is down, b is claimed for epoch 2, and nothing has been sent as far as anybody knows. */
    private static Situation claimed() {
        Situation group = healthy().silent(A).set(B, linkDown(100)).set(C, linkDown(100));
        group.rounds(3);
        return group;
    }

    private static NodeInfo linkDown(long offset) {
        return replica(A, new Link.Down(), offset);
    }
}
