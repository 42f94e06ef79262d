package dev.regroup.consumer.plain;

import dev.regroup.Reconciler;
import dev.regroup.coordinator.MemoryCoordinator;
import dev.regroup.model.Policy;
import dev.regroup.redis.RedisNodes;
import java.time.Duration;

/** A program without any framework recovers one failover. */
public final class Plain {

    private Plain() {}

    public static void main(String[] args) throws Exception {
        try (TwoNodes two = TwoNodes.start();
                MemoryCoordinator coordinator = MemoryCoordinator.create();
                RedisNodes nodes = RedisNodes.create();
                Reconciler reconciler = Reconciler.builder()
                        .coordinator(coordinator)
                        .nodes(nodes)
                        .policy(Policy.fast())
                        .group(Failover.first(two))
                        .build()) {
            reconciler.start();
            Duration took = Failover.play(two, reconciler);
            System.out.println("plain: from kill -9 to a recorded, writable master: " + took.toMillis() + " ms");
        }
    }
}
