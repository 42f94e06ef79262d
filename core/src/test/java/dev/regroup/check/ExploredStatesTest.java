package dev.regroup.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Block;
import dev.regroup.model.Reason;
import dev.regroup.reduce.Reducer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every state of groups of two and three nodes: no promise is broken on the way, and from every state the group comes
 * to rest within K rounds, converged or blocked for a reason that holds. The numbers are pinned, so that a search that
 * became smaller does not go unnoticed.
 */
class ExploredStatesTest {

    /** The K of the documentation: rounds to rest from any explored state, with three misses to be down. */
    static final int ROUNDS = 6;

    /**
     * They need a server that refuses to follow, gives up its link, or comes back with another history than all others:
     * transcripts and RepairTest tell of them.
     */
    static final Set<Reason.Code> UNREACHED_REASONS = EnumSet.of(
            Reason.Code.FOLLOW_DISCARDING,
            Reason.Code.FOLLOW_DETACHED,
            Reason.Code.DETACHED_STUCK,
            Reason.Code.DETACHED_INCOMPLETE,
            Reason.Code.DETACHED_FROM_CIRCLE,
            Reason.Code.DETACH_RECORDED,
            Reason.Code.FENCE_DEPOSED);

    /** The same. */
    private static final Set<Block.Kind> UNREACHED_BLOCKS = EnumSet.of(Block.Kind.UNDEMOTABLE, Block.Kind.CONTESTED);

    /** The largest first, so that two threads end at about the same time. */
    private static final List<Pinned> EXPLORED = List.of(
            pinned(1_591_034, Configuration.of(3, 1, Feature.WRITES)),
            pinned(594_896, Configuration.of(3, 3)),
            pinned(526_061, Configuration.of(3, 1, Feature.START_OLD_ROLE)),
            pinned(
                    80_169,
                    Configuration.of(
                            2,
                            1,
                            Feature.WRITES,
                            Feature.START_AS_MASTER,
                            Feature.START_OLD_ROLE,
                            Feature.LOST_COMMANDS,
                            Feature.OBSERVER_RESTARTS)),
            pinned(242_550, Configuration.of(2, 2, Feature.WRITES, Feature.LOST_DATA)),
            pinned(135_654, Configuration.of(3, 1, Feature.START_AS_MASTER)),
            pinned(
                    132_667,
                    Configuration.of(
                            2,
                            2,
                            Feature.WRITES,
                            Feature.START_AS_MASTER,
                            Feature.START_OLD_ROLE,
                            Feature.NEW_HISTORY_ON_RESTART)),
            pinned(120_317, Configuration.of(2, 1, Feature.WRITES, Feature.STALE_REPORTS)),
            pinned(80_477, Configuration.of(2, 1, Feature.WRITES, Feature.MUTE_NODES)),
            pinned(
                    69_127,
                    Configuration.of(
                            2,
                            1,
                            Feature.WRITES,
                            Feature.START_OLD_ROLE,
                            Feature.NEW_HISTORY_ON_RESTART,
                            Feature.LATE_COMMANDS)),
            pinned(
                    62_999,
                    Configuration.of(2, 2, Feature.WRITES, Feature.START_AS_MASTER, Feature.FAULTS_DURING_COMMIT)),
            pinned(39_169, Configuration.of(2, 1, Feature.WRITES, Feature.LATE_COMMANDS, Feature.OBSERVER_RESTARTS)),
            pinned(32_133, Configuration.of(2, 2, Feature.WRITES, Feature.CUTS)),
            pinned(25_298, Configuration.of(2, 1, Feature.HANDS, Feature.RIVAL_WRITES)),
            pinned(
                    24_428,
                    Configuration.of(2, 1, Feature.HANDS, Feature.RIVAL_WRITES).with("unexpected-masters", "revert")),
            pinned(26_396, Configuration.of(2, 2, Feature.WRITES, Feature.LATE_COMMANDS)),
            pinned(21_429, Configuration.of(2, 1, Feature.WRITES, Feature.LAG)),
            pinned(
                    9_396,
                    Configuration.of(2, 1, Feature.WRITES, Feature.COOL_DOWN)
                            .with("cool-down", "10s")
                            .with("cool-down-max", "10s")),
            pinned(5_749, Configuration.of(2, 1, Feature.WRITES, Feature.REFUSALS)),
            pinned(11_014, Configuration.of(2, 1, Feature.START_OLD_ROLE, Feature.STRANGERS)),
            pinned(
                    8_706,
                    Configuration.of(2, 1, Feature.WRITES)
                            .with("data-rule", "available")
                            .with("grace", "0s")),
            pinned(
                    104_285,
                    Configuration.of(2, 1, Feature.WRITES, Feature.MUTE_NODES)
                            .with("unusable-master", "fail-over")
                            .with("unusable-duration", "0s")));

    private static Pinned pinned(int moments, Configuration configuration) {
        return new Pinned(configuration, moments);
    }

    /** A configuration and the number of its moments. */
    private record Pinned(Configuration configuration, int moments) {}

    /** What was explored, with the number of moments. */
    private record Explored(Configuration configuration, Exploration exploration, double seconds) {}

    @Test
    void twoNodesWithWritesKeepEveryPromise() throws Exception {
        exploreAll(List.of(new Pinned(Configuration.of(2, 3, Feature.WRITES), 16_246)));
    }

    @Test
    @Tag("slow")
    void theFeaturesOfTwoNodesTogetherAndSomeOfThreeSinglyKeepEveryPromise() throws Exception {
        List<Explored> explored = exploreAll(EXPLORED);
        int moments = explored.stream().mapToInt(e -> e.exploration().moments()).sum();
        int rounds =
                explored.stream().mapToInt(e -> e.exploration().rounds()).max().orElseThrow();
        String total = String.format(Locale.ROOT, "%,d states in %d configurations", moments, explored.size());
        System.out.println("explored in all: " + total + ", K = " + rounds);
        assertThat(Files.readString(Path.of("..", "README.md"))).contains(total, "within K = " + rounds + " rounds");
        Set<Reason.Code> reasons = EnumSet.noneOf(Reason.Code.class);
        Set<Block.Kind> blocks = EnumSet.noneOf(Block.Kind.class);
        explored.forEach(e -> reasons.addAll(e.exploration().reasons()));
        explored.forEach(e -> blocks.addAll(e.exploration().blocks()));
        assertThat(EnumSet.complementOf(EnumSet.copyOf(blocks))).isEqualTo(UNREACHED_BLOCKS);
        assertThat(EnumSet.complementOf(EnumSet.copyOf(reasons))).isEqualTo(UNREACHED_REASONS);
    }

    /** Larger ones, and pairs of features that every build only has singly. */
    @Test
    @Tag("nightly")
    void moreFeaturesTogetherKeepEveryPromise() {
        List<Configuration> configurations = List.of(
                Configuration.of(2, 1, Feature.LATE_COMMANDS, Feature.CUTS),
                Configuration.of(2, 1, Feature.WRITES, Feature.LATE_COMMANDS, Feature.LOST_DATA),
                Configuration.of(2, 1, Feature.STALE_REPORTS, Feature.LATE_COMMANDS),
                Configuration.of(2, 1, Feature.STALE_REPORTS, Feature.START_AS_MASTER, Feature.START_OLD_ROLE),
                Configuration.of(2, 1, Feature.STALE_REPORTS, Feature.START_AS_MASTER, Feature.OBSERVER_RESTARTS),
                Configuration.of(
                        2,
                        2,
                        Feature.WRITES,
                        Feature.START_AS_MASTER,
                        Feature.START_OLD_ROLE,
                        Feature.LOST_COMMANDS,
                        Feature.OBSERVER_RESTARTS));
        assertThat(configurations).allSatisfy(ExploredStatesTest::explore);
    }

    private static List<Explored> exploreAll(List<Pinned> all) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Explored>> futures = new ArrayList<>();
            all.forEach(one -> futures.add(threads.submit(() -> explore(one.configuration()))));
            List<Explored> explored = new ArrayList<>();
            for (Future<Explored> future : futures) {
                explored.add(future.get());
            }
            assertThat(explored.stream().map(e -> e.exploration().moments()).toList())
                    .as("pinned numbers of moments")
                    .isEqualTo(all.stream().map(Pinned::moments).toList());
            return explored;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Explored explore(Configuration configuration) {
        long start = System.nanoTime();
        Exploration exploration = configuration.explore(policy -> Reducer.of(policy)::reduce);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "explored %s: %,d states, frontier empty, K = %d, %.1f s%n",
                configuration,
                exploration.moments(),
                exploration.rounds(),
                seconds);
        assertThat(exploration.counterexample()).as(configuration.toString()).isEmpty();
        assertThat(exploration.rounds()).as("K with " + configuration).isLessThanOrEqualTo(ROUNDS);
        return new Explored(configuration, exploration, seconds);
    }
}
