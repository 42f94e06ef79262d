package dev.regroup.check;

import dev.regroup.model.GroupState;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Reduction;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A world to explore: how many nodes, how many misses until one is down, and what can happen.
 *
 * @param nodes how many nodes
 * @param misses how many misses in a row make a node down
 * @param features what can happen beside stop and start
 */
record Configuration(int nodes, int misses, Set<Feature> features) {

    static Configuration of(int nodes, int misses, Feature... features) {
        Set<Feature> set = EnumSet.noneOf(Feature.class);
        set.addAll(List.of(features));
        return new Configuration(nodes, misses, set);
    }

    /** Ranks stand for offsets of any distance, so that no lag is small enough to be tolerated. */
    Policy policy() {
        return Policy.defaults()
                .withMisses(misses)
                .withMinimumDuration(Duration.ofSeconds(misses - 1L))
                .withCoolDown(Duration.ZERO)
                .withLagMax(0);
    }

    Exploration explore(Function<Policy, BiFunction<GroupState, Observation, Reduction>> reducer) {
        return Explorer.of(policy(), reducer.apply(policy()))
                .withNodes(nodes)
                .withFeatures(features)
                .run();
    }

    @Override
    public String toString() {
        return nodes + " nodes, " + misses + " misses, " + features;
    }
}
