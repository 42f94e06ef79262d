package dev.regroup.etcd;

/** The coordinator on etcd (API v3). It is not built yet. */
public final class EtcdCoordinator {
    private EtcdCoordinator() {}

    /**
     * Always fails: there is no coordinator on etcd yet.
     *
     * @param endpoints addresses of the cluster, as {@code http://host:port,http://host:port}
     * @return never
     * @throws UnsupportedOperationException always
     */
    @SuppressWarnings("DoNotCallSuggester") // Callers stay as they are once it is built.
    public static EtcdCoordinator connect(String endpoints) {
        throw new UnsupportedOperationException(
                "The etcd coordinator is not built yet; use the in-memory coordinator from dev.regroup.coordinator.");
    }
}
