package dev.regroup.zookeeper;

import java.time.Duration;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryForever;
import org.apache.zookeeper.client.ZKClientConfig;

/** Opens clients of our own. */
final class Connecting {

    private static final Duration CONNECTION_MAX = Duration.ofSeconds(5);
    private static final Duration CLOSING_MAX = Duration.ofSeconds(1);

    private Connecting() {}

    static CuratorFramework open(Ensemble ensemble) {
        ZKClientConfig client = new ZKClientConfig();
        ensemble.client().forEach(client::setProperty);
        CuratorFrameworkFactory.Builder builder = CuratorFrameworkFactory.builder()
                .connectString(ensemble.servers())
                .sessionTimeoutMs((int) ensemble.sessionTimeout().toMillis())
                .connectionTimeoutMs((int) CONNECTION_MAX.toMillis())
                .maxCloseWaitMs((int) CLOSING_MAX.toMillis())
                .retryPolicy(new RetryForever((int) CLOSING_MAX.toMillis()))
                .zkClientConfig(client)
                // What the servers call themselves may not be how they are reached from here.
                .ensembleTracker(false);
        ensemble.digest().ifPresent(secret -> builder.authorization("digest", secret));
        CuratorFramework curator = builder.build();
        curator.start();
        return curator;
    }
}
