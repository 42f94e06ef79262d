package dev.regroup.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongBiFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * S2: the cost of a reduction grows no faster than the square of the number of nodes. What grows like that or slower costs
 * four times as much at most when the nodes are doubled; what grows faster costs more than that in the end.
 */
class GrowthTest {

    private static final List<Integer> NODES = List.of(3, 6, 12, 24, 48, 96);

    @ParameterizedTest
    @EnumSource(GrowingGroup.Story.class)
    void twiceTheNodesCostFourTimesAsMuchAtMost(GrowingGroup.Story story) throws ReflectiveOperationException {
        ToLongBiFunction<String, Integer> cost = counted();
        List<Long> steps = new ArrayList<>();
        NODES.forEach(nodes -> steps.add(cost.applyAsLong(story.name(), nodes)));
        assertThat(steps.get(0)).isPositive();
        for (int i = 1; i < steps.size(); i++) {
            assertThat(steps.get(i))
                    .as("%s with %s nodes: %s", story, NODES, steps)
                    .isLessThanOrEqualTo(4 * steps.get(i - 1));
        }
    }

    @SuppressWarnings("unchecked") // The class says so.
    private static ToLongBiFunction<String, Integer> counted() throws ReflectiveOperationException {
        Constructor<?> group =
                new CountingLoader().loadClass(GrowingGroup.class.getName()).getDeclaredConstructor();
        group.setAccessible(true);
        return (ToLongBiFunction<String, Integer>) group.newInstance();
    }
}
