package dev.regroup.check;

import dev.regroup.check.Moment.Phase;
import dev.regroup.model.Block;
import dev.regroup.model.GroupState;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Reduction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Explores every moment that a group of some nodes can come to, breadth first until none is left, and judges each: no
 * promise may be broken on the way, and from every moment on, once faults pause, whole rounds in every order of the
 * commands must lead to a moment at which nothing changes any more and which is converged, or blocked for a reason that
 * holds. Immutable; each run is on its own.
 */
public final class Explorer {

    /** In place of a broken promise, where one form for all names will not do. */
    private static final List<String> NAMES_DECIDE =
            List.of("the order of the names decides whether the group is at rest");

    private final Policy policy;
    private final BiFunction<GroupState, Observation, Reduction> reducer;
    private final int nodes;
    private final Set<Feature> features;
    private final int most;
    private final boolean isNamed;

    private Explorer(
            Policy policy,
            BiFunction<GroupState, Observation, Reduction> reducer,
            int nodes,
            Set<Feature> features,
            int most,
            boolean isNamed) {
        this.policy = policy;
        this.reducer = reducer;
        this.nodes = nodes;
        this.features = features;
        this.most = most;
        this.isNamed = isNamed;
    }

    /** Returns an explorer of that reducer under that policy: two nodes, no features, at most ten million moments. */
    public static Explorer of(Policy policy, BiFunction<GroupState, Observation, Reduction> reducer) {
        return new Explorer(policy, reducer, 2, EnumSet.noneOf(Feature.class), 10_000_000, false);
    }

    /** Returns the same for that many nodes, 1 to 9. */
    public Explorer withNodes(int nodes) {
        if (nodes < 1 || nodes > 9) {
            throw new IllegalArgumentException(nodes + " nodes are not within 1 to 9");
        }
        return new Explorer(policy, reducer, nodes, features, most, isNamed);
    }

    /** Returns the same with these features. */
    public Explorer withFeatures(Set<Feature> features) {
        Set<Feature> copy = EnumSet.noneOf(Feature.class);
        copy.addAll(features);
        return new Explorer(policy, reducer, nodes, Collections.unmodifiableSet(copy), most, isNamed);
    }

    /** Returns the same with that bound; an exploration that would exceed it throws. */
    public Explorer withMost(int moments) {
        return new Explorer(policy, reducer, nodes, features, moments, isNamed);
    }

    /** Returns the same that tells moments apart which differ only in which node has which name: many more. */
    Explorer withNames() {
        return new Explorer(policy, reducer, nodes, features, most, true);
    }

    /**
     * Explores to the end, or to the first broken promise. Moments that differ only in which node has which name are taken
     * for one, unless that may break a promise: what is told of that is the path of one group, whose nodes keep their names.
     *
     * @throws IllegalStateException if there are more moments than the bound, or there would be for that path
     */
    public Exploration run() {
        Exploration exploration = new Run().run();
        return isNamed || exploration.isKept() ? exploration : told(exploration);
    }

    private Exploration told(Exploration broken) {
        try {
            return withNames().run();
        } catch (IllegalStateException e) {
            throw new IllegalStateException(e.getMessage() + ": the way to " + broken.counterexample(), e);
        }
    }

    /** One exploration. */
    private final class Run {

        private final Goals goals = new Goals();
        private final Steps steps = new Steps(policy, reducer, features, goals);
        private final Symmetry symmetry = steps.symmetry();
        private final Moments moments = steps.moments();
        private final Successors successors = new Successors();

        Exploration run() {
            add(steps.start(nodes), -1);
            for (int from = 0; from < moments.size(); from++) {
                List<String> broken = expand(from);
                if (!broken.isEmpty()) {
                    return result(0, broken);
                }
            }
            return judgeRest();
        }

        private List<String> expand(int from) {
            Moment moment = moments.get(from);
            List<Steps.Step> own = new ArrayList<>();
            List<Moment> asked = isNamed || moment.phase() != Phase.LOOK ? List.of(moment) : symmetry.turned(moment);
            int resting = 0;
            for (Moment named : asked) {
                List<Steps.Step> taken = steps.ownSteps(named);
                resting += taken.size() == 1 && taken.get(0).to().equals(named) ? 1 : 0;
                own.addAll(taken);
            }
            if (resting > 0 && resting < asked.size()) {
                return NAMES_DECIDE;
            }
            List<String> broken = addOwn(from, own, resting > 0);
            if (broken.isEmpty()) {
                steps.faults(moment).forEach(step -> add(step.to(), from));
            }
            return broken;
        }

        private List<String> addOwn(int from, List<Steps.Step> own, boolean isAtRest) {
            int[] next = new int[own.size()];
            for (int i = 0; i < next.length; i++) {
                next[i] = add(own.get(i).to(), from);
                if (!own.get(i).fault().isEmpty()) {
                    return path(
                            from,
                            List.of(own.get(i).event().toString(), own.get(i).fault()));
                }
            }
            successors.add(Arrays.stream(next).distinct().toArray(), isAtRest);
            return List.of();
        }

        private int add(Moment moment, int parent) {
            int number = moments.number(isNamed ? moment : symmetry.of(moment), parent);
            if (number >= most) {
                throw new IllegalStateException(
                        "more than " + most + " moments with " + nodes + " nodes and " + features);
            }
            return number;
        }

        private Exploration judgeRest() {
            Rest rest = Rest.of(moments, successors);
            if (rest.livelock() >= 0) {
                return result(0, path(rest.livelock(), List.of("L4: from here on the group never comes to rest")));
            }
            int late = succeededLate();
            if (late >= 0) {
                return result(rest.most(), path(late, List.of("L7: from here on its succession takes too long")));
            }
            for (int number = 0; number < moments.size(); number++) {
                if (successors.isAtRest(number)) {
                    Moment moment = moments.get(number);
                    String fault =
                            Judge.ofRest(moment.world(), steps.state(moment).record(), policy);
                    if (!fault.isEmpty()) {
                        return result(rest.most(), path(number, List.of(fault)));
                    }
                }
            }
            return result(rest.most(), List.of());
        }

        /** Returns a moment from which a master that is gone is not replaced two rounds after it is down, or -1. */
        private int succeededLate() {
            Rest succession = Rest.orSooner(moments, successors, number -> {
                Moment moment = moments.get(number);
                return Earned.isSucceeded(moment.world(), steps.state(moment).record());
            });
            for (int number = 0; number < moments.size(); number++) {
                boolean isLooking = moments.phase(number) == Phase.LOOK;
                if (isLooking && isSuccessionDue(number) && succession.rounds(number) > policy.misses() + 2) {
                    return number;
                }
            }
            return -1;
        }

        private boolean isSuccessionDue(int number) {
            Moment moment = moments.get(number);
            return steps.isNothingHeld(moment)
                    && Earned.isSuccessionDue(
                            moment.world(), steps.state(moment).record());
        }

        private Exploration result(int rounds, List<String> counterexample) {
            return new Exploration(
                    moments.size(), rounds, goals.diagnoses(), goals.reasons(), blocks(), counterexample);
        }

        private Map<Block.Kind, Integer> blocks() {
            Map<Block.Kind, Integer> blocks = new EnumMap<>(Block.Kind.class);
            for (int number = 0; number < moments.size(); number++) {
                if (steps.state(moments.get(number)).record().block() instanceof Block.On on) {
                    blocks.merge(on.kind(), 1, Integer::sum);
                }
            }
            return Collections.unmodifiableMap(blocks);
        }

        private List<String> path(int to, List<String> end) {
            if (!isNamed) {
                // The names of one moment are not those of the next.
                return end;
            }
            List<String> path = new ArrayList<>();
            for (int at = to; moments.parent(at) >= 0; at = moments.parent(at)) {
                path.add(0, event(moments.parent(at), at).toString());
            }
            path.addAll(end);
            return List.copyOf(path);
        }

        /** Returns the first step that leads from one moment to the other. */
        private Event event(int from, int to) {
            Moment moment = moments.get(from);
            return Stream.concat(steps.ownSteps(moment).stream(), steps.faults(moment).stream())
                    .filter(step -> step.to().equals(moments.get(to)))
                    .findFirst()
                    .orElseThrow()
                    .event();
        }
    }
}
