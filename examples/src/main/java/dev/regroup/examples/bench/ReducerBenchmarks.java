package dev.regroup.examples.bench;

import dev.regroup.model.Reduction;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What JMH runs, each in JVMs of its own; {@link ReducerTable} starts it. Public for JMH only. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 800, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
public class ReducerBenchmarks {

    /** How many groups one pass goes through. */
    static final int GROUPS = 10_000;

    /** One group in one situation. Confined to one thread. */
    @State(Scope.Thread)
    public static class OneGroup {

        /** How many nodes it has. */
        @Param({"2", "3", "9"})
        int nodes;

        private Scene healthy = Scene.healthy(0, 1);
        private Scene busy = healthy;
        private Scene masterDown = healthy;

        /** Builds the situations. */
        @Setup
        public void build() {
            healthy = Scene.healthy(0, nodes);
            busy = Scene.busy(0, nodes);
            masterDown = Scene.masterDown(0, nodes);
        }
    }

    /** Many groups, each with values of its own. Confined to one thread. */
    @State(Scope.Thread)
    public static class Fleet {

        private Scene[] scenes = {};

        /** Builds the groups. */
        @Setup
        public void build() {
            scenes = IntStream.range(0, GROUPS)
                    .mapToObj(group -> Scene.healthy(group, 3))
                    .toArray(Scene[]::new);
        }
    }

    /** Reduces a healthy group to which nothing is written. */
    @Benchmark
    public Reduction healthy(OneGroup group) {
        return reduced(group.healthy);
    }

    /** Reduces a healthy group while clients write. */
    @Benchmark
    public Reduction busy(OneGroup group) {
        return reduced(group.busy);
    }

    /** Decides a failover. It runs through most of the reducer, which takes its time to be compiled. */
    @Benchmark
    @Warmup(iterations = 6, time = 1, timeUnit = TimeUnit.SECONDS)
    public Reduction failover(OneGroup group) {
        return reduced(group.masterDown);
    }

    /** Reduces every group of a healthy fleet once. */
    @Benchmark
    public void fleet(Fleet fleet, Blackhole results) {
        for (Scene scene : fleet.scenes) {
            results.consume(reduced(scene));
        }
    }

    private static Reduction reduced(Scene scene) {
        return Scene.REDUCER.reduce(scene.state(), scene.observation());
    }
}
