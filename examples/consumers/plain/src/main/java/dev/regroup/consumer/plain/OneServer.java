package dev.regroup.consumer.plain;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/** A ZooKeeper server in this process, in a temporary folder that closing it deletes. */
public final class OneServer implements AutoCloseable {

    private static final int TICK_MILLIS = 500;

    private final Path folder;
    private final ServerCnxnFactory connections;
    private final ZooKeeperServer server;

    private OneServer(Path folder, ServerCnxnFactory connections, ZooKeeperServer server) {
        this.folder = folder;
        this.connections = connections;
        this.server = server;
    }

    public static OneServer start() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("consumer-zookeeper");
        ZooKeeperServer server = new ZooKeeperServer(folder.toFile(), folder.toFile(), TICK_MILLIS);
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        ServerCnxnFactory connections = ServerCnxnFactory.createFactory(anyPort, 10);
        connections.startup(server);
        return new OneServer(folder, connections, server);
    }

    public String address() {
        return "127.0.0.1:" + connections.getLocalPort();
    }

    @Override
    public void close() {
        connections.shutdown();
        server.shutdown();
        try (Stream<Path> content = Files.walk(folder)) {
            List<Path> all = content.sorted(Comparator.reverseOrder()).toList();
            for (Path path : all) {
                Files.delete(path);
            }
        } catch (IOException failure) {
            System.err.println("Could not delete " + folder + ": " + failure);
        }
    }
}
