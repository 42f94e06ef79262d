package dev.regroup.examples.store;

import dev.regroup.coordinator.Coordinator;
import dev.regroup.etcd.EtcdCluster;
import dev.regroup.etcd.EtcdCoordinator;
import dev.regroup.examples.redis.CannotRun;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.options.DeleteOption;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** An etcd cluster. Immutable. */
final class EtcdBackend implements Backend {

    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

    private final String cluster;

    /** Takes host, port and root. */
    EtcdBackend(String cluster) {
        this.cluster = EtcdCluster.at(cluster).toString();
    }

    @Override
    public void checkAnswers() {
        // Whoever refuses connections does so at once; the first one of a program takes its time.
        try (Coordinator client =
                EtcdCoordinator.connect(EtcdCluster.at(cluster).withTimeout(ANSWER_WITHIN))) {
            Coordinator.Read read =
                    client.read("/regroup/anything").toCompletableFuture().join();
            if (read instanceof Coordinator.Read.Unreachable || read instanceof Coordinator.Read.Refused) {
                throw new CannotRun("etcd at " + servers()
                        + " does not answer: start it, or choose --coordinator etcd for one of our own.");
            }
        }
    }

    @Override
    public Coordinator client(String path) {
        return EtcdCoordinator.connect(EtcdCluster.at(cluster + path).withLease(LEASE));
    }

    @Override
    public void remove(String path) {
        String whole = cluster.substring(servers().length()) + path + "/";
        DeleteOption all = DeleteOption.builder().isPrefix(true).build();
        try (Client client = Client.builder().target("ip:///" + servers()).build()) {
            client.getKVClient()
                    .delete(ByteSequence.from(whole, StandardCharsets.UTF_8), all)
                    .orTimeout(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException failure) {
            System.err.println("Could not remove " + whole + " from etcd: " + failure.getCause());
        }
    }

    private String servers() {
        int slash = cluster.indexOf('/');
        return slash < 0 ? cluster : cluster.substring(0, slash);
    }
}
