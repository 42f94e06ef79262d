package dev.regroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.coordinator.Bytes;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.MemoryFaults.OfCommit;
import dev.regroup.model.Block;
import dev.regroup.model.Diagnosis;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.NodeId;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Reduction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How the loop reads and writes the record: nothing is done on what is not known to be durable. */
class GroupLoopStoreTest {

    private static final Block WANTED = new Block.On(Block.Kind.FOREIGN, List.of(NodeId.of("c")));

    /**
     * Wants one record, and commands b once it is there: the same actions in the step that writes and in later ones.
     */
    private static Reduction wanting(GroupState state, Observation observation) {
        GroupState counted = LoopWorld.counting(state, observation).state();
        GroupState next = new GroupState(counted.record().withBlock(WANTED), counted.health());
        return LoopWorld.acting(next, LoopWorld.follow("b"));
    }

    private final LoopWorld world = new LoopWorld(GroupLoopStoreTest::wanting);

    @Test
    void theFirstRecordIsWrittenIfThereIsNone() {
        LoopWorld quiet = new LoopWorld(LoopWorld::nothing).begin();

        assertThat(quiet.stored()).isEqualTo(LoopWorld.recorded());
        assertThat(quiet.state()).isEqualTo(GroupState.of(LoopWorld.recorded()));
    }

    @Test
    void theRecordInTheStoreCountsAlsoIfItListsOtherMembers() {
        GroupRecord other = GroupRecord.first(LoopWorld.GROUP, List.of(LoopWorld.A, LoopWorld.B));
        LoopWorld quiet = new LoopWorld(LoopWorld::nothing).storing(other).begin();

        assertThat(quiet.state().record()).isEqualTo(other);
        assertThat(quiet.stored()).isEqualTo(other);
        assertThat(quiet.nodes.looksAt("b")).isNotEmpty();
        assertThat(quiet.nodes.looksAt("c")).isEmpty();
    }

    @Test
    void nothingIsSentBeforeTheCommitIsAcknowledged() {
        world.storing(LoopWorld.recorded()).start();
        world.client.faults().holdReplies();
        world.pass(Duration.ofMillis(100));
        assertThat(world.stored().block()).isEqualTo(WANTED);
        assertThat(world.departures).isEmpty();

        world.client.faults().releaseReplies();
        world.pass(SimulatedNodes.LATENCY);

        assertThat(world.departures).hasSize(1);
        assertThat(world.departures.get(0).stored().block()).isEqualTo(WANTED);
    }

    @Test
    void anUnknownCommitThatWasAppliedCountsAsCommittedOnceItIsRead() {
        world.client.faults().nextCommit(OfCommit.UNKNOWN_APPLIED);
        LoopWorld begun = world.storing(LoopWorld.recorded()).start();

        begun.pass(Duration.ofMillis(10));

        assertThat(begun.commits).hasSize(1).first().isInstanceOf(CommitOutcome.Unknown.class);
        assertThat(begun.state().record().block()).isEqualTo(WANTED);
        assertThat(begun.departures).hasSize(1);
    }

    @Test
    void anUnknownCommitThatWasLostIsDecidedAgainWithTheNextReport() {
        world.client.faults().nextCommit(OfCommit.UNKNOWN_NOT_APPLIED);
        LoopWorld begun = world.storing(LoopWorld.recorded()).start();

        begun.pass(Duration.ofMillis(10));

        assertThat(begun.commits.get(0)).isInstanceOf(CommitOutcome.Unknown.class);
        assertThat(begun.commits.get(1)).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(begun.departures).hasSize(1);
        assertThat(begun.departures.get(0).stored().block()).isEqualTo(WANTED);
    }

    @Test
    void anUnknownCommitThatIsReadAsNotDoneCannotLandLateAnyMore() {
        AtomicInteger steps = new AtomicInteger();
        LoopWorld begun = new LoopWorld((state, observation) ->
                steps.incrementAndGet() == 1 ? wanting(state, observation) : LoopWorld.counting(state, observation));
        begun.client.faults().nextCommit(OfCommit.UNKNOWN_LATE);
        begun.storing(LoopWorld.recorded()).start();
        begun.pass(Duration.ofSeconds(3));
        assertThat(begun.stored()).isEqualTo(LoopWorld.recorded());
        assertThat(begun.commits)
                .extracting(Object::getClass)
                .containsExactly(List.of(CommitOutcome.Unknown.class, CommitOutcome.Committed.class)
                        .toArray(Class<?>[]::new));

        begun.client.faults().landLate();
        begun.pass(Duration.ofSeconds(3));

        assertThat(begun.stored()).isEqualTo(LoopWorld.recorded());
        assertThat(begun.state().record()).isEqualTo(LoopWorld.recorded());
        assertThat(begun.departures).isEmpty();
    }

    @Test
    void whileTheStoreLeavesEveryCommitInDoubtNothingIsSentAndItIsAskedEverMoreSeldom() {
        for (int i = 0; i < 10; i++) {
            world.client.faults().nextCommit(OfCommit.UNKNOWN_NOT_APPLIED);
        }
        world.storing(LoopWorld.recorded()).start();
        world.pass(Duration.ofSeconds(1));
        assertThat(world.departures).isEmpty();
        assertThat(world.commits).hasSizeBetween(2, 7);

        world.pass(Duration.ofSeconds(9));

        assertThat(world.stored().block()).isEqualTo(WANTED);
        assertThat(world.departures).isNotEmpty();
    }

    @Test
    void aBarrierThatIsRefusedIsTriedAgainAndTheGroupGoesOn() {
        AtomicInteger steps = new AtomicInteger();
        LoopWorld begun = new LoopWorld((state, observation) ->
                steps.incrementAndGet() == 1 ? wanting(state, observation) : LoopWorld.counting(state, observation));
        begun.client.faults().nextCommit(OfCommit.UNKNOWN_LATE);
        begun.client.faults().nextCommit(OfCommit.REFUSED);
        begun.storing(LoopWorld.recorded()).start();
        begun.pass(Duration.ofSeconds(5));
        assertThat(begun.storeBlocks).isNotEmpty();

        begun.pass(Duration.ofSeconds(20));
        begun.client.faults().landLate();
        begun.pass(Duration.ofSeconds(3));

        assertThat(begun.stored()).isEqualTo(LoopWorld.recorded());
        assertThat(begun.state().record()).isEqualTo(LoopWorld.recorded());
        assertThat(steps.get()).isGreaterThan(10);
    }

    @Test
    void anUnknownOutcomeIsReadAgainUntilTheStoreAnswersAndMeanwhileNothingIsSent() {
        world.client.faults().nextCommit(OfCommit.UNKNOWN_APPLIED);
        LoopWorld begun = world.storing(LoopWorld.recorded()).start();
        begun.time.settle();
        begun.client.faults().outage();
        begun.pass(Duration.ofSeconds(10));
        assertThat(begun.departures).isEmpty();

        begun.client.faults().restored();
        begun.pass(Duration.ofSeconds(1));

        assertThat(begun.departures).isNotEmpty();
        assertThat(begun.state().record().block()).isEqualTo(WANTED);
    }

    @Test
    void aConflictDropsTheActionsAndKeepsTheNewHealth() {
        LoopWorld begun = world.storing(LoopWorld.recorded()).start();
        begun.client.faults().holdChanges();
        begun.edit(begun.stored().withMember(MemberRecord.of(LoopWorld.C)));
        begun.client.faults().holdReplies();
        begun.pass(SimulatedNodes.LATENCY);
        GroupState before = begun.state();

        // The commit's answer, and no more: the read that follows is held again.
        begun.client.faults().releaseReplies();
        begun.client.faults().holdReplies();
        begun.time.settle();
        assertThat(begun.commits).hasSize(1).first().isInstanceOf(CommitOutcome.Conflict.class);
        assertThat(begun.state()).isEqualTo(before);

        begun.client.faults().releaseReplies();
        begun.client.faults().holdReplies();
        begun.time.settle();
        assertThat(begun.departures).isEmpty();
        assertThat(begun.state().record()).isEqualTo(LoopWorld.recorded().withMember(MemberRecord.of(LoopWorld.C)));
        assertThat(begun.state().health())
                .isEqualTo(begun.steps.get(0).reduction().state().health());
    }

    @Test
    void anInventedConflictIsDecidedAgainWithTheNextReportAndNotAtOnce() {
        for (int i = 0; i < 5; i++) {
            world.client.faults().nextCommit(OfCommit.CONFLICT);
        }
        LoopWorld begun = world.storing(LoopWorld.recorded()).start();

        begun.pass(Duration.ofMillis(500));
        assertThat(begun.commits).hasSize(3);

        begun.pass(Duration.ofMillis(700));
        assertThat(begun.stored().block()).isEqualTo(WANTED);
    }

    @Test
    void aRecordIsNotWrittenUnderALeadershipThatHasEndedAlsoIfNobodySaidSo() {
        world.storing(LoopWorld.recorded()).start().deafen();
        world.client.expire();

        world.pass(Duration.ofSeconds(5));

        assertThat(world.commits).isNotEmpty().allMatch(CommitOutcome.Conflict.class::isInstance);
        assertThat(world.stored()).isEqualTo(LoopWorld.recorded());
        assertThat(world.departures).isEmpty();
    }

    @Test
    void somebodyElsesEditIsTakenOverAndTheHealthIsKept() {
        LoopWorld quiet = new LoopWorld(LoopWorld::counting).begin();
        NodeHealth before = quiet.state().health().of(NodeId.of("a"));

        quiet.edit(quiet.stored().withBlock(WANTED));
        quiet.time.settle();

        assertThat(quiet.state().record().block()).isEqualTo(WANTED);
        assertThat(quiet.state().health().of(NodeId.of("a"))).isEqualTo(before);
    }

    @Test
    void anEditThatSwitchesAMemberMovesTheLooks() {
        LoopWorld quiet = new LoopWorld(LoopWorld::nothing).begin();
        quiet.edit(GroupRecord.first(LoopWorld.GROUP, List.of(LoopWorld.A, LoopWorld.B)));
        quiet.time.settle();
        int before = quiet.nodes.looksAt("c").size();

        quiet.pass(Duration.ofSeconds(5));

        assertThat(quiet.nodes.looksAt("c")).hasSize(before);
        assertThat(quiet.nodes.looksAt("b")).hasSizeGreaterThan(5);
    }

    @Test
    void ourOwnCommitsAreNotMistakenForEdits() {
        LoopWorld begun = world.begin();
        begun.pass(Duration.ofSeconds(5));

        assertThat(begun.commits).hasSize(2);
    }

    @Test
    void whileTheStoreIsOutOfReachNothingIsCommanded() {
        LoopWorld acting = new LoopWorld((state, observation) -> LoopWorld.acting(state, LoopWorld.follow("b")));
        acting.begin();
        acting.client.faults().outage();
        acting.edit(acting.stored().withBlock(WANTED));
        acting.time.settle();
        int before = acting.departures.size();

        acting.pass(Duration.ofSeconds(10));
        assertThat(acting.departures).hasSize(before);

        acting.client.faults().restored();
        acting.pass(Duration.ofSeconds(2));
        assertThat(acting.departures).hasSizeGreaterThan(before);
        assertThat(acting.state().record().block()).isEqualTo(WANTED);
    }

    @Test
    void everyReportThatArrivedDuringACommitIsReducedAfterwards() {
        LoopWorld begun = world.storing(LoopWorld.recorded()).start();
        begun.client.faults().holdReplies();
        begun.pass(Duration.ofMillis(2500));
        int before = begun.steps.size();
        int waiting = begun.reports.size() - 1;

        begun.client.faults().releaseReplies();
        begun.time.settle();

        assertThat(before).isEqualTo(1);
        assertThat(begun.steps).hasSize(before + waiting);
    }

    @Test
    void missesBeforeAndAfterAnAnswerThatWasNeverReducedAreNotInARow() {
        LoopWorld shipped =
                LoopWorld.shipped(Policy.defaults(), LoopWorld.recorded()).begin();
        shipped.nodes.kill("a");
        shipped.pass(Duration.ofMillis(1490));
        assertThat(shipped.state().health().of(NodeId.of("a")))
                .isInstanceOfSatisfying(
                        NodeHealth.Suspect.class,
                        suspect -> assertThat(suspect.misses()).isEqualTo(2));
        shipped.client.faults().outage();
        shipped.edit(shipped.stored());
        shipped.time.settle();

        // It answers until 30.1 s, and the store is read again at 33.05 s, when that is too old to be shown.
        shipped.nodes.resume("a");
        shipped.pass(Duration.ofMillis(28_700));
        shipped.nodes.hang("a");
        shipped.pass(Duration.ofMillis(2300));
        shipped.client.faults().restored();
        shipped.pass(Duration.ofMillis(600));

        assertThat(shipped.state().health().of(NodeId.of("a")))
                .isInstanceOfSatisfying(
                        NodeHealth.Suspect.class,
                        suspect -> assertThat(suspect.misses()).isEqualTo(2));
        assertThat(shipped.stored().member(NodeId.of("a")).map(MemberRecord::health))
                .contains(MemberRecord.Health.UP);
    }

    @Test
    void aRegisterThatCannotBeReadStopsTheGroupUntilItChanges() {
        LoopWorld quiet = new LoopWorld(LoopWorld::nothing).begin();
        GroupRecord before = quiet.stored();

        quiet.edit(Bytes.utf8("what is this?"));
        quiet.pass(Duration.ofMillis(10));
        int looks = quiet.nodes.looksAt("a").size();
        quiet.pass(Duration.ofSeconds(5));
        assertThat(quiet.loop.state()).isEmpty();
        assertThat(quiet.nodes.looksAt("a")).hasSize(looks);
        assertThat(quiet.storeBlocks).hasSize(1).first().asString().contains("cannot be read");

        quiet.edit(before);
        quiet.pass(Duration.ofSeconds(2));
        assertThat(quiet.state().record()).isEqualTo(before);
        assertThat(quiet.nodes.looksAt("a")).hasSizeGreaterThan(looks);
    }

    @Test
    void aRegisterOfALaterFormatStopsTheGroupAndSaysSo() {
        LoopWorld quiet = new LoopWorld(LoopWorld::nothing).begin();

        quiet.edit(Bytes.utf8("{\"format\":9,\"minReader\":9}"));
        quiet.pass(Duration.ofMillis(10));

        assertThat(quiet.storeBlocks).hasSize(1).first().asString().contains("needs a reader of format 9");
    }

    @Test
    void aReducerThatThrowsDoesNotEndTheLoop() {
        LoopWorld broken = new LoopWorld((state, observation) -> {
            if (observation.at().compareTo(Duration.ofSeconds(2)) < 0) {
                throw new IllegalStateException("a bug");
            }
            return Reduction.of(state, Diagnosis.HEALTHY);
        });

        broken.begin().pass(Duration.ofSeconds(4));

        assertThat(broken.steps).hasSize(1);
    }

    @Test
    void aStoreThatIsOutOfReachIsToldOnceAndThenThatItIsBack() {
        LoopWorld quiet = new LoopWorld(LoopWorld::nothing).begin();
        quiet.client.faults().outage();
        quiet.edit(quiet.stored());
        quiet.pass(Duration.ofSeconds(60));
        assertThat(quiet.storeBlocks).containsExactly("the store does not answer: outage");
        assertThat(quiet.storeReleases).isEmpty();

        quiet.client.faults().restored();
        quiet.pass(Duration.ofSeconds(2));

        assertThat(quiet.storeBlocks).hasSize(1);
        assertThat(quiet.storeReleases).hasSize(1);
    }

    @Test
    void aStoreThatCannotBeReadAtFirstIsTold() {
        LoopWorld quiet = new LoopWorld(LoopWorld::nothing);
        quiet.client.faults().outage();
        quiet.begin().pass(Duration.ofSeconds(5));
        assertThat(quiet.storeBlocks).hasSize(1);

        quiet.client.faults().restored();
        quiet.pass(Duration.ofSeconds(2));

        assertThat(quiet.storeReleases).hasSize(1);
        assertThat(quiet.loop.state()).isPresent();
    }

    @Test
    void aCommitOfUnknownOutcomeIsToldAndSoIsItsClarification() {
        world.client.faults().nextCommit(OfCommit.UNKNOWN_APPLIED);
        world.storing(LoopWorld.recorded()).begin();

        assertThat(world.storeBlocks).hasSize(1);
        assertThat(world.storeReleases).hasSize(1);
    }

    @Test
    void aReadThatIsNeverAnsweredIsTriedAgain() {
        LoopWorld quiet = new LoopWorld(LoopWorld::nothing).storing(LoopWorld.recorded());
        quiet.client.faults().holdReplies();
        quiet.begin().pass(Duration.ofSeconds(9));
        assertThat(quiet.storeBlocks).isEmpty();
        quiet.pass(Duration.ofSeconds(1));
        assertThat(quiet.storeBlocks).hasSize(1);

        // Answers from now on, but never to what was asked before.
        quiet.client.faults().dropReplies();
        quiet.pass(Duration.ofSeconds(15));

        assertThat(quiet.storeReleases).hasSize(1);
        assertThat(quiet.loop.state()).isPresent();
    }

    @Test
    void aCommitThatIsNeverAnsweredCountsAsUnknown() {
        world.storing(LoopWorld.recorded()).start();
        world.client.faults().holdReplies();
        world.pass(Duration.ofSeconds(11));
        assertThat(world.commits).hasSize(1).first().isInstanceOf(CommitOutcome.Unknown.class);
        assertThat(world.departures).isEmpty();

        world.client.faults().releaseReplies();
        world.pass(Duration.ofSeconds(2));

        assertThat(world.commits).hasSize(1);
        assertThat(world.departures).isNotEmpty();
        assertThat(world.state().record().block()).isEqualTo(WANTED);
    }

    @Test
    void aRegisterThatIsReadableAgainIsTold() {
        LoopWorld quiet = new LoopWorld(LoopWorld::nothing).begin();
        GroupRecord before = quiet.stored();
        quiet.edit(Bytes.utf8("what is this?"));
        quiet.pass(Duration.ofSeconds(1));
        assertThat(quiet.storeReleases).isEmpty();

        quiet.edit(before);
        quiet.pass(Duration.ofSeconds(1));

        assertThat(quiet.storeReleases).hasSize(1);
    }
}
