package dev.regroup.zookeeper;

import dev.regroup.coordinator.Coordinator;
import dev.regroup.coordinator.CoordinatorContract;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

/** The contract on one real server; each test has a root of its own. */
class ZooKeeperContractTest extends CoordinatorContract {

    private static final AtomicInteger ROOTS = new AtomicInteger();
    private static final TestingServer SERVER = Servers.start();

    private final String root = "/contract/t" + ROOTS.incrementAndGet();
    private final List<ZooKeeperCoordinator> clients = new ArrayList<>();

    @AfterAll
    static void closeServer() throws IOException {
        SERVER.close();
    }

    @AfterEach
    void closeClients() {
        clients.forEach(ZooKeeperCoordinator::close);
    }

    @Override
    protected ZooKeeperCoordinator connect() {
        ZooKeeperCoordinator client = ZooKeeperCoordinator.connect(SERVER.getConnectString() + root);
        clients.add(client);
        return client;
    }

    @Override
    protected void expire(Coordinator client) {
        Servers.expire(((ZooKeeperCoordinator) client).curator());
    }
}
