package dev.regroup.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What takes too long for every build: {@code ./mvnw verify -Pnightly} explores two nodes that take writes with nearly every
 * two other features, three nodes with the features of which each alone is larger, and with pairs of the small ones. {@link
 * LargestStatesTest} explores what takes longer still.
 */
@Tag("nightly")
class NightlyStatesTest {

    /** More than ten million states of two nodes that take writes, and more memory than a build has. */
    private static final List<Set<Feature>> TOO_LARGE_WITH_WRITES = List.of(
            EnumSet.of(Feature.STALE_REPORTS, Feature.LOST_DATA),
            EnumSet.of(Feature.STALE_REPORTS, Feature.HANDS),
            EnumSet.of(Feature.STALE_REPORTS, Feature.REPLACED),
            EnumSet.of(Feature.STALE_REPORTS, Feature.LAG));

    /** At most 52,000 states of three nodes each. */
    private static final Set<Feature> SMALL_FOR_THREE = EnumSet.of(
            Feature.START_AS_MASTER,
            Feature.LOST_COMMANDS,
            Feature.RIVAL_WRITES,
            Feature.LINGERING_LINKS,
            Feature.REFUSALS,
            Feature.COOL_DOWN,
            Feature.PIKA);

    private static final List<Configuration> MORE = List.of(
            Configuration.of(3, 1, Feature.WRITES, Feature.START_AS_MASTER, Feature.NEW_HISTORY_ON_RESTART),
            Configuration.of(3, 1, Feature.LOST_DATA)
                    .with("data-rule", "available")
                    .with("grace", "0s"),
            Configuration.of(2, 2, Feature.WRITES, Feature.FAILED_COMMITS),
            Configuration.of(2, 1, Feature.STALE_REPORTS, Feature.START_AS_MASTER, Feature.START_OLD_ROLE),
            Configuration.of(2, 1, Feature.STALE_REPORTS, Feature.START_AS_MASTER, Feature.OBSERVER_RESTARTS),
            Configuration.of(2, 1, Feature.STALE_REPORTS, Feature.START_OLD_ROLE, Feature.LOST_DATA),
            Configuration.of(2, 1, Feature.STALE_REPORTS, Feature.START_OLD_ROLE, Feature.REPLACED),
            Configuration.of(
                    2,
                    2,
                    Feature.WRITES,
                    Feature.START_AS_MASTER,
                    Feature.START_OLD_ROLE,
                    Feature.LOST_COMMANDS,
                    Feature.OBSERVER_RESTARTS));

    @Test
    void moreFeaturesTogetherKeepEveryPromise() throws Exception {
        long start = System.nanoTime();
        List<Configuration> configurations = Stream.of(MORE, singlesOfThree(), pairsOfThree(), triplesWithWrites())
                .flatMap(List::stream)
                .distinct()
                .toList();
        List<Explored> explored = Explored.all(configurations);
        explored.forEach(one -> System.out.println("explored " + one.line()));
        System.out.println("with WRITES not explored: " + TOO_LARGE_WITH_WRITES);
        long states =
                explored.stream().mapToLong(one -> one.exploration().moments()).sum();
        Proof.note("configurations at night", explored.size());
        Proof.note("states at night", states);
        Proof.note("seconds at night", Math.round((System.nanoTime() - start) / 1e9));
        assertThat(Files.readString(Path.of("PROMISES.md")))
                .contains(String.format(Locale.ROOT, "%,d states in %d configurations", states, explored.size()));
    }

    private static List<Configuration> singlesOfThree() {
        return ExploredStatesTest.TOO_LARGE_FOR_THREE.stream()
                .map(feature -> Configuration.withFeatures(3, EnumSet.of(feature)))
                .toList();
    }

    private static List<Configuration> pairsOfThree() {
        return pairs(SMALL_FOR_THREE).stream()
                .map(pair -> Configuration.withFeatures(3, pair))
                .toList();
    }

    private static List<Configuration> triplesWithWrites() {
        return pairs(EnumSet.complementOf(EnumSet.of(Feature.WRITES))).stream()
                .filter(pair -> !TOO_LARGE_WITH_WRITES.contains(pair))
                .map(NightlyStatesTest::withWrites)
                .toList();
    }

    private static Configuration withWrites(Set<Feature> pair) {
        Set<Feature> triple = EnumSet.copyOf(pair);
        triple.add(Feature.WRITES);
        return Configuration.withFeatures(2, triple);
    }

    /** Returns all sets of two of these. */
    static List<Set<Feature>> pairs(Set<Feature> features) {
        List<Set<Feature>> pairs = new ArrayList<>();
        for (Feature one : features) {
            for (Feature other : features) {
                if (one.compareTo(other) < 0) {
                    pairs.add(EnumSet.of(one, other));
                }
            }
        }
        return pairs;
    }
}
