package dev.regroup.coordinator;

import java.util.function.Consumer;

/** One watch of one client of a {@link MemoryStore}; compared by identity. Immutable. */
final class MemoryWatch {

    private final MemoryCoordinator client;
    private final String prefix;
    private final Consumer<Change> listener;

    MemoryWatch(MemoryCoordinator client, String prefix, Consumer<Change> listener) {
        this.client = client;
        this.prefix = prefix;
        this.listener = listener;
    }

    MemoryCoordinator client() {
        return client;
    }

    Consumer<Change> listener() {
        return listener;
    }

    boolean covers(String key) {
        return key.equals(prefix) || key.startsWith(prefix.endsWith("/") ? prefix : prefix + "/");
    }
}
