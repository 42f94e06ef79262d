package dev.regroup.etcd;

import dev.regroup.coordinator.Coordinator;
import dev.regroup.coordinator.Coordinator.Read;
import dev.regroup.coordinator.CoordinatorContract;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/**
 * The contract on a cluster of three whose leader was killed, of which a member was frozen for a while, that lost its
 * majority and was restarted; one member stays frozen while the clauses are tried. The clients are borrowed, each with
 * a namespace of its test.
 */
class EtcdContractAfterFailuresTest extends CoordinatorContract {

    private static final AtomicInteger NAMESPACES = new AtomicInteger();
    private static Optional<Members> started = Optional.empty();
    private static Optional<EtcdMember> frozen = Optional.empty();

    private final String namespace = "/t" + NAMESPACES.incrementAndGet();
    private final List<Client> borrowed = new ArrayList<>();
    private final List<EtcdCoordinator> clients = new ArrayList<>();

    @BeforeAll
    static void spoil() {
        Members members = Members.start();
        started = Optional.of(members);
        try (EtcdCoordinator witness = EtcdCoordinator.connect(members.endpoints())) {
            members.killLeader();
            members.restartMissing();
            awaitAnswer(witness);
            EtcdMember slow = members.follower();
            slow.freeze();
            awaitAnswer(witness);
            slow.thaw();
            members.killMajority();
            members.restartAll();
            awaitAnswer(witness);
        }
        frozen = Optional.of(members.follower());
        frozen.orElseThrow().freeze();
    }

    private static void awaitAnswer(Coordinator witness) {
        Members.await(() -> witness.read("/anything").toCompletableFuture().join() instanceof Read.Absent);
    }

    @AfterAll
    static void stop() {
        frozen.ifPresent(EtcdMember::thaw);
        started.ifPresent(Members::close);
    }

    @AfterEach
    void closeClients() {
        clients.forEach(EtcdCoordinator::close);
        borrowed.forEach(Client::close);
    }

    /** Through those members that run: the frozen one keeps the others company. */
    @Override
    protected EtcdCoordinator connect() {
        String running = started.orElseThrow().all().stream()
                .filter(member -> member != frozen.orElseThrow())
                .map(EtcdMember::address)
                .collect(java.util.stream.Collectors.joining(","));
        Client jetcd = Client.builder()
                .target("ip:///" + running)
                .namespace(ByteSequence.from(namespace, StandardCharsets.UTF_8))
                .build();
        borrowed.add(jetcd);
        EtcdCoordinator client = EtcdCoordinator.using(jetcd, Duration.ofSeconds(60));
        clients.add(client);
        return client;
    }

    @Override
    protected void expire(Coordinator client) {
        Sessions.expire((EtcdCoordinator) client, clients);
    }
}
