package dev.regroup.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.reduce.Reducer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Exploring one of all moments that differ only in names leaves none of them out, nor adds any. */
class SymmetryTest {

    static Stream<Configuration> configurations() {
        return Stream.of(
                Configuration.of(2, 2, Feature.WRITES),
                Configuration.of(2, 1, Feature.HANDS),
                Configuration.of(2, 1, Feature.STRANGERS),
                Configuration.of(2, 1, Feature.STALE_REPORTS),
                Configuration.of(2, 1, Feature.LATE_COMMANDS),
                Configuration.of(2, 1, Feature.TWO_OBSERVERS),
                Configuration.of(2, 1, Feature.PIKA, Feature.REFUSALS),
                Configuration.of(2, 1, Feature.NEW_HISTORY_ON_RESTART, Feature.LOST_DATA),
                Configuration.of(3, 1, Feature.START_AS_MASTER),
                Configuration.of(3, 1, Feature.PIKA));
    }

    /** Where the names decide, as no promise allows, each is explored for itself. */
    @Test
    void aReducerThatRestsForSomeNamesOnlyIsExploredUnderAll() {
        Configuration configuration = Configuration.of(2, 1);
        Exploration exploration = configuration.explore(WrongReducer.PARTIAL::under);

        assertThat(exploration.counterexample()).isNotEmpty().last().asString().startsWith("L4: ");
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void theMomentsOfAllNamesHaveTheFormsThatAreExplored(Configuration configuration) {
        Steps steps = new Steps(
                configuration.policy(),
                Reducer.of(configuration.policy())::reduce,
                configuration.features(),
                new Goals());
        Symmetry symmetry = steps.symmetry();
        Set<Moment> moments = new HashSet<>();
        Set<Moment> forms = new HashSet<>();
        List<Moment> waiting = new ArrayList<>(underAllNames(symmetry, steps.start(configuration.nodes())));
        while (!waiting.isEmpty()) {
            Moment moment = waiting.remove(waiting.size() - 1);
            if (moments.add(moment)) {
                Moment form = symmetry.of(moment);
                assertThat(underAllNames(symmetry, moment))
                        .allMatch(named -> symmetry.of(named).equals(form));
                forms.add(form);
                steps.ownSteps(moment).forEach(step -> waiting.add(step.to()));
                steps.faults(moment).forEach(step -> waiting.add(step.to()));
            }
        }

        Exploration exploration = configuration.explore(policy -> Reducer.of(policy)::reduce);
        assertThat(exploration.counterexample()).isEmpty();
        assertThat(forms).hasSize(exploration.moments());
        System.out.printf("%s: %,d moments have %,d forms%n", configuration, moments.size(), forms.size());
    }

    private static List<Moment> underAllNames(Symmetry symmetry, Moment moment) {
        return orders(moment.world().nodes()).stream()
                .map(order -> symmetry.named(
                        moment, order.stream().mapToInt(Integer::intValue).toArray()))
                .toList();
    }

    private static List<List<Integer>> orders(int nodes) {
        if (nodes == 0) {
            return List.of(List.of());
        }
        List<List<Integer>> orders = new ArrayList<>();
        for (List<Integer> order : orders(nodes - 1)) {
            for (int place = 0; place < nodes; place++) {
                List<Integer> longer = new ArrayList<>(order);
                longer.add(place, nodes - 1);
                orders.add(longer);
            }
        }
        return orders;
    }
}
