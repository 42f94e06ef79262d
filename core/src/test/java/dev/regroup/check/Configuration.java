package dev.regroup.check;

import dev.regroup.model.GroupState;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Reduction;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A world to explore: how many nodes, how many misses until one is down, and what can happen.
 *
 * @param nodes how many nodes
 * @param misses how many misses in a row make a node down
 * @param features what can happen beside stop and start
 * @param knobs what the policy has otherwise than usual here
 */
record Configuration(int nodes, int misses, Set<Feature> features, Map<String, String> knobs) {

    /** Beyond what any of them has; at 32 bytes and more each, memory ends before. */
    private static final int MOST = 500_000_000;

    static Configuration of(int nodes, int misses, Feature... features) {
        Set<Feature> set = EnumSet.noneOf(Feature.class);
        set.addAll(List.of(features));
        return new Configuration(nodes, misses, set, Map.of());
    }

    /** With one miss, and whatever of the policy those features need to play any part. */
    static Configuration withFeatures(int nodes, Set<Feature> features) {
        Configuration plain = new Configuration(nodes, 1, features, Map.of());
        return features.contains(Feature.COOL_DOWN)
                ? plain.with("cool-down", "10s").with("cool-down-max", "10s")
                : plain;
    }

    /** Returns the same under a policy that has that value of that knob. */
    Configuration with(String knob, String value) {
        Map<String, String> more = new TreeMap<>(knobs);
        more.put(knob, value);
        return new Configuration(nodes, misses, features, more);
    }

    /** Ranks stand for offsets of any distance, so that no lag is small enough to be tolerated. */
    Policy policy() {
        Map<String, String> texts = new TreeMap<>();
        texts.put("misses", Integer.toString(misses));
        texts.put("minimum-duration", misses - 1 + "s");
        texts.put("cool-down", "0s");
        texts.put("lag-max", "0");
        texts.putAll(knobs);
        return Policy.parse(texts);
    }

    Exploration explore(Function<Policy, BiFunction<GroupState, Observation, Reduction>> reducer) {
        return Explorer.of(policy(), reducer.apply(policy()))
                .withNodes(nodes)
                .withFeatures(features)
                .withMost(MOST)
                .run();
    }

    @Override
    public String toString() {
        return nodes + " nodes, " + misses + " misses, " + features + (knobs.isEmpty() ? "" : ", " + knobs);
    }
}
