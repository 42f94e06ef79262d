package dev.regroup.check;

import dev.regroup.model.GroupState;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Reduction;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The shipped reducer with one named patch, compiled from source.
 *
 * @param name what is wrong with it
 * @param file the file of {@code dev.regroup.reduce} that is patched
 * @param original text that must occur there exactly once
 * @param patched what stands there instead
 */
record Mutant(String name, String file, String original, String patched) {

    /** Returns what the mutant's reducer is under a policy; fails if the patch does not apply or does not compile. */
    Function<Policy, BiFunction<GroupState, Observation, Reduction>> compile(Path scratch) {
        Patched classes = Patched.compile(
                name, "dev.regroup.reduce", List.of(new Patched.Patch(file, original, patched)), scratch);
        return policy -> reducer(classes, policy);
    }

    private BiFunction<GroupState, Observation, Reduction> reducer(Patched classes, Policy policy) {
        try {
            Class<?> type = classes.load("Reducer");
            Object reducer = type.getMethod("of", Policy.class).invoke(null, policy);
            Method reduce = type.getMethod("reduce", GroupState.class, Observation.class);
            return (state, observation) -> invoke(reduce, reducer, state, observation);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name, e);
        }
    }

    private static Reduction invoke(Method reduce, Object reducer, GroupState state, Observation observation) {
        try {
            return (Reduction) reduce.invoke(reducer, state, observation);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
