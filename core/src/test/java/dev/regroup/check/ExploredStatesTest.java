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

    /** They need what this world does not have: replication that lags, other policies, refusals, links that are cut. */
    static final Set<Reason.Code> UNREACHED_REASONS = EnumSet.of(
            Reason.Code.SYNC_LOST_LAG,
            Reason.Code.ADOPTED_FOLLOWED_MASTER,
            Reason.Code.CLAIM_ENDED_CANDIDATE_REFUSED,
            Reason.Code.MASTER_UNUSABLE_ELECTED,
            Reason.Code.ELECTED_WITHOUT_PROOF,
            Reason.Code.FOLLOW_REVERTED,
            Reason.Code.FOLLOW_SELF_POINTER,
            Reason.Code.FOLLOW_FOREIGN_POINTER);

    /** They need a rival that takes writes, nodes outside the group, time that passes. */
    private static final Set<Block.Kind> UNREACHED_BLOCKS =
            EnumSet.of(Block.Kind.SPLIT_BRAIN, Block.Kind.FOREIGN, Block.Kind.HELD_COOL_DOWN);

    /** What was explored, with the number of moments. */
    private record Explored(Configuration configuration, Exploration exploration, double seconds) {}

    @Test
    void twoNodesWithWritesKeepEveryPromise() throws Exception {
        exploreAll(List.of(Configuration.of(2, 3, Feature.WRITES)), List.of(16_246));
    }

    @Test
    @Tag("slow")
    void theFeaturesOfTwoNodesTogetherAndSomeOfThreeSinglyKeepEveryPromise() throws Exception {
        List<Explored> explored = exploreAll(
                List.of(
                        Configuration.of(3, 1, Feature.WRITES),
                        Configuration.of(3, 3),
                        Configuration.of(2, 2, Feature.WRITES, Feature.START_AS_MASTER, Feature.FAULTS_DURING_COMMIT),
                        Configuration.of(3, 1, Feature.START_AS_MASTER),
                        Configuration.of(3, 1, Feature.START_OLD_ROLE),
                        Configuration.of(
                                2,
                                2,
                                Feature.WRITES,
                                Feature.START_AS_MASTER,
                                Feature.START_OLD_ROLE,
                                Feature.LOST_COMMANDS,
                                Feature.OBSERVER_RESTARTS),
                        Configuration.of(
                                2,
                                3,
                                Feature.WRITES,
                                Feature.START_AS_MASTER,
                                Feature.START_OLD_ROLE,
                                Feature.NEW_HISTORY_ON_RESTART),
                        Configuration.of(2, 2, Feature.WRITES, Feature.CUTS),
                        Configuration.of(2, 1, Feature.WRITES, Feature.MUTE_NODES),
                        Configuration.of(2, 2, Feature.WRITES, Feature.LOST_DATA),
                        Configuration.of(2, 2, Feature.WRITES, Feature.HANDS)),
                List.of(
                        1_591_034, 594_896, 62_999, 135_654, 526_061, 572_567, 162_699, 32_133, 80_477, 176_434,
                        16_704));
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

    private static List<Explored> exploreAll(List<Configuration> configurations, List<Integer> moments)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Explored>> futures = new ArrayList<>();
            configurations.forEach(c -> futures.add(threads.submit(() -> explore(c))));
            List<Explored> explored = new ArrayList<>();
            for (Future<Explored> future : futures) {
                explored.add(future.get());
            }
            assertThat(explored.stream().map(e -> e.exploration().moments()).toList())
                    .as("pinned numbers of moments")
                    .isEqualTo(moments);
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
