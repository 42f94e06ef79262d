package dev.regroup.examples.bench;

import dev.regroup.examples.narrate.Style;
import dev.regroup.examples.redis.RedisLab;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures, on this machine, what is asked for. Confined to one thread. */
@Command(name = "bench", header = "Measures what the library costs on this machine.")
public final class Bench implements Callable<Integer> {

    @Option(
            names = "--only",
            paramLabel = "probes",
            defaultValue = "probes",
            description =
                    "What to measure: probes, looks at real nodes (default); reducer, what a decision costs (about"
                            + " two minutes); coordinators, commits in memory, ZooKeeper and etcd.")
    private Part part = Part.probes;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "5",
            description = "For how long to look (default 5).")
    private int seconds = 5;

    private final PrintStream out = Style.standardOutput();

    /** What can be measured, as it is spelled on the command line. */
    private enum Part {
        /** Looks at real nodes. */
        probes,
        /** Decisions, without any node. */
        reducer,
        /** Commits. */
        coordinators
    }

    /** Returns 0 if everything was answered, 1 otherwise; targets that are missed change nothing. */
    @Override
    public Integer call() {
        boolean isAnswered = switch (part) {
            case probes -> probes();
            case reducer -> reducer();
            case coordinators -> new Coordinators(seconds, out).run();
        };
        return isAnswered ? 0 : 1;
    }

    private boolean reducer() {
        new ReducerTable(out).run();
        return true;
    }

    private boolean probes() {
        try (RedisLab lab = RedisLab.open()) {
            boolean isAnswered = new Probes(lab, seconds, out).run();
            new Storm(lab, out).run();
            return isAnswered;
        }
    }
}
