package dev.regroup.check;

import dev.regroup.model.GroupState;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Reduction;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** The shipped explorer with something of its judgement taken away. Confined to one thread. */
final class PatchedExplorer {

    /** No oracle is called that. */
    private static final String NONE = "none: ";

    private final Patched classes;
    private String off = NONE;

    private PatchedExplorer(Patched classes) {
        this.classes = classes;
    }

    /** One of which single oracles can be switched off. */
    static PatchedExplorer switchable(Path scratch) {
        String file = "Explorer.java";
        List<Patched.Patch> patches = List.of(
                new Patched.Patch(
                        file,
                        "    private final Policy policy;",
                        "    static String off = \"" + NONE + "\";\n    private final Policy policy;"),
                new Patched.Patch(
                        file,
                        "if (!own.get(i).fault().isEmpty()) {",
                        "if (!own.get(i).fault().isEmpty() && !own.get(i).fault().startsWith(off)) {"),
                new Patched.Patch(file, "if (!fault.isEmpty()) {", "if (!fault.isEmpty() && !fault.startsWith(off)) {"),
                new Patched.Patch(file, "if (late >= 0) {", "if (late >= 0 && !off.equals(\"L7: \")) {"),
                new Patched.Patch(
                        file, "if (rest.livelock() >= 0) {", "if (rest.livelock() >= 0 && !off.equals(\"L4: \")) {"));
        return new PatchedExplorer(Patched.compile("an oracle is off", "dev.regroup.check", patches, scratch));
    }

    /** One that takes whatever rests without a block for converged. */
    static PatchedExplorer alwaysConverged(Path scratch) {
        Patched.Patch patch = new Patched.Patch("Judge.java", ": ofConvergence(world, record);", ": NO_FAULT;");
        return new PatchedExplorer(
                Patched.compile("converged is always true", "dev.regroup.check", List.of(patch), scratch));
    }

    /** Switches off the oracle of that name, and all others on. */
    PatchedExplorer without(String oracle) {
        off = oracle + ": ";
        return this;
    }

    /** Returns the last line of the counterexample, which names the broken promise; empty if there is none. */
    String explore(Configuration configuration, BiFunction<GroupState, Observation, Reduction> reducer) {
        try {
            Class<?> type = classes.load("Explorer");
            if (!off.equals(NONE)) {
                Field field = type.getDeclaredField("off");
                field.setAccessible(true);
                field.set(null, off);
            }
            Object explorer =
                    type.getMethod("of", Policy.class, BiFunction.class).invoke(null, configuration.policy(), reducer);
            explorer = type.getMethod("withNodes", int.class).invoke(explorer, configuration.nodes());
            explorer = type.getMethod("withFeatures", Set.class).invoke(explorer, features(configuration));
            Object exploration = type.getMethod("run").invoke(explorer);
            List<?> path = (List<?>)
                    classes.load("Exploration").getMethod("counterexample").invoke(exploration);
            return path.isEmpty() ? "" : path.get(path.size() - 1).toString();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(configuration + " without " + off, e);
        }
    }

    /** The patched package has its own features. */
    private Set<Object> features(Configuration configuration) throws ReflectiveOperationException {
        Set<Object> features = new HashSet<>();
        for (Feature feature : configuration.features()) {
            features.add(
                    classes.load("Feature").getMethod("valueOf", String.class).invoke(null, feature.name()));
        }
        return features;
    }
}
