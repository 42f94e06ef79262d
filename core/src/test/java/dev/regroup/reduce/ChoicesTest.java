package dev.regroup.reduce;

import static dev.regroup.reduce.Situation.A;
import static dev.regroup.reduce.Situation.B;
import static dev.regroup.reduce.Situation.C;
import static dev.regroup.reduce.Situation.address;
import static dev.regroup.reduce.Situation.healthy;
import static dev.regroup.reduce.Situation.master;
import static dev.regroup.reduce.Situation.replica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Action;
import dev.regroup.model.Block;
import dev.regroup.model.Choice;
import dev.regroup.model.Claim;
import dev.regroup.model.Commanded;
import dev.regroup.model.Diagnosis;
import dev.regroup.model.Failovers;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Link;
import dev.regroup.model.Member;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Outcome;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Reason;
import dev.regroup.model.Reduction;
import dev.regroup.model.Role;
import dev.regroup.model.Verdict;
import dev.regroup.model.Veto;
import dev.regroup.model.Wake;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What an operator can choose: whom to elect, when, and how much to mend at a time. */
class ChoicesTest {

    private static final Outcome MUTE = new Outcome.Uninformative(Outcome.Refusal.AUTH, "NOAUTH");

    // Whom

    @Test
    void betweenEqualsTheOperatorsWishesDecideAndThenTheName() {
        assertThat(elected(dead(healthy()))).isEqualTo(B);
        assertThat(elected(dead(healthy().with(member(B, m -> m.withPriority(200))))))
                .isEqualTo(C);
        assertThat(elected(dead(healthy().with(member(C, m -> m.withPromotion(Member.Promotion.PREFERRED))))))
                .isEqualTo(C);
        assertThat(elected(dead(healthy(Policy.defaults().withDataCentre("north"))
                        .with(member(C, m -> m.withDataCentre("north"))))))
                .isEqualTo(C);
    }

    @Test
    void moreDataComesBeforeEveryWishUnlessItIsWithinTheTieWindow() {
        Policy policy = Policy.defaults().withTieWindow(10);
        UnaryOperator<GroupRecord> prefersC = member(C, m -> m.withPromotion(Member.Promotion.PREFERRED));

        assertThat(elected(dead(healthy().with(prefersC), 101, 100))).isEqualTo(B);
        assertThat(elected(dead(healthy(policy).with(prefersC), 110, 100))).isEqualTo(C);
        assertThat(elected(dead(healthy(policy).with(prefersC), 111, 100))).isEqualTo(B);
    }

    @Test
    void whoIsForbiddenIsNeverElectedAndSaysSo() {
        Situation group = healthy()
                .with(member(B, m -> m.withPromotion(Member.Promotion.FORBIDDEN)))
                .with(member(C, m -> m.withPriority(0)));
        assertThat(group.round().diagnosis()).isEqualTo(Diagnosis.NO_STANDBY);

        Reduction reduction = dead(group);

        assertThat(reduction.verdicts())
                .containsExactly(new Verdict(B, Verdict.Ruling.FORBIDDEN), new Verdict(C, Verdict.Ruling.FORBIDDEN));
        assertThat(reduction.state().record().block()).isEqualTo(new Block.On(Block.Kind.NO_CANDIDATE, List.of(B, C)));
    }

    @Test
    void aRequiredDataCentreRulesOutAllOthers() {
        Policy required = Policy.defaults().withDataCentre("north").withDataCentreRule(Choice.DataCentres.REQUIRED);

        Reduction reduction = dead(healthy(required).with(member(C, m -> m.withDataCentre("north"))));

        assertThat(reduction.verdicts()).contains(new Verdict(B, Verdict.Ruling.ELSEWHERE));
        assertThat(elected(reduction)).isEqualTo(C);
    }

    // When

    @Test
    void availablePromotesTheBestThatIsThereAfterTheTimeOfGrace() {
        Situation group = healthy(Policy.defaults().withDataRule(Choice.DataRule.AVAILABLE));
        group.set(B, otherLife(80)).set(C, otherLife(90)).round();
        group.silent(A);

        Reduction waiting = group.rounds(50);
        assertThat(waiting.vetoes()).extracting(Veto::kind).containsExactly(Veto.Kind.GRACE);
        assertThat(waiting.wake()).isEqualTo(waiting.vetoes().get(0).until());
        assertThat(waiting.actions()).isEmpty();

        Reduction promoting = group.rounds(15);
        assertThat(elected(promoting)).isEqualTo(C);
        assertThat(claim(promoting).cause()).isEqualTo(Reason.Code.ELECTED_WITHOUT_PROOF);
    }

    @Test
    void aSecondFailoverWaitsForTheCoolDownAndAThirdTwiceAsLong() {
        Situation group = healthy();
        Instant now = Instant.EPOCH.plus(group.now());
        Reduction second = dead(group.with(record -> record.withFailovers(new Failovers.Recent(1, now))));
        assertThat(second.vetoes())
                .containsExactly(new Veto(
                        Veto.Kind.COOL_DOWN, List.of(), new Wake.At(group.now().plusSeconds(7))));
        assertThat(second.state().record().block()).isEqualTo(new Block.On(Block.Kind.HELD_COOL_DOWN, List.of()));
        assertThat(elected(group.rounds(7))).isEqualTo(B);

        Situation third = healthy();
        Reduction longer = dead(third.with(record -> record.withFailovers(new Failovers.Recent(2, now))));
        assertThat(longer.wake()).isEqualTo(new Wake.At(third.now().plusSeconds(17)));
    }

    @Test
    void aClockThatWasSetBackDoesNotProlongTheCoolDown() {
        Situation group = healthy();
        Instant later = Instant.EPOCH.plus(group.now()).plus(Duration.ofDays(1));

        dead(group.with(record -> record.withFailovers(new Failovers.Recent(1, later))));

        assertThat(elected(group.rounds(10))).isEqualTo(B);
    }

    @Test
    void aConfirmedFailoverIsRememberedUntilItHasBeenCalm() {
        Situation group = healthy();
        NodeInfo promoted = NodeInfo.of(Incarnation.of("1"), new Role.Master(), Position.of("h", 100));
        dead(group);
        Reduction confirmed = group.set(B, promoted).round();
        Instant at = Instant.EPOCH.plus(group.now());
        assertThat(confirmed.state().record().failovers()).isEqualTo(new Failovers.Recent(1, at));
        assertThat(CoolDown.after(Policy.defaults(), new Failovers.Recent(4, at), at.plusSeconds(599)))
                .isEqualTo(new Failovers.Recent(5, at.plusSeconds(599)));
        assertThat(CoolDown.after(Policy.defaults(), new Failovers.Recent(4, at), at.plusSeconds(600)))
                .isEqualTo(new Failovers.Recent(1, at.plusSeconds(600)));
    }

    @Test
    void aMasterThatTellsNothingIsReplacedOnlyIfThatIsChosenAndAfterItsTime() {
        Reduction held = healthy().set(A, MUTE).rounds(60);
        assertThat(held.actions()).isEmpty();
        assertThat(held.state().record().block()).isEqualTo(new Block.On(Block.Kind.UNUSABLE, List.of(A)));

        Situation group = healthy(Policy.defaults().withUnusableMaster(Choice.Unusable.FAIL_OVER));
        assertThat(group.set(A, MUTE).rounds(30).actions()).isEmpty();
        Reduction replaced = group.rounds(2);
        assertThat(claim(replaced).cause()).isEqualTo(Reason.Code.MASTER_UNUSABLE_ELECTED);
    }

    @Test
    void aMasterThatRefusesWritesIsToldOfAndLeftAlone() {
        NodeInfo refusing = master(100).withWritability(NodeInfo.Writability.REFUSES_WRITES);

        Reduction reduction = healthy().set(A, refusing).rounds(30);

        assertThat(reduction.diagnosis()).isEqualTo(Diagnosis.MASTER_NOT_WRITABLE);
        assertThat(reduction.actions()).isEmpty();
    }

    // How

    @Test
    void aRivalWithWritesIsLeftAloneOrRevertedAsChosen() {
        NodeInfo rival = NodeInfo.of(Incarnation.of("1"), new Role.Master(), Position.of("other", 7));

        Reduction held = healthy().set(B, rival).rounds(2);
        assertThat(held.actions()).isEmpty();
        assertThat(held.state().record().block()).isEqualTo(new Block.On(Block.Kind.SPLIT_BRAIN, List.of(B)));

        Policy revert = Policy.defaults().withUnexpectedMasters(Choice.UnexpectedMasters.REVERT);
        assertThat(healthy(revert).set(B, rival).round().reasons())
                .contains(Reason.of(Reason.Code.FOLLOW_REVERTED, B, A));
    }

    @Test
    void aRestartedMasterThatHasWritesMayBeAnotherInstanceAtTheSameAddress() {
        NodeInfo foreign = NodeInfo.of(Incarnation.of("9"), new Role.Master(), Position.of("other", 7));

        assertThat(healthy().set(B, foreign).rounds(2).state().record().block())
                .isEqualTo(new Block.On(Block.Kind.SPLIT_BRAIN, List.of(B)));
    }

    @Test
    void aChainThatEndsAtTheMasterIsKeptIfThatIsChosen() {
        NodeInfo chained = replica(B, Link.up(), 100);

        assertThat(healthy().set(C, chained).round().actions()).hasSize(1);
        Policy keep = Policy.defaults().withChains(Choice.Chains.KEEP);
        assertThat(healthy(keep).set(C, chained).round().actions()).isEmpty();
    }

    @Test
    void theSameFollowIsRepeatedNoSoonerThanItsPauseUnlessTheNodeWasRestarted() {
        Situation group = healthy();
        NodeInfo astray = replica(C, Link.up(), 100);
        Commanded told = told(group.now(), 1, Commanded.Answer.TAKEN);

        Reduction waiting = group.commanded(told).set(B, astray).rounds(14);
        assertThat(waiting.actions()).isEmpty();
        assertThat(waiting.wake()).isEqualTo(new Wake.At(told.at().plusSeconds(15)));
        assertThat(group.round().actions()).hasSize(1);

        NodeInfo restarted =
                NodeInfo.of(Incarnation.of("2"), new Role.Replica(address(C), Link.up()), Position.of("h", 100));
        assertThat(healthy().commanded(told).set(B, restarted).round().actions())
                .hasSize(1);
    }

    @Test
    void whatIsRefusedIsRepeatedEverMoreSeldom() {
        Policy policy = Policy.defaults();
        Commanded refused = told(Duration.ZERO, 1, Commanded.Answer.REFUSED);

        assertThat(refused.pause(policy)).isEqualTo(Duration.ofSeconds(1));
        assertThat(told(Duration.ZERO, 4, refused.answer()).pause(policy)).isEqualTo(Duration.ofSeconds(8));
        assertThat(told(Duration.ZERO, 1000, refused.answer()).pause(policy)).isEqualTo(Duration.ofSeconds(64));
    }

    @Test
    void lettingGoStaysRareAlsoOnceItsPauseIsLongerThanTheCalmTime() {
        Policy policy = Policy.defaults();
        Commanded.Order order = new Commanded.Order(Commanded.Kind.DETACH, B, Incarnation.of("1"), A);
        Commanded last = Commanded.first(order, Duration.ZERO);
        for (int i = 0; i < 20; i++) {
            last = last.next(order, last.at().plus(last.pause(policy)), policy);
        }

        assertThat(last.tries()).isEqualTo(21);
        assertThat(last.pause(policy)).isGreaterThan(policy.calm());
        Duration muchLater = last.at().plus(last.pause(policy)).plus(policy.calm());
        assertThat(last.next(order, muchLater, policy).tries()).isOne();
    }

    @Test
    void replicasOnTheirWayKeepOthersWaitingButNotForEver() {
        Situation group = healthy(Policy.defaults().withResyncsMax(1));
        Commanded told = told(group.now(), 1, Commanded.Answer.TAKEN);
        NodeInfo copying = replica(A, new Link.Syncing(), 100);
        NodeInfo astray = replica(B, Link.up(), 100);

        Reduction waiting = group.commanded(told).set(B, copying).set(C, astray).rounds(59);
        assertThat(waiting.actions()).isEmpty();
        assertThat(group.round().actions()).extracting(Action::node).containsExactly(C);
    }

    private static Commanded told(Duration at, int tries, Commanded.Answer answer) {
        return new Commanded(
                new Commanded.Order(Commanded.Kind.FOLLOW, B, Incarnation.of("1"), A), at, tries, 0, answer);
    }

    private static NodeInfo otherLife(long offset) {
        return NodeInfo.of(
                Incarnation.of("2"), new Role.Replica(address(A), new Link.Down()), Position.of("h", offset));
    }

    private static UnaryOperator<GroupRecord> member(NodeId node, UnaryOperator<Member> change) {
        return record -> {
            MemberRecord member = record.member(node).orElseThrow();
            return record.withMember(
                    new MemberRecord(change.apply(member.member()), member.health(), member.standing()));
        };
    }

    private static Reduction dead(Situation group) {
        return dead(group, 100, 100);
    }

    private static Reduction dead(Situation group, long b, long c) {
        return group.silent(A)
                .set(B, replica(A, new Link.Down(), b))
                .set(C, replica(A, new Link.Down(), c))
                .rounds(3);
    }

    private static Claim.Pending claim(Reduction reduction) {
        return (Claim.Pending) reduction.state().record().claim();
    }

    private static NodeId elected(Reduction reduction) {
        return claim(reduction).candidate();
    }
}
