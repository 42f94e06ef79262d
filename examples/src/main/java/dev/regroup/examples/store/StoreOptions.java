package dev.regroup.examples.store;

import dev.regroup.coordinator.Coordinator;
import dev.regroup.examples.redis.CannotRun;
import picocli.CommandLine.Option;

/** The options that say where records are kept, and how. Confined to one thread. */
public final class StoreOptions {

    private static final String ENSEMBLE = "zookeeper://";
    private static final String CLUSTER = "etcd://";

    @Option(
            names = "--coordinator",
            paramLabel = "memory|zookeeper|zookeeper://host:port/root|etcd|etcd://host:port/root",
            defaultValue = "zookeeper",
            description =
                    "Keep records in memory, in a ZooKeeper (default) or etcd of our own, or in that ensemble or cluster.")
    private String coordinator = "zookeeper";

    @Option(
            names = "--layout",
            paramLabel = "native|codis",
            defaultValue = "native",
            description = "Keep them as our own documents (default), or in the nodes of a Codis product.")
    private String layout = "native";

    /** Returns options for a store of our own: memory, zookeeper or etcd. */
    public static StoreOptions embedded(String coordinator) {
        StoreOptions options = new StoreOptions();
        options.coordinator = coordinator;
        return options;
    }

    /**
     * Opens a client of a store that runs somewhere.
     *
     * @param address {@code zookeeper://host:port/root} or {@code etcd://host:port/root}
     * @throws CannotRun if it is none of these, or does not answer
     */
    public static Coordinator client(String address) {
        Backend backend;
        if (address.startsWith(ENSEMBLE)) {
            backend = new ZooKeeperBackend(address.substring(ENSEMBLE.length()));
        } else if (address.startsWith(CLUSTER)) {
            backend = new EtcdBackend(address.substring(CLUSTER.length()));
        } else {
            throw new CannotRun("A store is zookeeper://host:port/root or etcd://host:port/root, not " + address + ".");
        }
        backend.checkAnswers();
        return backend.client("");
    }

    /** Tells whether the records are in a server of our own, which may be killed. */
    public boolean isEmbedded() {
        return coordinator.equals("zookeeper") || coordinator.equals("etcd");
    }

    /** Returns these options as they are typed. */
    public String text() {
        return "--coordinator " + coordinator + " --layout " + layout;
    }

    /**
     * Opens the store.
     *
     * @throws CannotRun if the options make no sense, or the store does not answer
     */
    public Store open() {
        if (!layout.equals("native") && !layout.equals("codis")) {
            throw new CannotRun("--layout is native or codis, not " + layout + ".");
        }
        boolean isCodis = layout.equals("codis");
        if (coordinator.equals("memory")) {
            return Store.inMemory(isCodis);
        }
        if (isEmbedded()) {
            return coordinator.equals("etcd")
                    ? Store.embedded(EtcdServer.start(), EtcdBackend::new, isCodis)
                    : Store.embedded(ZooKeeperServer.start(), ZooKeeperBackend::new, isCodis);
        }
        if (coordinator.startsWith(ENSEMBLE)) {
            return Store.at(new ZooKeeperBackend(coordinator.substring(ENSEMBLE.length())), isCodis);
        }
        if (coordinator.startsWith(CLUSTER)) {
            return Store.at(new EtcdBackend(coordinator.substring(CLUSTER.length())), isCodis);
        }
        throw new CannotRun("--coordinator is memory, zookeeper, zookeeper://host:port/root, etcd or"
                + " etcd://host:port/root, not " + coordinator + ".");
    }
}
