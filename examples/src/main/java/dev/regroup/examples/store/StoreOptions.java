package dev.regroup.examples.store;

import dev.regroup.examples.redis.CannotRun;
import picocli.CommandLine.Option;

/** The options that say where records are kept, and how. Confined to one thread. */
public final class StoreOptions {

    private static final String ENSEMBLE = "zookeeper://";

    @Option(
            names = "--coordinator",
            paramLabel = "memory|zookeeper|zookeeper://host:port/root",
            defaultValue = "zookeeper",
            description = "Keep records in memory, in a ZooKeeper server of our own (default), or in that ensemble.")
    private String coordinator = "zookeeper";

    @Option(
            names = "--layout",
            paramLabel = "native|codis",
            defaultValue = "native",
            description = "Keep them as our own documents (default), or in the nodes of a Codis product.")
    private String layout = "native";

    /** Tells whether the records are in a server of our own, which may be killed. */
    public boolean isEmbedded() {
        return coordinator.equals("zookeeper");
    }

    /** Returns these options as they are typed. */
    public String text() {
        return "--coordinator " + coordinator + " --layout " + layout;
    }

    /**
     * Opens the store.
     *
     * @throws CannotRun if the options make no sense, or the ensemble does not answer
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
            return Store.embedded(isCodis);
        }
        if (coordinator.startsWith(ENSEMBLE)) {
            return Store.at(coordinator.substring(ENSEMBLE.length()), isCodis);
        }
        throw new CannotRun(
                "--coordinator is memory, zookeeper or zookeeper://host:port/root, not " + coordinator + ".");
    }
}
