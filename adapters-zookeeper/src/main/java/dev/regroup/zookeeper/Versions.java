package dev.regroup.zookeeper;

import dev.regroup.coordinator.Version;
import java.util.Optional;
import org.apache.zookeeper.data.Stat;

/**
 * Versions as a node's life and the number of its writes: numbers alone begin anew when a node is deleted and created
 * again. Pure.
 */
final class Versions {

    private Versions() {}

    static Version of(Stat stat) {
        return new Version(Long.toHexString(stat.getCzxid()) + ":" + stat.getVersion());
    }

    /** Returns the number that ZooKeeper checks; empty for a version that is not ZooKeeper's. */
    static Optional<Integer> number(Version version) {
        int colon = version.value().indexOf(':');
        try {
            return Optional.of(Integer.parseInt(version.value().substring(colon + 1)));
        } catch (NumberFormatException foreign) {
            return Optional.empty();
        }
    }
}
