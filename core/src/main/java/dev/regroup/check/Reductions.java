package dev.regroup.check;

import dev.regroup.check.World.Global;
import dev.regroup.model.Action;
import dev.regroup.model.Explanation;
import dev.regroup.model.GroupState;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Reduction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** What the reducer makes of each round of looks, which it is asked once only. Confined to one exploration. */
final class Reductions {

    /**
     * What came of one reduction.
     *
     * @param decided the new state as it is remembered one interval later, by its number
     * @param actions what is to be sent, by its number
     * @param grounds why somebody is to be master in the place of another
     * @param fault what promise it broke, in words; empty if none
     */
    record Reduced(int decided, int actions, Judge.Grounds grounds, String fault) {}

    private record Question(int state, int world, int looks) {

        @Override
        public int hashCode() {
            return (state * 0x9E3779B1 ^ world) * 0x85EBCA6B + looks;
        }
    }

    private final Map<Question, Reduced> answers = new HashMap<>();
    private final Book book;
    private final BiFunction<GroupState, Observation, Reduction> reducer;
    private final Canon canon;
    private final Goals goals;

    Reductions(
            Book book,
            Policy policy,
            BiFunction<GroupState, Observation, Reduction> reducer,
            Set<Feature> features,
            Goals goals) {
        this.book = book;
        this.reducer = reducer;
        this.canon = new Canon(policy, features.contains(Feature.PIKA));
        this.goals = goals;
    }

    Reduced of(Moment moment) {
        return answers.computeIfAbsent(
                new Question(moment.state(), book.number(seen(moment.world())), moment.looks()),
                q -> reduce(book.state(moment.state()), moment.world(), book.looks(moment.looks())));
    }

    /** Returns the line that explains it. */
    String why(Moment moment) {
        GroupState before = book.state(moment.state());
        Observation observation = observe(before, moment.world(), book.looks(moment.looks()));
        return Explanation.of(reducer.apply(before, observation), Lookout.NOW).toString();
    }

    private static Observation observe(GroupState before, World world, Looks looks) {
        return Lookout.observe(world, looks, before.record());
    }

    private Reduced reduce(GroupState before, World world, Looks looks) {
        Observation observation = observe(before, world, looks);
        Reduction reduction = reducer.apply(before, observation);
        goals.note(reduction);
        GroupState decided = canon.aged(reduction.state());
        List<Action> actions = Canon.timeless(reduction.actions(), decided);
        String fault = Judge.ofReduction(before, observation, reduction);
        return new Reduced(book.number(decided), book.number(actions), Judge.Grounds.of(reduction), fault);
    }

    /** What of the world a round of looks can see. */
    private static World seen(World world) {
        World next = world.with(Global.ACKED, 0)
                .with(Global.LATE, Order.NONE)
                .with(Global.COOLING, 0)
                .with(Global.HANDED, 0);
        for (int node = 0; node < world.nodes(); node++) {
            next = next.with(node, World.Cell.SILENT, 0)
                    .with(node, World.Cell.LINKED, 0)
                    .with(node, World.Cell.LAG, 0)
                    .with(node, World.Cell.FORMER, 0);
            if (!world.isUp(node)) {
                next = next.with(node, World.Cell.RANK, 0)
                        .with(node, World.Cell.HISTORY, 0)
                        .with(node, World.Cell.PARENT, 0)
                        .with(node, World.Cell.BASE, 0)
                        .with(node, World.Cell.FOLLOWS, 0);
            }
        }
        return next;
    }
}
