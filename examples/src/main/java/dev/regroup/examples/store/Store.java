package dev.regroup.examples.store;

import dev.regroup.codis.CodisLayout;
import dev.regroup.coordinator.Coordinator;
import dev.regroup.coordinator.Layout;
import dev.regroup.coordinator.MemoryStore;
import dev.regroup.coordinator.NativeLayout;
import dev.regroup.examples.redis.CannotRun;
import dev.regroup.model.GroupId;
import dev.regroup.zookeeper.Ensemble;
import dev.regroup.zookeeper.ZooKeeperCoordinator;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;

/** A store with a place of its own for each group that is played. Closing it leaves nothing behind. Thread-safe. */
public final class Store implements AutoCloseable {

    private static final Duration SESSION = Duration.ofSeconds(5);
    private static final int ANSWER_MILLIS = 5_000;

    private final boolean isCodis;
    private final Optional<ZooKeeperServer> server;
    /** Host, port and root of ZooKeeper; empty for memory. */
    private final Optional<String> ensemble;

    private final AtomicInteger places = new AtomicInteger();

    private Store(boolean isCodis, Optional<ZooKeeperServer> server, Optional<String> ensemble) {
        this.isCodis = isCodis;
        this.server = server;
        this.ensemble = ensemble;
    }

    static Store inMemory(boolean isCodis) {
        return new Store(isCodis, Optional.empty(), Optional.empty());
    }

    static Store embedded(boolean isCodis) {
        ZooKeeperServer server = ZooKeeperServer.start();
        return new Store(isCodis, Optional.of(server), Optional.of(server.address()));
    }

    static Store at(String ensemble, boolean isCodis) {
        Ensemble checked = Ensemble.at(ensemble);
        String place = checked + "/example-" + UUID.randomUUID();
        Store store = new Store(isCodis, Optional.empty(), Optional.of(place));
        store.checkAnswers(place);
        return store;
    }

    private void checkAnswers(String place) {
        try (CuratorFramework client = client(place)) {
            if (!client.blockUntilConnected(ANSWER_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new CannotRun("ZooKeeper at " + place.substring(0, place.indexOf('/'))
                        + " does not answer: start it, or choose --coordinator zookeeper for one of our own.");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while connecting", interrupted);
        }
    }

    /** Returns the server of our own; only where the options say that there is one. */
    public ZooKeeperServer server() {
        return server.orElseThrow();
    }

    /** Returns a place that no other group uses. */
    public Place place() {
        Layout layout = isCodis ? CodisLayout.of("example") : NativeLayout.defaults();
        GroupId group = GroupId.of(isCodis ? "1" : "group");
        return new Place(layout, group, clients(places.incrementAndGet()));
    }

    private Supplier<Coordinator> clients(int number) {
        if (ensemble.isEmpty()) {
            MemoryStore memory = MemoryStore.create();
            return memory::client;
        }
        String root = ensemble.get() + "/place-" + number;
        return () -> ZooKeeperCoordinator.connect(Ensemble.at(root).withSessionTimeout(SESSION));
    }

    /** Ends the server of our own, or removes what was written to somebody else's. */
    @Override
    public void close() {
        server.ifPresent(ZooKeeperServer::close);
        if (server.isEmpty()) {
            ensemble.ifPresent(Store::remove);
        }
    }

    private static void remove(String place) {
        String path = place.substring(place.indexOf('/'));
        try (CuratorFramework client = client(place)) {
            client.delete().quietly().deletingChildrenIfNeeded().forPath(path);
        } catch (Exception failure) { // Curator declares no other
            System.err.println("Could not remove " + path + " from ZooKeeper: " + failure.getMessage());
        }
    }

    private static CuratorFramework client(String place) {
        CuratorFramework client = CuratorFrameworkFactory.newClient(
                place.substring(0, place.indexOf('/')), ANSWER_MILLIS, ANSWER_MILLIS, new RetryOneTime(1_000));
        client.start();
        return client;
    }

    /**
     * Where one group is kept. Immutable.
     *
     * @param layout how
     * @param group under which name
     * @param clients opens a new client each time; whoever asks closes it
     */
    public record Place(Layout layout, GroupId group, Supplier<Coordinator> clients) {}
}
