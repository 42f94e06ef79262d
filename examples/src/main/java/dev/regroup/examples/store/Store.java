package dev.regroup.examples.store;

import dev.regroup.codis.CodisLayout;
import dev.regroup.coordinator.Coordinator;
import dev.regroup.coordinator.Layout;
import dev.regroup.coordinator.MemoryStore;
import dev.regroup.coordinator.NativeLayout;
import dev.regroup.examples.redis.CannotRun;
import dev.regroup.model.GroupId;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** A store with a place of its own for each group that is played. Closing it leaves nothing behind. Thread-safe. */
public final class Store implements AutoCloseable {

    private final boolean isCodis;
    private final Optional<StoreServer> server;
    /** Empty for memory. */
    private final Optional<Backend> backend;

    /** Under which all places are. */
    private final String path;

    private final AtomicInteger places = new AtomicInteger();

    private Store(boolean isCodis, Optional<StoreServer> server, Optional<Backend> backend, String path) {
        this.isCodis = isCodis;
        this.server = server;
        this.backend = backend;
        this.path = path;
    }

    static Store inMemory(boolean isCodis) {
        return new Store(isCodis, Optional.empty(), Optional.empty(), "");
    }

    /** Owns the server. */
    static Store embedded(StoreServer server, Function<String, Backend> backend, boolean isCodis) {
        return new Store(isCodis, Optional.of(server), Optional.of(backend.apply(server.address())), "");
    }

    /**
     * Returns one in somebody's store.
     *
     * @throws CannotRun if that does not answer
     */
    static Store at(Backend backend, boolean isCodis) {
        backend.checkAnswers();
        return new Store(isCodis, Optional.empty(), Optional.of(backend), "/example-" + UUID.randomUUID());
    }

    /** Returns the server of our own; only where the options say that there is one. */
    public StoreServer server() {
        return server.orElseThrow();
    }

    /** Returns a place that no other group uses. */
    public Place place() {
        Layout layout = isCodis ? CodisLayout.of("example") : NativeLayout.defaults();
        GroupId group = GroupId.of(isCodis ? "1" : "group");
        return new Place(layout, group, clients(places.incrementAndGet()));
    }

    private Supplier<Coordinator> clients(int number) {
        if (backend.isEmpty()) {
            MemoryStore memory = MemoryStore.create();
            return memory::client;
        }
        String root = path + "/place-" + number;
        return () -> backend.get().client(root);
    }

    /** Ends the server of our own, or removes what was written to somebody else's. */
    @Override
    public void close() {
        server.ifPresent(StoreServer::close);
        if (server.isEmpty()) {
            backend.ifPresent(used -> used.remove(path));
        }
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
