package dev.regroup.examples.store;

import dev.regroup.examples.redis.CannotRun;
import dev.regroup.examples.redis.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;

/** A ZooKeeper server in this process, with its data in a temporary folder. Thread-safe. */
public final class ZooKeeperServer implements StoreServer {

    private static final int TICK_MILLIS = 250;

    private final TestingServer server;
    private final Path folder;

    private ZooKeeperServer(TestingServer server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /**
     * Starts one on a free port.
     *
     * @throws CannotRun if none can be started
     */
    public static ZooKeeperServer start() {
        Ports ports = new Ports();
        Path folder = folder();
        InstanceSpec spec = new InstanceSpec(
                folder.resolve("data").toFile(),
                ports.free(),
                ports.free(),
                ports.free(),
                true,
                -1,
                TICK_MILLIS,
                -1,
                Map.of(),
                "127.0.0.1");
        try {
            return new ZooKeeperServer(new TestingServer(spec, true), folder);
        } catch (Exception failure) { // it declares no other
            remove(folder);
            throw new CannotRun("No ZooKeeper server could be started (" + failure.getMessage()
                    + "): choose --coordinator memory.");
        }
    }

    /** A server leaves the file of its settings beside its data, so both get a folder of their own. */
    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("regroup-zookeeper");
            Files.createDirectory(folder.resolve("data"));
            return folder;
        } catch (IOException failure) {
            throw new CannotRun("No folder can be made in " + System.getProperty("java.io.tmpdir") + " ("
                    + failure.getMessage() + "): free some space, or choose --coordinator memory.");
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException failure) {
            System.err.println("Could not remove " + folder + ": " + failure.getMessage());
        }
    }

    @Override
    public String address() {
        return server.getConnectString();
    }

    @Override
    public void kill() {
        try {
            server.stop();
        } catch (IOException failure) {
            throw new IllegalStateException("the server could not be stopped", failure);
        }
    }

    @Override
    public void restart() {
        try {
            server.restart();
        } catch (Exception failure) { // it declares no other
            throw new IllegalStateException("the server could not be started again", failure);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failure) {
            System.err.println("A ZooKeeper server did not end: " + failure.getMessage());
        }
        remove(folder);
    }
}
