package dev.regroup.examples.store;

import dev.regroup.examples.redis.CannotRun;
import dev.regroup.examples.redis.Ports;
import java.io.IOException;
import java.util.Map;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;

/** A ZooKeeper server in this process, with its data in a temporary folder. Thread-safe. */
public final class ZooKeeperServer implements AutoCloseable {

    private static final int TICK_MILLIS = 250;

    private final TestingServer server;

    private ZooKeeperServer(TestingServer server) {
        this.server = server;
    }

    /**
     * Starts one on a free port.
     *
     * @throws CannotRun if none can be started
     */
    public static ZooKeeperServer start() {
        Ports ports = new Ports();
        InstanceSpec spec = new InstanceSpec(
                null, ports.free(), ports.free(), ports.free(), true, -1, TICK_MILLIS, -1, Map.of(), "127.0.0.1");
        try {
            return new ZooKeeperServer(new TestingServer(spec, true));
        } catch (Exception failure) { // it declares no other
            throw new CannotRun("No ZooKeeper server could be started (" + failure.getMessage()
                    + "): choose --coordinator memory.");
        }
    }

    /** Returns host and port. */
    public String address() {
        return server.getConnectString();
    }

    /** Ends it as a crash does: connections break, sessions stay until they expire. */
    public void kill() {
        try {
            server.stop();
        } catch (IOException failure) {
            throw new IllegalStateException("the server could not be stopped", failure);
        }
    }

    /** Starts it again on the same port with the same data. */
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
    }
}
