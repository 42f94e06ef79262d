package dev.regroup.zookeeper;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingCluster;

/** Three real servers in this process. Confined to one thread. */
final class Cluster implements Closeable {

    private final TestingCluster cluster;

    private Cluster(TestingCluster cluster) {
        this.cluster = cluster;
    }

    static Cluster start() {
        List<InstanceSpec> specs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            specs.add(Servers.spec(Map.of()));
        }
        TestingCluster cluster = new TestingCluster(specs);
        try {
            cluster.start();
        } catch (Exception failure) {
            throw new IllegalStateException("no ensemble could be started", failure);
        }
        Cluster started = new Cluster(cluster);
        started.awaitQuorum();
        return started;
    }

    String servers() {
        return cluster.getConnectString();
    }

    /** Kills two of three. */
    void killQuorum() throws Exception {
        List<InstanceSpec> all = List.copyOf(cluster.getInstances());
        cluster.killServer(all.get(0));
        cluster.killServer(all.get(1));
    }

    void restartAll() throws Exception {
        for (InstanceSpec spec : List.copyOf(cluster.getInstances())) {
            cluster.restartServer(spec);
        }
        awaitQuorum();
    }

    void killLeader() throws Exception {
        for (InstanceSpec spec : List.copyOf(cluster.getInstances())) {
            if (isLeader(spec)) {
                cluster.killServer(spec);
                awaitQuorum();
                return;
            }
        }
        throw new IllegalStateException("nobody leads the ensemble");
    }

    /** Every server answers to this question on its client port. */
    private static boolean isLeader(InstanceSpec spec) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), spec.getPort())) {
            socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .contains("Mode: leader");
        } catch (IOException dead) {
            return false;
        }
    }

    private void awaitQuorum() {
        CuratorFramework client = Connecting.open(Ensemble.at(servers()).withSessionTimeout(Duration.ofSeconds(30)));
        try {
            if (!client.blockUntilConnected(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the ensemble has no quorum");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        } finally {
            client.close();
        }
    }

    @Override
    public void close() throws IOException {
        cluster.close();
    }
}
