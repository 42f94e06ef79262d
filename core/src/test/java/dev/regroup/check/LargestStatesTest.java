package dev.regroup.check;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What takes too long for every night as well: {@code ./mvnw -pl core verify -Plargest}. */
@Tag("largest")
class LargestStatesTest {

    /** More than five million states of two nodes each if names are told apart; nobody knows how many. */
    private static final List<Set<Feature>> TOO_LARGE = List.of(
            EnumSet.of(Feature.HANDS, Feature.LAG, Feature.REPLACED),
            withStaleReports(Feature.CUTS, Feature.FAILED_COMMITS),
            withStaleReports(Feature.CUTS, Feature.TWO_OBSERVERS),
            withStaleReports(Feature.FAULTS_DURING_COMMIT, Feature.HANDS),
            withStaleReports(Feature.HANDS, Feature.FAILED_COMMITS),
            withStaleReports(Feature.HANDS, Feature.LAG),
            withStaleReports(Feature.HANDS, Feature.NEW_HISTORY_ON_RESTART),
            withStaleReports(Feature.HANDS, Feature.REPLACED),
            withStaleReports(Feature.LOST_DATA, Feature.FAILED_COMMITS),
            withStaleReports(Feature.LOST_DATA, Feature.HANDS),
            withStaleReports(Feature.MUTE_NODES, Feature.FAILED_COMMITS),
            withStaleReports(Feature.MUTE_NODES, Feature.HANDS),
            withStaleReports(Feature.MUTE_NODES, Feature.REPLACED),
            withStaleReports(Feature.MUTE_NODES, Feature.TWO_OBSERVERS),
            withStaleReports(Feature.REMEMBERED_LOOKS, Feature.FAILED_COMMITS),
            withStaleReports(Feature.REMEMBERED_LOOKS, Feature.HANDS),
            withStaleReports(Feature.REMEMBERED_LOOKS, Feature.REPLACED),
            withStaleReports(Feature.REPLACED, Feature.FAILED_COMMITS),
            withStaleReports(Feature.STRANGERS, Feature.FAILED_COMMITS));

    private static final List<Configuration> LARGEST = List.of(
            Configuration.of(3, 1, Feature.WRITES, Feature.START_OLD_ROLE, Feature.NEW_HISTORY_ON_RESTART),
            Configuration.of(
                    3,
                    1,
                    Feature.WRITES,
                    Feature.START_AS_MASTER,
                    Feature.START_OLD_ROLE,
                    Feature.NEW_HISTORY_ON_RESTART));

    /** One after the other, since each needs much memory. */
    @Test
    void threeNodesWithWritesAndEveryStartKeepEveryPromise() throws Exception {
        for (Configuration configuration : LARGEST) {
            print(Explored.all(List.of(configuration)));
        }
    }

    /** Those with writes are explored each night. */
    @Test
    void threeFeaturesOfTwoNodesKeepEveryPromise() throws Exception {
        print(Explored.all(triplesWithoutWrites()));
        System.out.println("not explored: " + TOO_LARGE);
    }

    private static void print(List<Explored> explored) {
        explored.forEach(one -> System.out.println("explored " + one.line()));
    }

    private static Set<Feature> withStaleReports(Feature one, Feature other) {
        return EnumSet.of(Feature.STALE_REPORTS, one, other);
    }

    private static List<Configuration> triplesWithoutWrites() {
        List<Configuration> triples = new ArrayList<>();
        for (Set<Feature> pair : NightlyStatesTest.pairs(EnumSet.complementOf(EnumSet.of(Feature.WRITES)))) {
            for (Feature last : Feature.values()) {
                Set<Feature> triple = EnumSet.copyOf(pair);
                triple.add(last);
                boolean isNew = last != Feature.WRITES && pair.stream().allMatch(one -> one.compareTo(last) < 0);
                if (isNew && !TOO_LARGE.contains(triple)) {
                    triples.add(Configuration.withFeatures(2, triple));
                }
            }
        }
        return triples;
    }
}
