package dev.regroup.zookeeper;

import dev.regroup.coordinator.Coordinator;
import dev.regroup.coordinator.CoordinatorContract;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/**
 * The contract on an ensemble of three, through clients that have seen everything: their sessions expired, their
 * connections were cut, every server was restarted, the quorum was lost, and the leader of the ensemble is gone for
 * good. The clients are borrowed, and each test has a namespace of its own.
 */
class ZooKeeperContractAfterFailuresTest extends CoordinatorContract {

    private static final int CLIENTS = 6;
    private static final AtomicInteger NAMESPACES = new AtomicInteger();
    private static final List<CuratorFramework> CURATORS = new ArrayList<>();
    private static final Cluster CLUSTER = Cluster.start();

    private final String namespace = "t" + NAMESPACES.incrementAndGet();
    private final List<ZooKeeperCoordinator> clients = new ArrayList<>();

    @BeforeAll
    static void spoil() throws Exception {
        for (int i = 0; i < CLIENTS; i++) {
            CURATORS.add(Connecting.open(Ensemble.at(CLUSTER.servers())));
        }
        for (CuratorFramework curator : CURATORS) {
            curator.blockUntilConnected(30, TimeUnit.SECONDS);
            Servers.expire(curator);
        }
        CLUSTER.killQuorum();
        CLUSTER.restartAll();
        CLUSTER.killLeader();
    }

    @AfterAll
    static void close() throws IOException {
        CURATORS.forEach(CuratorFramework::close);
        CLUSTER.close();
    }

    @AfterEach
    void closeClients() {
        clients.forEach(ZooKeeperCoordinator::close);
    }

    @Override
    protected ZooKeeperCoordinator connect() {
        CuratorFramework curator = CURATORS.get(clients.size());
        Servers.awaitWrite(curator);
        ZooKeeperCoordinator client = ZooKeeperCoordinator.using(curator.usingNamespace(namespace));
        clients.add(client);
        return client;
    }

    @Override
    protected void expire(Coordinator client) {
        Servers.expire(((ZooKeeperCoordinator) client).curator());
    }
}
