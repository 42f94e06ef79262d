package dev.regroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Claim;
import dev.regroup.model.Diagnosis;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.Policy;
import dev.regroup.model.Standing;
import dev.regroup.node.Command;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The shipped reducer in the loop, from the first look to the end. */
class FailoverSimulationTest {

    private static final GroupRecord FIRST =
            GroupRecord.first(LoopWorld.GROUP, List.of(LoopWorld.A, LoopWorld.B, LoopWorld.C));

    @Test
    void aRunningGroupIsRecordedAsItIsAndNobodyIsCommanded() {
        LoopWorld world = LoopWorld.shipped(Policy.defaults(), FIRST).begin();

        world.pass(Duration.ofSeconds(5));

        assertThat(world.stored().master()).contains(NodeId.of("a"));
        assertThat(world.stored().members()).allMatch(member -> member.standing() instanceof Standing.InSync);
        assertThat(world.departures).isEmpty();
    }

    @Test
    void aConvergedGroupIsNeitherCommittedNorCommandedNorTalkedAbout() {
        LoopWorld world = converged(Policy.defaults());

        world.pass(Duration.ofMinutes(10));

        assertThat(world.commits).isEmpty();
        assertThat(world.departures).isEmpty();
        assertThat(world.steps).isEmpty();
    }

    @Test
    void aKilledMasterIsReplacedTwoSecondsAfterwards() {
        assertFailsOverWithin(Policy.defaults(), Duration.ofSeconds(2), Duration.ofMillis(100));
    }

    @Test
    void aKilledMasterIsReplacedTwoTenthsOfASecondAfterwardsWithTheFastPolicy() {
        assertFailsOverWithin(Policy.fast(), Duration.ofMillis(200), Duration.ofMillis(100));
    }

    private static void assertFailsOverWithin(Policy policy, Duration detection, Duration slack) {
        LoopWorld world = converged(policy);

        world.nodes.kill("a");
        world.pass(detection.minusMillis(1));
        assertThat(world.nodes.isMaster("b")).isFalse();
        world.pass(slack);

        assertThat(world.nodes.isMaster("b")).isTrue();
        assertThat(world.stored().master()).contains(NodeId.of("b"));
        assertThat(world.stored().claim()).isInstanceOf(Claim.None.class);
    }

    @Test
    void whoChangedRolesByHandIsUnderstoodThoughAllAreLookedAtInStep() {
        LoopWorld world = converged(Policy.defaults());

        world.nodes.follow("a", LoopWorld.B);
        world.nodes.follow("c", LoopWorld.B);
        world.nodes.makeMaster("b");
        world.pass(Duration.ofSeconds(5));

        assertThat(world.stored().master()).contains(NodeId.of("b"));
        assertThat(world.departures).isEmpty();
    }

    @Test
    void theOldMasterComesBackAndFollows() {
        LoopWorld world = converged(Policy.defaults());
        world.nodes.kill("a");
        world.pass(Duration.ofSeconds(5));

        world.nodes.start("a");
        world.pass(Duration.ofSeconds(5));

        assertThat(world.nodes.isMaster("a")).isFalse();
        assertThat(world.steps.get(world.steps.size() - 1).reduction().diagnosis())
                .isEqualTo(Diagnosis.HEALTHY);
        assertThat(world.stored().member(NodeId.of("a")).map(MemberRecord::health))
                .contains(MemberRecord.Health.UP);
    }

    /** The story of issue 2649. */
    @Test
    void aReplicaAndItsMasterStopAndTheMasterComesBackAloneAndIsRecordedAsUp() {
        LoopWorld world = converged(Policy.defaults());
        world.nodes.kill("c");
        world.nodes.kill("b");
        world.pass(Duration.ofMinutes(1));
        world.nodes.kill("a");
        world.pass(Duration.ofMinutes(1));

        world.nodes.start("a");
        world.pass(Duration.ofSeconds(2));

        assertThat(world.stored().member(NodeId.of("a")).map(MemberRecord::health))
                .contains(MemberRecord.Health.UP);
        assertThat(world.departures).isEmpty();
    }

    @Test
    void aStoreThatIsOutOfReachDelaysTheFailoverAndNothingElse() {
        LoopWorld world = converged(Policy.defaults());
        world.client.faults().outage();
        world.nodes.kill("a");
        world.pass(Duration.ofSeconds(60));
        assertThat(world.departures).isEmpty();

        world.client.faults().restored();
        world.pass(Duration.ofSeconds(5));

        assertThat(world.stored().master()).contains(NodeId.of("b"));
    }

    @Test
    void everyCommandLeavesWithItsGroundInTheStore() {
        LoopWorld world = converged(Policy.defaults());

        world.nodes.kill("a");
        world.pass(Duration.ofSeconds(10));
        world.nodes.start("a");
        world.pass(Duration.ofSeconds(10));

        assertThat(world.departures).isNotEmpty().allSatisfy(LoopAssertions::hasItsGroundInTheStore);
        assertThat(world.commands().stream().filter(Command.Promote.class::isInstance))
                .hasSize(1);
    }

    @Test
    void aNewLeaderCarriesAnotherOnesClaimToItsEnd() {
        LoopWorld world = converged(Policy.defaults());
        world.nodes.kill("a");
        world.pass(Duration.ofMillis(1900));
        world.client.faults().holdReplies();
        world.pass(Duration.ofMillis(300));
        assertThat(world.stored().claim()).isInstanceOf(Claim.Pending.class);
        assertThat(world.departures).isEmpty();

        world.client.expire();
        world.client.faults().releaseReplies();
        world.pass(Duration.ofSeconds(3));

        assertThat(world.stored().master()).contains(NodeId.of("b"));
    }

    @Test
    void aClaimThatWasFoundEndsWhenTheMasterIsBackAndNoPromoteCanBeOnItsWay() {
        LoopWorld world = converged(Policy.defaults());
        world.nodes.kill("a");
        world.pass(Duration.ofMillis(1900));
        world.client.faults().holdReplies();
        world.pass(Duration.ofMillis(300));
        assertThat(world.stored().claim()).isInstanceOf(Claim.Pending.class);

        world.nodes.start("a");
        world.client.expire();
        world.client.faults().releaseReplies();
        world.pass(Duration.ofSeconds(20));

        assertThat(world.stored().claim()).isInstanceOf(Claim.None.class);
        assertThat(world.stored().master()).isEqualTo(Optional.of(NodeId.of("a")));
        assertThat(world.departures).isEmpty();
    }

    /** Returns a world whose group is recorded and quiet, with nothing heard yet. */
    private static LoopWorld converged(Policy policy) {
        LoopWorld world = LoopWorld.shipped(policy, FIRST).begin();
        world.pass(Duration.ofSeconds(10));
        world.steps.clear();
        world.commits.clear();
        world.reports.clear();
        return world;
    }
}
