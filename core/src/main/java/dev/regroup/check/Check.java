package dev.regroup.check;

import dev.regroup.model.Block;
import dev.regroup.model.Choice;
import dev.regroup.model.Policy;
import dev.regroup.model.Reason;
import dev.regroup.reduce.Reducer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Explores what the reducer makes of groups under a policy of one's own: every moment that they can come to under
 * stops, starts and one kind of fault after the other. Immutable; each run is on its own and takes one thread.
 *
 * <pre>{@code
 * Check.Report report = Check.policy(policy).nodes(3).run();
 * if (!report.isKept()) {
 *     throw new AssertionError(report);
 * }
 * }</pre>
 *
 * <p>Time does not pass in the explored world beyond what it takes to find a node down, and offsets are ranks. So a few
 * knobs are explored at one value only: {@code lag-max} at 0, {@code minimum-duration} at what the misses take,
 * {@code grace} and {@code unusable-duration} at 0; of the cool-down only whether there is one; at most nine misses, and
 * with three nodes and more one beside each kind of fault; and {@code confirmations}, {@code chains} and data centres as
 * they are by default. Where {@code data-rule} is {@code available}, no write is promised to survive.
 */
public final class Check {

    private static final int MOST = 50_000_000;
    private static final int MOST_MISSES = 9;

    /** From so many nodes on each counter makes many times more moments. */
    private static final int MANY = 3;

    /** What the oracles know one value of only. */
    private static final List<String> NOT_EXPLORED =
            List.of("confirmations", "data-centre-rule", "data-centre", "chains");

    /**
     * What is explored at a time.
     *
     * @param features what can happen beside stops and starts
     * @param misses how many make a node down
     */
    private record Case(Set<Feature> features, int misses) {}

    private final Policy policy;
    private final int nodes;
    private final List<Set<Feature>> together;

    private Check(Policy policy, int nodes, List<Set<Feature>> together) {
        this.policy = policy;
        this.nodes = nodes;
        this.together = together;
    }

    /** Returns a check of that policy with two nodes: all kinds of faults, one after the other. */
    public static Check policy(Policy policy) {
        return new Check(policy, 2, List.of());
    }

    /**
     * Returns the same for groups of that many nodes, 1 to 4. From three on, stops and starts alone are explored under the
     * policy; each kind of fault as if one miss made a node down, and the cool-down is a kind of its own. With four, name the
     * faults by {@link #features}: with stops and starts alone there are 680,000 moments, with others many more.
     */
    public Check nodes(int number) {
        if (number < 1 || number > 4) {
            throw new IllegalArgumentException(number + " nodes are not within 1 to 4");
        }
        return new Check(policy, number, together);
    }

    /** Returns the same for that one combination of faults instead, on top of stops and starts; it may be large. */
    public Check features(Set<Feature> kinds) {
        Set<Feature> copy = EnumSet.noneOf(Feature.class);
        copy.addAll(kinds);
        return new Check(policy, nodes, List.of(Collections.unmodifiableSet(copy)));
    }

    /**
     * Explores to the end, or to the first broken promise. Two nodes take seconds, three take minutes: the default
     * policy has seven million moments, for which two gigabytes of memory are enough.
     *
     * @throws IllegalStateException if there are more than fifty million moments
     */
    public Report run() {
        Set<Reason.Code> reasons = EnumSet.noneOf(Reason.Code.class);
        Map<Block.Kind, Integer> blocks = new EnumMap<>(Block.Kind.class);
        int states = 0;
        int rounds = 0;
        for (Case each : cases()) {
            Policy explored = explored(each);
            Exploration exploration = Explorer.of(explored, Reducer.of(explored)::reduce)
                    .withNodes(nodes)
                    .withFeatures(each.features())
                    .withMost(MOST)
                    .run();
            states += exploration.moments();
            rounds = Math.max(rounds, exploration.rounds());
            reasons.addAll(exploration.reasons());
            exploration.blocks().forEach((kind, moments) -> blocks.merge(kind, moments, Integer::sum));
            if (!exploration.isKept()) {
                return new Report(
                        states,
                        rounds,
                        reasons,
                        blocks,
                        scenario(explored, nodes, each.features(), exploration.counterexample()));
            }
        }
        return new Report(states, rounds, reasons, blocks, "");
    }

    private List<Case> cases() {
        int misses = Math.min(policy.misses(), MOST_MISSES);
        if (!together.isEmpty()) {
            return together.stream()
                    .map(set -> new Case(withCoolDown(set), misses))
                    .toList();
        }
        List<Case> cases = new ArrayList<>();
        cases.add(new Case(withCoolDown(EnumSet.noneOf(Feature.class)), misses));
        for (Feature feature : Feature.values()) {
            Set<Feature> single = EnumSet.noneOf(Feature.class);
            single.add(feature);
            boolean hasCoolDown = !policy.coolDown().isZero();
            if (nodes < MANY) {
                cases.add(new Case(withCoolDown(single), misses));
            } else if (feature != Feature.COOL_DOWN || hasCoolDown) {
                cases.add(new Case(single, 1));
            }
        }
        return cases;
    }

    private Set<Feature> withCoolDown(Set<Feature> features) {
        Set<Feature> world = EnumSet.noneOf(Feature.class);
        world.addAll(features);
        if (!policy.coolDown().isZero()) {
            world.add(Feature.COOL_DOWN);
        }
        return world;
    }

    private Policy explored(Case each) {
        Map<String, String> knobs = new TreeMap<>(policy.toMap());
        Map<String, String> usual = Policy.defaults().toMap();
        NOT_EXPLORED.forEach(knob -> knobs.put(knob, usual.get(knob)));
        knobs.put("misses", Integer.toString(each.misses()));
        if (!each.features().contains(Feature.COOL_DOWN)) {
            knobs.put("cool-down", "0s");
        }
        knobs.put("lag-max", "0");
        knobs.put(
                "minimum-duration",
                policy.probeInterval().multipliedBy(each.misses() - 1L).toMillis() + "ms");
        if (policy.dataRule() == Choice.DataRule.AVAILABLE) {
            knobs.put("grace", "0s");
        }
        if (policy.unusableMaster() == Choice.Unusable.FAIL_OVER) {
            knobs.put("unusable-duration", "0s");
        }
        return Policy.parse(knobs);
    }

    /** The path as text that {@link Scenario#parse} reads. */
    static String scenario(Policy policy, int nodes, Set<Feature> features, List<String> path) {
        Map<String, String> usual =
                Policy.parse(Scenario.usual(policy.misses())).toMap();
        StringBuilder text = new StringBuilder(path.get(path.size() - 1))
                .append("\nnodes ")
                .append(nodes)
                .append(", misses ")
                .append(policy.misses());
        features.forEach(feature ->
                text.append(text.indexOf("features") < 0 ? ", features " : " ").append(feature));
        String separator = ", policy ";
        for (Map.Entry<String, String> knob : policy.toMap().entrySet()) {
            if (!knob.getValue().equals(usual.get(knob.getKey()))) {
                text.append(separator).append(knob.getKey()).append('=').append(knob.getValue());
                separator = " ";
            }
        }
        path.subList(0, path.size() - 1)
                .forEach(step -> text.append(text.indexOf("\n\n") < 0 ? "\n\n> " : "\n> ")
                        .append(step));
        return text.append('\n').toString();
    }

    /**
     * What was found. Immutable.
     *
     * @param states how many different moments there are, of all explored worlds
     * @param rounds after how many rounds, at the most, nothing changes any more once faults pause
     * @param reasons the causes that occurred
     * @param blocks the blocks that occurred, and in how many moments each stands
     * @param counterexample the shortest path to a broken promise, as text that {@link Scenario} plays, its title the
     *     promise; empty if none was broken
     */
    public record Report(
            int states, int rounds, Set<Reason.Code> reasons, Map<Block.Kind, Integer> blocks, String counterexample) {

        /** Copies both collections. */
        public Report {
            Set<Reason.Code> allReasons = EnumSet.noneOf(Reason.Code.class);
            allReasons.addAll(reasons);
            reasons = Collections.unmodifiableSet(allReasons);
            Map<Block.Kind, Integer> allBlocks = new EnumMap<>(Block.Kind.class);
            allBlocks.putAll(blocks);
            blocks = Collections.unmodifiableMap(allBlocks);
        }

        /** Tells whether every promise was kept in every moment. */
        public boolean isKept() {
            return counterexample.isEmpty();
        }
    }
}
