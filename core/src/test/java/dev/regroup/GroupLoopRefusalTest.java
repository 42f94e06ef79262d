package dev.regroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.coordinator.MemoryFaults.OfCommit;
import dev.regroup.model.Block;
import dev.regroup.model.GroupState;
import dev.regroup.model.NodeId;
import dev.regroup.model.Observation;
import dev.regroup.model.Reduction;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a store that refuses means for the group. */
class GroupLoopRefusalTest {

    private final LoopWorld world = new LoopWorld(GroupLoopRefusalTest::wanting);

    private static Reduction wanting(GroupState state, Observation observation) {
        GroupState counted = LoopWorld.counting(state, observation).state();
        Block wanted = new Block.On(Block.Kind.FOREIGN, List.of(NodeId.of("c")));
        return LoopWorld.acting(
                new GroupState(counted.record().withBlock(wanted), counted.health()), LoopWorld.follow("b"));
    }

    @Test
    void aRefusedCommitStopsTheGroupWithItsCauseAndIsTriedAgainLater() {
        world.client.faults().nextCommit(OfCommit.REFUSED);
        LoopWorld begun = world.storing(LoopWorld.recorded()).start();
        begun.pass(Duration.ofSeconds(5));

        assertThat(begun.storeBlocks).containsExactly("its record cannot be written: injected");
        assertThat(begun.departures).isEmpty();
        begun.pass(Duration.ofSeconds(7));

        assertThat(begun.storeReleases).hasSize(1);
        assertThat(begun.departures).isNotEmpty();
    }
}
