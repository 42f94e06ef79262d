package dev.regroup.examples.orders;

import dev.regroup.examples.narrate.Style;
import dev.regroup.examples.redis.RedisLab;
import dev.regroup.examples.redis.RedisProcess;
import dev.regroup.examples.redis.Shutdown;
import dev.regroup.examples.store.Store;
import dev.regroup.examples.store.StoreOptions;
import dev.regroup.model.NodeId;
import dev.regroup.redis.RedisNodes;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Plays every legal order of stops and starts, many groups at a time. Confined to one thread. */
@Command(
        name = "orders",
        header =
                "Every legal order of stops and starts, each on a fresh group of real nodes: 8 for 2 nodes, 111 for 3.",
        description = {
            "Every non-empty set of nodes stops (kill -9), and each of them starts again. After each event one value"
                    + " is written through the recorded master. Passed: in the end one master is recorded, all others"
                    + " follow it with the link up, and all of them have every acknowledged value; and the same master after"
                    + " the same commands is among what the model knows of that order."
        })
public final class Orders implements Callable<Integer> {

    /** How many groups one core carries without keeping any of them waiting. */
    private static final int GROUPS_PER_CORE = 3;

    /** What an order takes besides the gaps between its events: its nodes start, link, and converge. */
    private static final Duration AROUND_AN_ORDER = Duration.ofMillis(900);

    @Option(names = "--nodes", paramLabel = "2|3", defaultValue = "3", description = "Nodes in a group (default 3).")
    private int size;

    @Option(
            names = "--gap",
            paramLabel = "settled|quick|both",
            defaultValue = "both",
            description = "Time between two events: 1.2 s, 0.25 s (shorter than a failover), or both (default).")
    private String gap = "both";

    @Option(names = "--order", paramLabel = "NAME", description = "Only this order, with its journal: -a-b+a+b")
    private Optional<String> name = Optional.empty();

    @Option(names = "--json", paramLabel = "FILE", description = "Write the table there, too.")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--parallel", paramLabel = "N", description = "Groups at a time (default: 3 for each core).")
    private Optional<Integer> parallel = Optional.empty();

    @Option(
            names = "--kill-coordinator",
            description =
                    "Play each order once for every commit and command of its failovers, with a"
                            + " ZooKeeper or etcd of its own killed right before or after it; no command may be sent while it is away.")
    private boolean isCoordinatorKilled;

    @Mixin
    private StoreOptions options = new StoreOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    private final PrintStream out = Style.standardOutput();

    private record Job(Order order, Gap gap) {

        Duration length() {
            return gap.length().multipliedBy(order.events().size());
        }
    }

    /** Returns 0 if every order passed, 1 if any failed. */
    @Override
    public Integer call() {
        List<Job> jobs = jobs();
        json.ifPresent(JsonFile::check);
        int groups = Math.min(
                jobs.size(),
                parallel.orElse(GROUPS_PER_CORE * Runtime.getRuntime().availableProcessors()));
        if (isCoordinatorKilled) {
            check(
                    options.isEmbedded(),
                    "--kill-coordinator needs --coordinator zookeeper or etcd: it kills a server of its own");
            return killAll(jobs, groups) ? 0 : 1;
        }
        Progress progress = new Progress(System.err, jobs.size(), groups);
        progress.begin(estimate(jobs, groups));
        List<OrderResult> played = playAll(jobs, groups, progress);
        if (Shutdown.hasBegun()) {
            return 1;
        }
        Duration elapsed = progress.elapsed();
        Model model = Model.of(OrderRun.POLICY, size);
        List<OrderResult> results = played.stream().map(model::judged).toList();
        report(results, elapsed);
        out.println(model.total(results));
        json.ifPresent(file -> JsonFile.write(file, results));
        return results.stream().allMatch(OrderResult::isPassed) ? 0 : 1;
    }

    private List<Job> jobs() {
        check(size == 2 || size == 3, "--nodes is 2 or 3, not " + size);
        check(parallel.orElse(1) >= 1 && parallel.orElse(1) <= 64, "--parallel is 1 to 64, not " + parallel.orElse(0));
        List<Gap> gaps = switch (gap) {
            case "settled" -> List.of(Gap.SETTLED);
            case "quick" -> List.of(Gap.QUICK);
            case "both" -> List.of(Gap.SETTLED, Gap.QUICK);
            default -> throw new ParameterException(spec.commandLine(), "--gap is settled, quick or both, not " + gap);
        };
        List<Order> orders =
                name.map(given -> List.of(Order.parse(given, size))).orElseGet(() -> Order.all(size));
        return orders.stream()
                .flatMap(order -> gaps.stream().map(each -> new Job(order, each)))
                .toList();
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private static Duration estimate(List<Job> jobs, int groups) {
        return jobs.stream()
                .map(job -> job.length().plus(AROUND_AN_ORDER))
                .reduce(AROUND_AN_ORDER, Duration::plus)
                .dividedBy(groups)
                .plusSeconds(1);
    }

    private List<OrderResult> playAll(List<Job> jobs, int groups, Progress progress) {
        ExecutorService players = Executors.newFixedThreadPool(groups, Orders::player);
        try (Store store = options.open();
                RedisLab lab = RedisLab.open();
                RedisNodes nodes = RedisNodes.create()) {
            warmUp(lab, nodes);
            Map<Job, OrderResult> results = new ConcurrentHashMap<>();
            List<CompletableFuture<Void>> playing = new ArrayList<>();
            for (Job job : longestFirst(jobs)) {
                playing.add(CompletableFuture.runAsync(
                        () -> {
                            OrderResult result = OrderRun.play(lab, nodes, store.place(), size, job.order(), job.gap());
                            results.put(job, result);
                            progress.finished(result);
                        },
                        players));
            }
            playing.forEach(Orders::join);
            return jobs.stream()
                    .map(job -> Optional.ofNullable(results.get(job)).orElseThrow())
                    .toList();
        } finally {
            players.shutdownNow();
        }
    }

    /** Returns whether every group recovered from every kill, and nothing was sent while the store was away. */
    private boolean killAll(List<Job> jobs, int groups) {
        ExecutorService players = Executors.newFixedThreadPool(Math.max(1, groups / 2), Orders::player);
        try (RedisLab lab = RedisLab.open();
                RedisNodes nodes = RedisNodes.create()) {
            warmUp(lab, nodes);
            Kills kills = new Kills(lab, nodes, options, size);
            List<Kills.Kill> results = jobs.stream()
                    .map(job -> CompletableFuture.supplyAsync(() -> kills.points(job.order(), job.gap()), players)
                            .thenApply(points -> points.stream()
                                    .map(point -> CompletableFuture.supplyAsync(
                                            () -> kills.play(job.order(), job.gap(), point), players))
                                    .toList()))
                    .toList()
                    .stream()
                    .flatMap(played -> played.join().stream())
                    .map(CompletableFuture::join)
                    .toList();
            KillReport.print(results, out);
            return !results.isEmpty() && results.stream().allMatch(Kills.Kill::isPassed);
        } finally {
            players.shutdownNow();
        }
    }

    private static void join(CompletableFuture<Void> played) {
        try {
            played.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }

    /** The first connection in a JVM loads classes for seconds; no group should have to wait for that. */
    private static void warmUp(RedisLab lab, RedisNodes nodes) {
        try (RedisProcess node = lab.startMaster(NodeId.of("warm-up"))) {
            nodes.look(node.member(), Duration.ofSeconds(20))
                    .toCompletableFuture()
                    .join();
            nodes.forget(node.member());
        }
    }

    private static List<Job> longestFirst(List<Job> jobs) {
        return jobs.stream()
                .sorted(Comparator.comparing(Job::length).reversed())
                .toList();
    }

    private static Thread player(Runnable task) {
        Thread thread = new Thread(task, "player");
        thread.setDaemon(true);
        return thread;
    }

    private void report(List<OrderResult> results, Duration elapsed) {
        Table.of(results).forEach(out::println);
        for (OrderResult result : results) {
            result.writes().raced().forEach(raced -> out.println("\nRaced in " + rerun(result) + "\n" + raced));
            if (!result.isPassed() || name.isPresent()) {
                out.println("\n" + (result.isPassed() ? "Passed: " : "Failed: ") + rerun(result));
                result.faults().forEach(fault -> out.println("  " + fault));
                result.journal().forEach(out::println);
            }
        }
        out.println();
        out.println("Rounds: probe intervals from the last start until everything was in place, rounded up.");
        out.printf(
                "Load: %d looks timed out, the latest event was %d ms late.%n",
                results.stream().mapToInt(result -> result.figures().timeouts()).sum(),
                results.stream()
                        .mapToLong(result -> result.figures().lateMillis())
                        .max()
                        .orElse(0));
        out.println(Table.total(results, elapsed.toSeconds()));
    }

    private String rerun(OrderResult result) {
        return "examples/run orders --nodes " + size + " --gap " + result.gap() + " --order "
                + result.order().name() + " " + options.text();
    }
}
