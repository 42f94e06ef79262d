package dev.regroup.etcd;

import dev.regroup.coordinator.Coordinator;
import dev.regroup.coordinator.CoordinatorContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** The contract on one real member; each test has a root of its own. */
class EtcdContractTest extends CoordinatorContract {

    private static final AtomicInteger ROOTS = new AtomicInteger();
    private static Optional<EtcdMember> started = Optional.empty();

    private final String root = "/contract/t" + ROOTS.incrementAndGet();
    private final List<EtcdCoordinator> clients = new ArrayList<>();

    @BeforeAll
    static void start() {
        started = Optional.of(EtcdMember.alone());
    }

    @AfterAll
    static void stop() {
        started.ifPresent(EtcdMember::close);
    }

    @AfterEach
    void closeClients() {
        clients.forEach(EtcdCoordinator::close);
    }

    @Override
    protected EtcdCoordinator connect() {
        EtcdCoordinator client =
                EtcdCoordinator.connect(EtcdMember.patient(started.orElseThrow().address() + root));
        clients.add(client);
        return client;
    }

    @Override
    protected void expire(Coordinator client) {
        Sessions.expire((EtcdCoordinator) client, clients);
    }
}
