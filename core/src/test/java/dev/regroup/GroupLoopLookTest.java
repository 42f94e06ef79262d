package dev.regroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.GroupState;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Outcome;
import dev.regroup.model.Policy;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When nodes are looked at, and which looks count. */
class GroupLoopLookTest {

    private static final Duration INTERVAL = Policy.defaults().probeInterval();

    @Test
    void eachNodeIsLookedAtOnceAnIntervalAndNeverEarlier() {
        LoopWorld world = new LoopWorld(LoopWorld::nothing).begin();
        world.nodes.hang("b");

        world.pass(Duration.ofSeconds(20));

        for (String node : List.of("a", "b", "c")) {
            assertThat(gaps(world.nodes.looksAt(node))).hasSize(20).allMatch(INTERVAL::equals);
        }
    }

    @Test
    void looksOverlapOnlyOnceTheDeadlineHasPassed() {
        Policy slow = Policy.defaults().withProbeDeadline(Duration.ofMillis(2500));
        LoopWorld world = new LoopWorld(LoopWorld::nothing, slow, LoopWorld.recorded()).begin();
        world.nodes.hang("b");

        world.pass(Duration.ofSeconds(20));

        assertThat(gaps(world.nodes.looksAt("a"))).allMatch(INTERVAL::equals);
        assertThat(gaps(world.nodes.looksAt("b")).stream().skip(1)).isNotEmpty().allMatch(slow.probeDeadline()::equals);
    }

    @Test
    void looksAreNumberedAndTimed() {
        LoopWorld world = new LoopWorld(LoopWorld::nothing).begin();
        world.pass(Duration.ofSeconds(5));

        List<NodeReport> ofB = world.reports.stream()
                .filter(report -> report.node().value().equals("b"))
                .toList();

        assertThat(ofB).extracting(NodeReport::look).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(ofB)
                .allMatch(report -> report.doneAt().minus(report.sentAt()).equals(SimulatedNodes.LATENCY));
    }

    @Test
    void aClosedConnectionIsFollowedByALookAtOnce() {
        LoopWorld world = new LoopWorld(LoopWorld::nothing).begin();
        world.pass(Duration.ofMillis(300));
        Duration closed = world.time.now();

        world.nodes.closeConnection("b");
        world.pass(Duration.ofMillis(1500));

        assertThat(world.nodes.looksAt("b")).containsSubsequence(closed, closed.plus(INTERVAL));
    }

    @Test
    void connectionsThatCloseAllTheTimeDoNotMakeTheLoopSpin() {
        LoopWorld world = new LoopWorld(LoopWorld::nothing).begin();
        world.pass(Duration.ofMillis(300));

        for (int i = 0; i < 1000; i++) {
            world.nodes.closeConnection("b");
            world.pass(Duration.ofMillis(1));
        }

        assertThat(world.nodes.looksAt("b")).hasSizeLessThan(14);
    }

    @Test
    void aFirstMissIsFollowedByLooksAtAllOthersAtOnce() {
        LoopWorld world =
                LoopWorld.shipped(Policy.defaults(), LoopWorld.recorded()).begin();
        world.pass(Duration.ofMillis(500));

        world.nodes.kill("a");
        Duration missed = world.time.now().plus(SimulatedNodes.LATENCY);
        world.pass(Duration.ofMillis(100));

        assertThat(world.nodes.looksAt("b")).contains(missed);
        assertThat(world.nodes.looksAt("c")).contains(missed);
        assertThat(world.lastObservation().report(NodeId.of("b")))
                .hasValueSatisfying(report -> assertThat(report.sentAt()).isEqualTo(missed));
    }

    @Test
    void aSecondMissIsNotFollowedByLooksAtOthers() {
        LoopWorld world =
                LoopWorld.shipped(Policy.defaults(), LoopWorld.recorded()).begin();
        world.nodes.kill("a");
        world.pass(Duration.ofMillis(100));
        int before = world.nodes.looksAt("b").size();

        world.pass(INTERVAL);

        assertThat(world.nodes.looksAt("b")).hasSize(before + 1);
    }

    @Test
    void aLookThatEndsAfterALaterOneIsIgnored() {
        LoopWorld world = new LoopWorld(LoopWorld::counting).begin();
        world.nodes.hang("b");
        world.pass(Duration.ofMillis(1100));
        world.nodes.resume("b");
        world.nodes.closeConnection("b");
        world.pass(Duration.ofMillis(800));

        assertThat(world.reports).anyMatch(report -> report.outcome() instanceof Outcome.Silent);
        assertThat(world.lastObservation().report(NodeId.of("b")))
                .hasValueSatisfying(report -> assertThat(report.outcome()).isInstanceOf(Outcome.Answered.class));
    }

    @Test
    void aReportThatIsTooOldIsLeftOutAndTheLastGoodOneStays() {
        LoopWorld world = new LoopWorld(LoopWorld::counting).begin();
        world.nodes.breakLooks("b");

        world.pass(Duration.ofMillis(2700));
        assertThat(world.lastObservation().report(NodeId.of("b"))).isPresent();
        world.pass(Duration.ofSeconds(1));

        assertThat(world.lastObservation().report(NodeId.of("b"))).isEmpty();
        assertThat(world.lastObservation().lastGood(NodeId.of("b"))).isPresent();
    }

    @Test
    void aNodeWhoseLooksNeverEndDelaysNoOther() {
        LoopWorld stuck = new LoopWorld(LoopWorld::counting).begin();
        stuck.nodes.breakLooks("b");
        int before = stuck.nodes.looksAt("a").size();

        stuck.pass(Duration.ofSeconds(10));

        assertThat(stuck.nodes.looksAt("a")).hasSize(before + 10);
        assertThat(stuck.nodes.looksAt("b")).hasSizeGreaterThan(5);
    }

    @Test
    void afterAGapEverythingThatWasSeenAndCountedIsForgotten() {
        LoopWorld world =
                LoopWorld.shipped(Policy.defaults(), LoopWorld.recorded()).begin();
        world.nodes.hang("a");
        world.pass(Duration.ofMillis(1900));
        assertThat(world.state().health().of(NodeId.of("a"))).isInstanceOf(NodeHealth.Suspect.class);
        world.steps.clear();

        world.time.sleep(Duration.ofSeconds(6));
        world.pass(SimulatedNodes.LATENCY);

        assertThat(world.state().health().isAtRest()).isTrue();
        assertThat(world.departures).isEmpty();
        assertThat(world.loop.state().map(GroupState::record)).contains(LoopWorld.recorded());
    }

    @Test
    void aLookThatWasOpenDuringAGapIsNoMiss() {
        LoopWorld world =
                LoopWorld.shipped(Policy.defaults(), LoopWorld.recorded()).begin();
        world.nodes.hang("a");
        world.pass(Duration.ofMillis(1100));

        world.time.sleep(Duration.ofSeconds(6));
        world.nodes.resume("a");
        world.pass(Duration.ofSeconds(1));

        assertThat(world.state().health().isAtRest()).isTrue();
        assertThat(world.reports).anyMatch(report -> report.outcome() instanceof Outcome.Silent);
    }

    @Test
    void waitingForAllNodesAtOnceIsNoGap() {
        Policy patient = Policy.fast().withProbeDeadline(Duration.ofSeconds(5));
        LoopWorld world = LoopWorld.shipped(patient, LoopWorld.recorded()).begin();
        List.of("a", "b", "c").forEach(world.nodes::hang);

        world.pass(Duration.ofSeconds(30));

        assertThat(world.state().health().of(NodeId.of("a"))).isInstanceOf(NodeHealth.Down.class);
    }

    @Test
    void withoutTheLeadershipNobodyIsLookedAt() {
        LoopWorld world = new LoopWorld(LoopWorld::nothing).begin();
        world.store.client().campaign("reconciler", unused -> {});
        world.client.expire();
        world.time.settle();
        int before = world.nodes.looksAt("a").size();

        world.pass(Duration.ofSeconds(10));

        assertThat(world.nodes.looksAt("a")).hasSize(before);
        assertThat(world.loop.state()).isEmpty();
    }

    private static List<Duration> gaps(List<Duration> times) {
        return IntStream.range(1, times.size())
                .mapToObj(i -> times.get(i).minus(times.get(i - 1)))
                .toList();
    }
}
