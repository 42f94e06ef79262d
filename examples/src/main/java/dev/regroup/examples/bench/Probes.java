package dev.regroup.examples.bench;

import dev.regroup.examples.redis.RedisLab;
import dev.regroup.examples.redis.RedisProcess;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import dev.regroup.model.Outcome;
import dev.regroup.redis.RedisNodes;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * As many looks as this JVM can do, at a master and its replica over many connections, and what each costs it: time of
 * its processors, and bytes allocated by all of its threads. Confined to one thread.
 */
final class Probes {

    private static final int CONNECTIONS = 64;
    private static final int UNDER_WAY = 256;
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration WARM_UP = Duration.ofSeconds(3);

    private final RedisLab lab;
    private final Duration length;
    private final PrintStream out;
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong others = new AtomicLong();

    /** What the JVM has used up. */
    private record Usage(long looks, Duration cpu, long allocated) {

        Usage minus(Usage before) {
            return new Usage(looks - before.looks, cpu.minus(before.cpu), allocated - before.allocated);
        }
    }

    Probes(RedisLab lab, int seconds, PrintStream out) {
        this.lab = lab;
        this.length = Duration.ofSeconds(seconds);
        this.out = out;
    }

    /** Measures and prints; returns whether every look was answered. */
    boolean run() {
        try (RedisProcess master = lab.startMaster(NodeId.of("a"));
                RedisProcess replica = lab.startReplica(NodeId.of("b"), master);
                RedisNodes nodes = RedisNodes.create()) {
            List<Member> members = IntStream.range(0, CONNECTIONS)
                    .mapToObj(i -> Member.of(NodeId.of("n" + i), i % 2 == 0 ? master.address() : replica.address()))
                    .toList();
            look(nodes, members, WARM_UP);
            Usage before = used();
            look(nodes, members, length);
            Usage usage = used().minus(before);
            print(usage);
            return others.get() == 0;
        }
    }

    private void look(RedisNodes nodes, List<Member> members, Duration length) {
        Semaphore places = new Semaphore(UNDER_WAY);
        long end = System.nanoTime() + length.toNanos();
        for (int i = 0; System.nanoTime() - end < 0; i++) {
            places.acquireUninterruptibly();
            CompletionStage<Outcome> look = nodes.look(members.get(i % members.size()), DEADLINE);
            look.whenComplete((outcome, bug) -> {
                (outcome instanceof Outcome.Answered ? answered : others).incrementAndGet();
                places.release();
            });
        }
        places.acquireUninterruptibly(UNDER_WAY);
    }

    private Usage used() {
        Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        return ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads
                ? new Usage(answered.get(), cpu, allocated(threads))
                : new Usage(answered.get(), cpu, 0);
    }

    /** Threads that have ended are not in the sum: none of ours end while this measures. */
    private static long allocated(com.sun.management.ThreadMXBean threads) {
        long sum = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }

    private void print(Usage usage) {
        double cpuSeconds = usage.cpu().toNanos() / 1e9;
        out.printf("%,d looks in %d s, all but %d answered%n", usage.looks(), length.toSeconds(), others.get());
        out.printf("%,.0f looks per second of one core%n", usage.looks() / cpuSeconds);
        out.printf(
                "%,.1f µs of a core and %,d bytes allocated per look%n",
                cpuSeconds * 1e6 / usage.looks(), usage.allocated() / Math.max(1, usage.looks()));
    }
}
