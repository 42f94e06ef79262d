package dev.regroup.consumer.boot;

import dev.regroup.Reconciler;
import dev.regroup.consumer.plain.Etcd;
import dev.regroup.consumer.plain.Failover;
import dev.regroup.consumer.plain.OneServer;
import dev.regroup.consumer.plain.TwoNodes;
import dev.regroup.coordinator.Coordinator;
import dev.regroup.model.Policy;
import dev.regroup.node.Nodes;
import dev.regroup.redis.RedisNodes;
import dev.regroup.zookeeper.ZooKeeperCoordinator;
import java.io.IOException;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * A Spring Boot application recovers one failover, recorded in ZooKeeper, and another one in etcd; Spring starts the reconciler, and closes
 * everything in the right order.
 */
@SpringBootApplication
public class Application {

    public static void main(String[] args) {
        System.exit(SpringApplication.exit(SpringApplication.run(Application.class, args)));
    }

    @Bean
    TwoNodes twoNodes() throws IOException, InterruptedException {
        return TwoNodes.start();
    }

    @Bean
    OneServer server() throws IOException, InterruptedException {
        return OneServer.start();
    }

    @Bean
    Coordinator coordinator(OneServer server) {
        return ZooKeeperCoordinator.connect(server.address());
    }

    @Bean
    Nodes nodes() {
        return RedisNodes.create();
    }

    @Bean(initMethod = "start")
    Reconciler reconciler(Coordinator coordinator, Nodes nodes, TwoNodes two) {
        return Reconciler.builder()
                .coordinator(coordinator)
                .nodes(nodes)
                .policy(Policy.fast())
                .group(Failover.first(two))
                .build();
    }

    /** A failure ends the application with exit code 1. */
    @Bean
    CommandLineRunner failover(TwoNodes two, Reconciler reconciler) {
        return arguments -> {
            System.out.println("Spring Boot " + SpringBootVersion.getVersion()
                    + ", over ZooKeeper: from kill -9 to a recorded, writable master: "
                    + Failover.play(two, reconciler).toMillis() + " ms");
            Etcd.play("Spring Boot " + SpringBootVersion.getVersion());
        };
    }
}
