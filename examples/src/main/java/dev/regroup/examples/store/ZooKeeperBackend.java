package dev.regroup.examples.store;

import dev.regroup.coordinator.Coordinator;
import dev.regroup.examples.redis.CannotRun;
import dev.regroup.zookeeper.Ensemble;
import dev.regroup.zookeeper.ZooKeeperCoordinator;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;

/** A ZooKeeper ensemble. Immutable. */
final class ZooKeeperBackend implements Backend {

    private static final Duration SESSION = Duration.ofSeconds(5);
    private static final int ANSWER_MILLIS = 5_000;

    private final String ensemble;

    /** Takes host, port and root. */
    ZooKeeperBackend(String ensemble) {
        this.ensemble = Ensemble.at(ensemble).toString();
    }

    @Override
    public void checkAnswers() {
        try (CuratorFramework curator = curator()) {
            if (!curator.blockUntilConnected(ANSWER_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new CannotRun("ZooKeeper at " + servers()
                        + " does not answer: start it, or choose --coordinator zookeeper for one of our own.");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while connecting", interrupted);
        }
    }

    @Override
    public Coordinator client(String path) {
        return ZooKeeperCoordinator.connect(Ensemble.at(ensemble + path).withSessionTimeout(SESSION));
    }

    @Override
    public void remove(String path) {
        String whole = ensemble.substring(servers().length()) + path;
        try (CuratorFramework curator = curator()) {
            curator.delete().quietly().deletingChildrenIfNeeded().forPath(whole);
        } catch (Exception failure) { // Curator declares no other
            System.err.println("Could not remove " + whole + " from ZooKeeper: " + failure.getMessage());
        }
    }

    private String servers() {
        int slash = ensemble.indexOf('/');
        return slash < 0 ? ensemble : ensemble.substring(0, slash);
    }

    private CuratorFramework curator() {
        CuratorFramework curator =
                CuratorFrameworkFactory.newClient(servers(), ANSWER_MILLIS, ANSWER_MILLIS, new RetryOneTime(1_000));
        curator.start();
        return curator;
    }
}
