package dev.regroup.coordinator;

import java.util.function.Consumer;

/** One client's part in one election of a {@link MemoryStore}; compared by identity. Immutable. */
final class MemoryCampaign {

    private final MemoryCoordinator client;
    private final String name;
    private final Consumer<Leadership> listener;

    MemoryCampaign(MemoryCoordinator client, String name, Consumer<Leadership> listener) {
        this.client = client;
        this.name = name;
        this.listener = listener;
    }

    MemoryCoordinator client() {
        return client;
    }

    String name() {
        return name;
    }

    Consumer<Leadership> listener() {
        return listener;
    }
}
