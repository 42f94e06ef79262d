package dev.regroup.zookeeper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;

/** Real servers for tests, with short ticks, and what can be done to their sessions. */
final class Servers {

    static final int TICK_MILLIS = 250;

    private Servers() {}

    static InstanceSpec spec(Map<String, Object> properties) {
        // A server leaves the file of its settings beside its data.
        Path folder = Path.of("target", "zookeeper", UUID.randomUUID().toString(), "data")
                .toAbsolutePath();
        try {
            Files.createDirectories(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new InstanceSpec(folder.toFile(), -1, -1, -1, true, -1, TICK_MILLIS, -1, properties, "127.0.0.1");
    }

    static TestingServer start() {
        return start(Map.of());
    }

    static TestingServer start(Map<String, Object> properties) {
        try {
            return new TestingServer(spec(properties), true);
        } catch (Exception failure) {
            throw new IllegalStateException("no ZooKeeper server could be started", failure);
        }
    }

    /** Ends the session on the server: another connection takes it over and closes it, and the client is told so. */
    static void expire(CuratorFramework client) {
        try {
            client.blockUntilConnected(30, TimeUnit.SECONDS);
            ZooKeeper victim = client.getZookeeperClient().getZooKeeper();
            CountDownLatch connected = new CountDownLatch(1);
            String servers = client.getZookeeperClient().getCurrentConnectionString();
            ZooKeeper twin = new ZooKeeper(
                    servers,
                    10_000,
                    event -> {
                        if (event.getState() == KeeperState.SyncConnected) {
                            connected.countDown();
                        }
                    },
                    victim.getSessionId(),
                    victim.getSessionPasswd());
            boolean isTaken = connected.await(30, TimeUnit.SECONDS);
            twin.close();
            if (!isTaken) {
                throw new IllegalStateException("the session could not be taken over");
            }
        } catch (IllegalStateException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IllegalStateException("the session could not be ended", failure);
        }
    }

    /**
     * Waits until the client has seen the end of its former session and of the leader that was killed before: neither
     * does a write. A client that says it is connected may not have noticed yet.
     */
    static void awaitWrite(CuratorFramework client) {
        try {
            client.create().orSetData().forPath("/written");
        } catch (Exception failure) {
            throw new IllegalStateException("nothing can be written", failure);
        }
    }
}
