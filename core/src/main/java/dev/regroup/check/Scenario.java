package dev.regroup.check;

import dev.regroup.model.GroupState;
import dev.regroup.model.InvalidConfiguration;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Reduction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * A story in plain text: a title, the world it plays in, and the steps, each followed by what came of it. The steps are
 * those that a counterexample prints, so that one can be replayed by pasting it. Immutable.
 *
 * <pre>
 * L5 a master that comes back in its own role is recorded as up
 * nodes 2, misses 3, features WRITES
 *
 * &gt; rest
 * &gt; stop b
 * &gt; rest
 * </pre>
 *
 * <p>Steps: {@code stop a}, {@code start a}, {@code start a as master}, {@code start a following b}, {@code start a
 * empty}, {@code write}, {@code round} (look and reduce), {@code commit}, {@code send promote b}, {@code send follow a
 * b}, {@code lose}, {@code delay} and {@code refuse} with the same words, {@code arrive promote b} for what was delayed,
 * {@code look at b} (before the others), {@code skip b} (no report of it in the next round), {@code restart observer}, {@code take over} (another one does),
 * {@code fail commit}, {@code store late} (what failed), {@code forget looks},
 * {@code copy a}, {@code cut a}, {@code mend a}, {@code mute a}, {@code unmute a}, {@code promote a by hand},
 * {@code point a to b by hand} (z is outside of the group), {@code write b}, {@code lag b}, {@code catch up b},
 * {@code cool-down is over}; and {@code rest}: whole rounds until nothing changes any more. Lines that
 * do not begin with {@code >} after the second are what came of the steps, and are not read.
 */
public final class Scenario {

    private static final String STEP = "> ";

    private final String title;
    private final Policy policy;
    private final int nodes;
    private final Set<Feature> features;
    private final Map<String, String> knobs;
    private final List<String> steps;

    private Scenario(
            String title,
            Policy policy,
            int nodes,
            Set<Feature> features,
            Map<String, String> knobs,
            List<String> steps) {
        this.title = title;
        this.policy = policy;
        this.nodes = nodes;
        this.features = features;
        this.knobs = knobs;
        this.steps = steps;
    }

    /**
     * Reads a scenario.
     *
     * @throws InvalidConfiguration if the second line does not describe a world, or there is no step
     */
    public static Scenario parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() < 2) {
            throw InvalidConfiguration.of(
                    "a scenario begins with a title and a line 'nodes 2, misses 3, features ...'");
        }
        List<String> steps = lines.stream()
                .filter(line -> line.startsWith(STEP))
                .map(line -> line.substring(STEP.length()).strip())
                .toList();
        if (steps.isEmpty()) {
            throw InvalidConfiguration.of("the scenario '" + lines.get(0) + "' has no step");
        }
        int misses = number(lines.get(1), "misses");
        Map<String, String> knobs = usual(misses);
        knobs.putAll(knobs(lines.get(1)));
        return new Scenario(
                lines.get(0),
                Policy.parse(knobs),
                number(lines.get(1), "nodes"),
                features(lines.get(1)),
                knobs(lines.get(1)),
                steps);
    }

    /** The knobs of a scenario that names none. */
    static Map<String, String> usual(int misses) {
        Map<String, String> knobs = new TreeMap<>();
        knobs.put("misses", Integer.toString(misses));
        knobs.put("minimum-duration", Math.max(0, misses - 1L) + "s");
        knobs.put("cool-down", "0s");
        knobs.put("lag-max", "0");
        return knobs;
    }

    private static int number(String line, String key) {
        for (String part : line.split(",", -1)) {
            String[] words = part.strip().split(" ", -1);
            if (words.length == 2 && words[0].equals(key) && words[1].matches("[1-9]")) {
                return Integer.parseInt(words[1]);
            }
        }
        throw InvalidConfiguration.of("'" + line + "' does not say '" + key + "' with a number from 1 to 9");
    }

    private static Set<Feature> features(String line) {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        for (Feature feature : Feature.values()) {
            if (line.contains(feature.name())) {
                features.add(feature);
            }
        }
        return Collections.unmodifiableSet(features);
    }

    /** Time stands still in the explored world, so that only the spans of zero and those that never end make sense. */
    private static Map<String, String> knobs(String line) {
        Map<String, String> knobs = new TreeMap<>();
        for (String word : line.replace(',', ' ').split(" ", -1)) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                knobs.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return knobs;
    }

    /** Returns the first line: the promise that the story is about. */
    public String title() {
        return title;
    }

    /**
     * Returns the policy it is played under: the defaults with that many misses, without a cool-down, no lag small
     * enough to tolerate, and what the second line says otherwise.
     */
    public Policy policy() {
        return policy;
    }

    /**
     * Plays the scenario against that reducer and returns it with what came of each step.
     *
     * @throws InvalidConfiguration if a step is not possible when it is its turn; names those that are
     */
    public String play(BiFunction<GroupState, Observation, Reduction> reducer) {
        Stage stage = new Stage(new Steps(policy, reducer, features, new Goals()), nodes);
        StringBuilder out =
                new StringBuilder(title).append('\n').append(world()).append('\n');
        for (String step : steps) {
            out.append('\n').append(STEP).append(step).append('\n');
            for (String line : stage.take(step)) {
                out.append("  ").append(line).append('\n');
            }
        }
        return out.toString();
    }

    private String world() {
        String line = String.format(Locale.ROOT, "nodes %d, misses %d", nodes, policy.misses());
        List<String> names = new ArrayList<>();
        features.forEach(feature -> names.add(feature.name()));
        String world = names.isEmpty() ? line : line + ", features " + String.join(" ", names);
        return knobs.isEmpty()
                ? world
                : world + ", policy "
                        + knobs.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(" "));
    }
}
