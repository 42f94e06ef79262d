package dev.regroup.consumer.plain;

import dev.regroup.Reconciler;
import dev.regroup.coordinator.Bytes;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator;
import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Leadership;
import dev.regroup.coordinator.Put;
import dev.regroup.etcd.EtcdCoordinator;
import dev.regroup.model.Policy;
import dev.regroup.redis.RedisNodes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What this program's versions of Netty, gRPC and Vert.x have to carry: leases, fencing, and one failover. */
public final class Etcd {

    private Etcd() {}

    /** Plays all of it, if there is an etcd; fails if anything is not as it should be. */
    public static void play(String host) throws Exception {
        Optional<Path> program = OneEtcd.program();
        if (program.isEmpty()) {
            return;
        }
        try (OneEtcd etcd = OneEtcd.start(program.get())) {
            lead(etcd);
            try (TwoNodes two = TwoNodes.start();
                    Coordinator coordinator = EtcdCoordinator.connect(etcd.address());
                    RedisNodes nodes = RedisNodes.create();
                    Reconciler reconciler = Reconciler.builder()
                            .coordinator(coordinator)
                            .nodes(nodes)
                            .policy(Policy.fast())
                            .group(Failover.first(two))
                            .build()) {
                reconciler.start();
                Duration took = Failover.play(two, reconciler);
                System.out.println(host + ", over etcd: leadership and fencing work; from kill -9 to a recorded,"
                        + " writable master: " + took.toMillis() + " ms");
            }
        }
    }

    /** The second leads when the first has left, whose fence no longer holds then. */
    private static void lead(OneEtcd etcd) throws InterruptedException {
        try (Coordinator one = EtcdCoordinator.connect(etcd.address() + "/lead");
                Coordinator two = EtcdCoordinator.connect(etcd.address() + "/lead")) {
            BlockingQueue<Leadership> heardByOne = new LinkedBlockingQueue<>();
            BlockingQueue<Leadership> heardByTwo = new LinkedBlockingQueue<>();
            Coordinator.Subscription first = one.campaign("consumer", heardByOne::add);
            Leadership.Held former = held(heardByOne);
            Coordinator.Subscription second = two.campaign("consumer", heardByTwo::add);
            expect(commit(one, former) instanceof CommitOutcome.Committed, "the leader cannot commit");
            first.close();
            Leadership.Held next = held(heardByTwo);
            expect(commit(one, former) instanceof CommitOutcome.Conflict, "the former leader can commit");
            expect(commit(two, next) instanceof CommitOutcome.Committed, "the next leader cannot commit");
            second.close();
        }
    }

    private static Leadership.Held held(BlockingQueue<Leadership> heard) throws InterruptedException {
        Leadership next = heard.poll(60, TimeUnit.SECONDS);
        expect(next instanceof Leadership.Held, "nobody is elected: " + next);
        return (Leadership.Held) next;
    }

    private static CommitOutcome commit(Coordinator client, Leadership.Held held) {
        Put put = new Put("/regroup/groups/fenced", Bytes.utf8("one"));
        CompletionStage<CommitOutcome> outcome =
                client.commit(new Commit(List.of(), List.of(put), Optional.of(held.fence())));
        return outcome.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }

    private static void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
