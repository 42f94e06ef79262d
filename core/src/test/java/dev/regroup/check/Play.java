package dev.regroup.check;

import dev.regroup.check.Event.StartAs;
import dev.regroup.model.Block;
import dev.regroup.model.GroupState;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Reduction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.IntFunction;

/** Plays one order of events in the explored world, a write after each, and judges every step and the end. */
final class Play {

    /**
     * The bound after which a play that does not come to rest is a livelock; far above the K that the explorer finds.
     */
    private static final int MOST_ROUNDS = 50;

    /**
     * What came of a play.
     *
     * @param path every step
     * @param fault the promise that was broken, empty if none
     * @param isConverged whether the end is converged, rather than blocked
     */
    record Result(List<Event> path, String fault, boolean isConverged) {}

    private final Policy policy;
    private final Steps steps;

    Play(Policy policy, BiFunction<GroupState, Observation, Reduction> reducer, Set<Feature> features) {
        this.policy = policy;
        this.steps = new Steps(policy, reducer, features, new Goals());
    }

    Result play(int nodes, List<Integer> order, IntFunction<StartAs> as, int rounds) {
        Game game = new Game(steps.start(nodes));
        game.rounds(6);
        for (int event : order) {
            int node = Math.abs(event) - 1;
            game.fault(event < 0 ? new Event.Stop(node) : new Event.Start(node, game.startAs(node, as.apply(node))));
            game.writeIfPossible();
            game.rounds(rounds);
        }
        game.rest();
        return new Result(List.copyOf(game.path), game.fault, game.isConverged());
    }

    /** One play under way. */
    private final class Game {

        private final List<Event> path = new ArrayList<>();
        private Moment moment;
        private String fault = "";

        Game(Moment start) {
            this.moment = start;
        }

        /** A start in another role that does not differ from the last one is a start with the last role. */
        StartAs startAs(int node, StartAs wanted) {
            boolean isPossible = steps.faultEvents(moment).contains(new Event.Start(node, wanted));
            return isPossible ? wanted : new StartAs.LastRole();
        }

        void fault(Event event) {
            take(steps.fault(moment, event));
        }

        void writeIfPossible() {
            steps.faultEvents(moment).stream()
                    .filter(Event.Write.class::isInstance)
                    .findFirst()
                    .ifPresent(this::fault);
        }

        void rounds(int rounds) {
            for (int round = 0; round < rounds; round++) {
                round();
            }
        }

        /** One whole round: look, commit, send. */
        private void round() {
            do {
                take(steps.ownSteps(moment).get(0));
            } while (moment.phase() != Moment.Phase.LOOK);
        }

        void rest() {
            for (int round = 0; round < MOST_ROUNDS; round++) {
                Moment before = moment;
                round();
                if (moment.equals(before)) {
                    fault = fault.isEmpty()
                            ? Judge.ofRest(moment.world(), steps.state(moment).record(), policy)
                            : fault;
                    return;
                }
            }
            fault = fault.isEmpty() ? "L4: no rest after " + MOST_ROUNDS + " rounds" : fault;
        }

        boolean isConverged() {
            return steps.state(moment).record().block() instanceof Block.None;
        }

        private void take(Steps.Step step) {
            path.add(step.event());
            moment = step.to();
            fault = fault.isEmpty() ? step.fault() : fault;
        }
    }
}
