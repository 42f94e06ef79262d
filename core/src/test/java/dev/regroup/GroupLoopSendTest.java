package dev.regroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.coordinator.MemoryFaults;
import dev.regroup.model.Action;
import dev.regroup.model.Block;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.NodeId;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Presumption;
import dev.regroup.model.PromoteSent;
import dev.regroup.model.Reason;
import dev.regroup.model.Reduction;
import dev.regroup.node.Sent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a command leaves, and what the loop knows afterwards. */
class GroupLoopSendTest {

    private static final NodeId B = NodeId.of("b");

    private static Reduction followB(GroupState state, Observation observation) {
        return LoopWorld.acting(LoopWorld.counting(state, observation).state(), LoopWorld.follow("b"));
    }

    /** Claims for b as soon as it is seen, and asks for Promote from then on. */
    private static Reduction promoteB(GroupState state, Observation observation) {
        if (observation.lastGood(B).isEmpty()) {
            return LoopWorld.nothing(state, observation);
        }
        Claim claim = new Claim.Pending(2, B, SimulatedNodes.incarnation("b", 1), Reason.Code.MASTER_DOWN_ELECTED);
        GroupRecord claimed = state.record().withClaim(2, claim);
        Action promote = new Action.Promote(
                LoopWorld.GROUP,
                2,
                new Presumption.IsReplica(B, SimulatedNodes.incarnation("b", 1)),
                unlessReturned(observation));
        return LoopWorld.acting(new GroupState(claimed, state.health()), promote);
    }

    /** Asks for Promote of the recorded master in b's stead, as after it was found to be a replica. */
    private static Reduction promoteBUnlessAOrCIsMaster(GroupState state, Observation observation) {
        Action promote = new Action.Promote(
                LoopWorld.GROUP,
                1,
                new Presumption.IsReplica(B, SimulatedNodes.incarnation("b", 1)),
                List.of(new Presumption.IsNoMaster(NodeId.of("c")), new Presumption.IsNoMaster(NodeId.of("a"))));
        return LoopWorld.acting(LoopWorld.counting(state, observation).state(), promote);
    }

    private static List<Presumption> unlessReturned(Observation observation) {
        return observation.promoteSent() instanceof PromoteSent.Possibly
                ? List.of()
                : List.of(new Presumption.IsNoMaster(NodeId.of("a")));
    }

    private final LoopWorld follower = new LoopWorld(GroupLoopSendTest::followB);
    private final LoopWorld promoter = new LoopWorld(GroupLoopSendTest::promoteB);

    @Test
    void nothingIsSentOnceTheLeadershipIsNoLongerGuaranteedAlsoIfNobodySaidSo() {
        follower.begin();
        int before = follower.departures.size();
        follower.deafen();
        follower.client.expire();

        follower.pass(Duration.ofSeconds(10));

        assertThat(before).isPositive();
        assertThat(follower.departures).hasSize(before);
    }

    @Test
    void atMostOneCommandToANodeIsOutstanding() {
        follower.nodes.holdReplies();
        follower.begin().pass(Duration.ofSeconds(20));
        assertThat(follower.departures).hasSize(1);

        follower.nodes.releaseReplies();
        follower.pass(Duration.ofMillis(10));

        assertThat(follower.departures).hasSize(2);
    }

    @Test
    void aCommandIsOutstandingAlsoAfterTheLeadershipWasLostAndWonAgain() {
        follower.nodes.holdReplies();
        follower.begin();
        follower.client.expire();
        follower.pass(Duration.ofSeconds(5));

        assertThat(follower.loop.state()).isPresent();
        assertThat(follower.departures).hasSize(1);
    }

    @Test
    void theSameCommandIsNotRepeatedWithinAnInterval() {
        for (int i = 0; i < 1000; i++) {
            follower.nodes.nextCommand(new Sent.Rejected(Sent.Retry.LATER, "no"));
        }

        follower.begin().pass(Duration.ofSeconds(10));

        assertThat(follower.departures).hasSizeBetween(8, 11);
    }

    @Test
    void whatWasSeenOfANodeBeforeItsCommandWasAnsweredIsNotShown() {
        follower.nodes.holdReplies();
        follower.begin().pass(Duration.ofMillis(2500));
        assertThat(follower.lastObservation().report(B)).isEmpty();
        assertThat(follower.lastObservation().report(NodeId.of("c"))).isPresent();
        assertThat(follower.lastObservation().lastGood(B)).isPresent();

        follower.nodes.releaseReplies();
        Duration answered = follower.time.now();
        follower.pass(SimulatedNodes.LATENCY);

        assertThat(follower.lastObservation().report(B))
                .hasValueSatisfying(report -> assertThat(report.sentAt()).isEqualTo(answered));
    }

    @Test
    void theLastLookKeepsAPromoteBackWhileTheRecordedMasterAnswersAsMaster() {
        promoter.begin().pass(Duration.ofSeconds(5));

        assertThat(promoter.stored().claim()).isInstanceOf(Claim.Pending.class);
        assertThat(promoter.departures).isEmpty();
        assertThat(promoter.lastObservation().promoteSent()).isEqualTo(new PromoteSent.Never(2));
    }

    @Test
    void aClaimWhoseCommitHadAnUnknownOutcomeIsStillThisLoopsOwn() {
        promoter.client.faults().nextCommit(MemoryFaults.OfCommit.UNKNOWN_APPLIED);
        promoter.storing(LoopWorld.recorded()).begin();

        promoter.pass(Duration.ofSeconds(1));

        assertThat(promoter.stored().claim()).isInstanceOf(Claim.Pending.class);
        assertThat(promoter.lastObservation().promoteSent()).isEqualTo(new PromoteSent.Never(2));
    }

    @Test
    void aPromoteGoesOutAfterALastLookThatFoundNoMaster() {
        promoter.nodes.kill("a");
        promoter.begin();

        assertThat(promoter.departures).hasSize(1);
        Duration sent = promoter.departures.get(0).at();
        assertThat(promoter.nodes.looksAt("a")).contains(sent.minus(SimulatedNodes.LATENCY));
        promoter.pass(Duration.ofMillis(900));
        assertThat(promoter.lastObservation().promoteSent())
                .isEqualTo(
                        new PromoteSent.Possibly(2, sent.plus(Policy.defaults().commandDeadline())));
    }

    @Test
    void aHungMasterDoesNotKeepThePromoteBackLongerThanALookMayTake() {
        promoter.nodes.hang("a");
        promoter.begin().pass(Policy.defaults().probeDeadline());

        assertThat(promoter.departures).hasSize(1);
    }

    @Test
    void aPromoteThatTheCandidateRefusesForGoodIsToldToTheReducer() {
        promoter.nodes.kill("a");
        promoter.nodes.nextCommand(new Sent.Rejected(Sent.Retry.NEVER, "NOPERM"));
        promoter.begin().pass(Duration.ofMillis(500));

        assertThat(promoter.lastObservation().promoteSent()).isEqualTo(new PromoteSent.Refused(2));
    }

    @Test
    void aFurtherPromoteOfTheSameEpochNeedsNoLastLook() {
        promoter.nodes.kill("a");
        promoter.nodes.nextCommand(new Sent.Maybe());
        promoter.begin();
        promoter.nodes.start("a");

        promoter.pass(Duration.ofSeconds(2));

        assertThat(promoter.departures.size()).isGreaterThan(1);
    }

    @Test
    void ofAClaimThatWasFoundItIsNotKnownWhetherAPromoteWasSent() {
        promoter.begin();
        promoter.client.expire();
        promoter.pass(Duration.ofMillis(500));
        assertThat(promoter.lastObservation().promoteSent()).isEqualTo(new PromoteSent.Unknown());

        promoter.pass(Duration.ofSeconds(6));

        assertThat(promoter.lastObservation().promoteSent()).isEqualTo(new PromoteSent.Never(2));
        assertThat(promoter.departures).isEmpty();
    }

    @Test
    void aCommandWhoseRecordWasChangedMeanwhileIsDecidedAnew() {
        promoter.nodes.hang("a");
        promoter.begin();
        GroupRecord edited = promoter.stored().withBlock(new Block.On(Block.Kind.FOREIGN, List.of()));
        promoter.edit(edited);

        promoter.pass(Policy.defaults().probeDeadline());
        assertThat(promoter.departures).isEmpty();

        promoter.pass(Duration.ofSeconds(2));
        assertThat(promoter.departures)
                .isNotEmpty()
                .allMatch(departure -> departure.stored().equals(edited));
    }

    @Test
    void aCommandWhoseStoreIsOutOfReachMeanwhileIsNotSent() {
        promoter.nodes.hang("a");
        promoter.begin();
        promoter.client.faults().outage();
        promoter.edit(promoter.stored());

        promoter.pass(Duration.ofSeconds(10));

        assertThat(promoter.departures).isEmpty();
    }

    @Test
    void whomToFollowIsLookedAtOnceMoreAndMustStillBeMasterInTheSameLife() {
        follower.nodes.kill("a");
        follower.nodes.start("a");

        follower.begin().pass(Duration.ofSeconds(3));

        assertThat(follower.departures).isEmpty();
        assertThat(follower.lastObservation().report(NodeId.of("a"))).isPresent();
    }

    @Test
    void nothingIsSentUnlessAllWhomItConcernsAreAsPresumed() {
        LoopWorld both = new LoopWorld(GroupLoopSendTest::promoteBUnlessAOrCIsMaster);
        both.nodes.kill("a");
        both.begin().pass(Duration.ofSeconds(2));
        assertThat(both.departures).isNotEmpty();

        LoopWorld one = new LoopWorld(GroupLoopSendTest::promoteBUnlessAOrCIsMaster);
        one.begin().pass(Duration.ofSeconds(2));
        assertThat(one.departures).isEmpty();
        assertThat(one.nodes.looksAt("c")).isNotEmpty();
    }

    @Test
    void outcomesAreTold() {
        follower.nodes.nextCommand(new Sent.NotSent("not now"));
        follower.begin().pass(Duration.ofSeconds(2));

        assertThat(follower.outcomes.subList(0, 2))
                .isEqualTo(List.of(new Sent.NotSent("not now"), new Sent.Applied(List.of())));
    }

    @Test
    void aPromoteThatWasNotSentLeavesTheKnowledgeThatNoneWas() {
        promoter.nodes.kill("a");
        promoter.nodes.nextCommand(new Sent.NotSent("not connected"));
        promoter.begin();
        assertThat(promoter.departures).hasSize(1);
        promoter.nodes.start("a");

        promoter.pass(Duration.ofSeconds(5));

        assertThat(promoter.lastObservation().promoteSent()).isEqualTo(new PromoteSent.Never(2));
        assertThat(promoter.departures).hasSize(1);
    }

    @Test
    void aPromoteThatWasNotSentDoesNotUndoWhatIsKnownOfAnEarlierOne() {
        promoter.nodes.kill("a");
        promoter.nodes.nextCommand(new Sent.Maybe());
        promoter.nodes.nextCommand(new Sent.NotSent("not connected"));
        promoter.begin();

        promoter.pass(Duration.ofMillis(1900));

        assertThat(promoter.outcomes).endsWith(new Sent.NotSent("not connected"));
        assertThat(promoter.lastObservation().promoteSent()).isInstanceOf(PromoteSent.Possibly.class);
    }

    @Test
    void withoutTheStoreCommandsEndWithTheLeaseAlsoIfNothingIsToBeReadOrWritten() {
        follower.begin().pass(Duration.ofSeconds(1));
        follower.client.faults().outage();
        Duration leaseEnds = follower.time.now().plus(Duration.ofSeconds(5));

        follower.pass(Duration.ofSeconds(60));
        int during = follower.departures.size();
        assertThat(follower.departures.get(during - 1).at()).isBetween(leaseEnds.minusSeconds(2), leaseEnds);

        follower.client.faults().restored();
        follower.pass(Duration.ofSeconds(2));
        assertThat(follower.departures).hasSizeGreaterThan(during);
    }
}
