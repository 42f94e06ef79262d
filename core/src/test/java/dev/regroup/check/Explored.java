package dev.regroup.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.reduce.Reducer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What was explored, every promise kept.
 *
 * @param configuration which world
 * @param exploration what was found
 * @param seconds how long that took
 */
record Explored(Configuration configuration, Exploration exploration, double seconds) {

    /** How many configurations are explored at a time. */
    static final int THREADS = 2;

    /** The K of the documentation: rounds to rest from any explored moment, with three misses to be down. */
    static final int ROUNDS = 8;

    /** Explores all of them, two at a time. */
    static List<Explored> all(List<Configuration> configurations) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Explored>> futures = new ArrayList<>();
            configurations.forEach(one -> futures.add(threads.submit(() -> of(one))));
            List<Explored> explored = new ArrayList<>();
            for (Future<Explored> future : futures) {
                explored.add(future.get());
            }
            return explored;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Explored of(Configuration configuration) {
        long start = System.nanoTime();
        Exploration exploration = configuration.explore(policy -> Reducer.of(policy)::reduce);
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(exploration.counterexample()).as(configuration.toString()).isEmpty();
        assertThat(exploration.rounds()).as("K with " + configuration).isLessThanOrEqualTo(ROUNDS);
        return new Explored(configuration, exploration, seconds);
    }

    /** One line that is the same for every run. */
    String line() {
        return String.format(
                Locale.ROOT, "%s: %,d states, K = %d", configuration, exploration.moments(), exploration.rounds());
    }
}
