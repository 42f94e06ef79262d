package dev.regroup.zookeeper;

/** The coordinator on Apache ZooKeeper. It is not built yet. */
public final class ZooKeeperCoordinator {
    private ZooKeeperCoordinator() {}

    /**
     * Always fails: there is no coordinator on ZooKeeper yet.
     *
     * @param connectString addresses of the ensemble, as {@code host:port,host:port}
     * @return never
     * @throws UnsupportedOperationException always
     */
    @SuppressWarnings("DoNotCallSuggester") // Callers stay as they are once it is built.
    public static ZooKeeperCoordinator connect(String connectString) {
        throw new UnsupportedOperationException("The ZooKeeper coordinator is not built yet;"
                + " use the in-memory coordinator from dev.regroup.coordinator.");
    }
}
