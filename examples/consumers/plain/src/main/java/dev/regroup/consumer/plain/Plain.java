package dev.regroup.consumer.plain;

import dev.regroup.Reconciler;
import dev.regroup.coordinator.Coordinator;
import dev.regroup.model.Policy;
import dev.regroup.redis.RedisNodes;
import dev.regroup.zookeeper.ZooKeeperCoordinator;
import java.time.Duration;

/** A program without any framework recovers one failover; the record is in ZooKeeper, and then in etcd. */
public final class Plain {

    private Plain() {}

    public static void main(String[] args) throws Exception {
        try (TwoNodes two = TwoNodes.start();
                OneServer server = OneServer.start();
                Coordinator coordinator = ZooKeeperCoordinator.connect(server.address());
                RedisNodes nodes = RedisNodes.create();
                Reconciler reconciler = Reconciler.builder()
                        .coordinator(coordinator)
                        .nodes(nodes)
                        .policy(Policy.fast())
                        .group(Failover.first(two))
                        .build()) {
            reconciler.start();
            Duration took = Failover.play(two, reconciler);
            System.out.println("plain, over ZooKeeper: from kill -9 to a recorded, writable master: "
                    + took.toMillis() + " ms");
        }
        Etcd.play("plain");
    }
}
