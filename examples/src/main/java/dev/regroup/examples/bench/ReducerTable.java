package dev.regroup.examples.bench;

import dev.regroup.examples.redis.CannotRun;
import java.io.PrintStream;
import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What a reduction costs, measured by JMH in JVMs of their own: about two minutes, beside what design asks for. Confined
 * to one thread.
 */
final class ReducerTable {

    /** The head of one small object, and its fields: the reduction that a healthy group is answered with. */
    private static final double ONE_SMALL_OBJECT = 64;

    private static final String BYTES = "gc.alloc.rate.norm";
    private static final String ROW = "%-44s %10s %12s %10s %10s  %s%n";

    private final PrintStream out;
    private final Map<String, Figure> figures = new TreeMap<>();

    /**
     * What was measured of one benchmark.
     *
     * @param nanos median time of one call
     * @param error half the distance between the smallest and the largest median of an iteration
     * @param bytes allocated by one call
     */
    private record Figure(double nanos, double error, double bytes) {}

    ReducerTable(PrintStream out) {
        this.out = out;
    }

    /**
     * Measures and prints; what is missed is said in the table.
     *
     * @throws CannotRun if JMH cannot start its JVMs
     */
    void run() {
        out.println("JMH, 2 JVMs for each line: about two minutes ...");
        for (RunResult result : measured()) {
            String nodes = result.getParams().getParam("nodes");
            String method = result.getParams().getBenchmark().replaceAll(".*\\.", "");
            figures.put(method + (nodes == null ? "" : " " + nodes), figure(result));
        }
        out.printf(ROW, "", "target", "median", "±", "B/call", "");
        judged("reduce, 3 healthy nodes", "healthy 3", 1_000, ONE_SMALL_OBJECT);
        judged("reduce, 3 healthy nodes while clients write", "busy 3", 1_000, ONE_SMALL_OBJECT);
        judged("10,000 groups of 3 healthy nodes, one pass", "fleet", 20e6, ONE_SMALL_OBJECT * 10_000);
        judged("decision for a failover, 3 nodes", "failover 3", 20_000, Double.POSITIVE_INFINITY);
        grown("growth from 2 to 9 healthy nodes", "healthy");
        grown("growth from 2 to 9 nodes while clients write", "busy");
        grown("growth from 2 to 9 nodes at a failover", "failover");
        out.println(
                "Median of all calls, each timed by itself (reading the clock included); ± half the range of the medians of 10"
                        + " iterations.");
        out.println("A healthy group, written to or not, got back the very instance of its state.");
    }

    private static Collection<RunResult> measured() {
        try {
            return new Runner(new OptionsBuilder()
                            .include(ReducerBenchmarks.class.getName() + "\\.")
                            .addProfiler(GCProfiler.class)
                            .verbosity(VerboseMode.SILENT)
                            .shouldFailOnError(true)
                            .build())
                    .run();
        } catch (RunnerException failure) {
            throw new CannotRun("JMH cannot measure here: " + failure.getMessage());
        }
    }

    private static Figure figure(RunResult result) {
        double bytes = Optional.ofNullable(result.getSecondaryResults().get(BYTES))
                .map(allocated -> allocated.getStatistics().getPercentile(50))
                .orElseThrow(() -> new CannotRun("This JVM does not tell how much it allocates."));
        DoubleSummaryStatistics medians = result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .mapToDouble(iteration ->
                        iteration.getPrimaryResult().getStatistics().getPercentile(50))
                .summaryStatistics();
        double median = result.getPrimaryResult().getStatistics().getPercentile(50);
        return new Figure(median, (medians.getMax() - medians.getMin()) / 2, bytes);
    }

    private void judged(String what, String name, double target, double bytes) {
        Figure figure = figures.getOrDefault(name, new Figure(Double.NaN, Double.NaN, Double.NaN));
        boolean isMet = figure.nanos() <= target && figure.bytes() <= bytes;
        String allocated = String.format(Locale.ROOT, "%,.0f", figure.bytes());
        out.printf(
                ROW,
                what,
                "≤ " + time(target),
                time(figure.nanos()),
                time(figure.error()),
                allocated,
                isMet ? "met" : "NOT MET");
    }

    private void grown(String what, String method) {
        Figure small = figures.getOrDefault(method + " 2", new Figure(Double.NaN, Double.NaN, Double.NaN));
        Figure large = figures.getOrDefault(method + " 9", new Figure(Double.NaN, Double.NaN, Double.NaN));
        String factor = String.format(Locale.ROOT, "× %.1f", large.nanos() / small.nanos());
        String allocated = String.format(Locale.ROOT, "%,.0f", large.bytes());
        out.printf(ROW, what, "", factor, "", allocated, time(small.nanos()) + " to " + time(large.nanos()));
    }

    private static String time(double nanos) {
        if (nanos < 1_000) {
            return String.format(Locale.ROOT, "%.0f ns", nanos);
        }
        return nanos < 1e6
                ? String.format(Locale.ROOT, "%.2f µs", nanos / 1e3)
                : String.format(Locale.ROOT, "%.2f ms", nanos / 1e6);
    }
}
