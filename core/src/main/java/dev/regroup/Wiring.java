package dev.regroup;

import dev.regroup.coordinator.Coordinator;
import dev.regroup.coordinator.Layout;
import dev.regroup.model.GroupState;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Reduction;
import dev.regroup.node.Nodes;
import java.time.Duration;
import java.util.function.BiFunction;

/**
 * What the loops of all groups have in common. Immutable.
 *
 * @param coordinator where the records live; borrowed
 * @param layout how they are kept there
 * @param nodes who looks and commands; borrowed
 * @param policy the rules
 * @param reducer who decides; pure
 * @param listener who is told; does not throw
 */
record Wiring(
        Coordinator coordinator,
        Layout layout,
        Nodes nodes,
        Policy policy,
        BiFunction<GroupState, Observation, Reduction> reducer,
        ReconcilerListener listener) {

    /**
     * Returns how long a loop may stand still before the looks of the time before say nothing any more; longer than a
     * look may take, since nothing runs while all nodes are awaited.
     */
    Duration gapMax() {
        Duration usual = policy.probeInterval().multipliedBy(5).plus(policy.probeDeadline());
        Duration least = Duration.ofSeconds(2);
        return usual.compareTo(least) > 0 ? usual : least;
    }

    /** Returns how long after its look began a report counts. */
    Duration reportAgeMax() {
        return policy.probeInterval().multipliedBy(2).plus(policy.probeDeadline());
    }
}
