package dev.regroup.codis;

import dev.regroup.codis.DashboardProbe.Life;
import dev.regroup.coordinator.Change;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator;
import dev.regroup.coordinator.Leadership;
import dev.regroup.coordinator.Revision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A coordinator that leads only while it holds the lock of a Codis product, {@code /codis3/<product>/topom}: a
 * dashboard that runs keeps its own copy of every group and overwrites what it did not write. Thread-safe.
 *
 * <ul>
 *   <li>Whoever wins the election takes the lock; it ends with the session, and with the campaign. Each commit under
 *       the leadership checks its version, so that whoever removes or replaces it ends the leadership. It is looked at
 *       again whenever it changes, and every 30 s in case no watch told of that.
 *   <li>While a dashboard holds it nothing is done, and the reason is told. A dashboard never gives its lock back when
 *       it dies: whether it lives is asked at its admin address, and the lock of a dead one is taken over only where
 *       {@link #takingOver} allows it. One that cannot be asked counts as living.
 * </ul>
 */
public final class CodisCoordinator implements Coordinator {

    private static final Logger LOG = LoggerFactory.getLogger(CodisCoordinator.class);
    private static final Duration ASKING_MAX = Duration.ofSeconds(10);

    private final Coordinator inner;
    private final String product;
    private final DashboardProbe probe;
    private final boolean mayTakeOver;
    private final Consumer<String> explanations;
    private final List<LockedCampaign> campaigns = new CopyOnWriteArrayList<>();

    private CodisCoordinator(
            Coordinator inner,
            String product,
            DashboardProbe probe,
            Consumer<String> explanations,
            boolean mayTakeOver) {
        this.inner = inner;
        this.product = CodisLayout.of(product).product();
        this.probe = probe;
        this.explanations = explanations;
        this.mayTakeOver = mayTakeOver;
    }

    /**
     * Returns a coordinator for that product.
     *
     * @param inner where everything is kept; borrowed
     * @param probe asks whether a dashboard lives, {@link DashboardProbe#overHttp}
     * @param explanations hears why it does not lead, once for each reason; must not block
     */
    public static CodisCoordinator using(
            Coordinator inner, String product, DashboardProbe probe, Consumer<String> explanations) {
        return new CodisCoordinator(inner, product, probe, explanations, false);
    }

    /** Returns the same, but a lock whose dashboard is dead is taken over. */
    public CodisCoordinator takingOver() {
        return new CodisCoordinator(inner, product, probe, explanations, true);
    }

    String key() {
        return "/codis3/" + product + "/topom";
    }

    String product() {
        return product;
    }

    Coordinator inner() {
        return inner;
    }

    /** Asks the dashboard; whatever goes wrong with that is no proof of its death. */
    CompletionStage<Life> ask(String adminAddress) {
        try {
            return probe.ask(adminAddress)
                    .thenApply(life -> Optional.ofNullable(life).orElse(Life.UNKNOWN))
                    .toCompletableFuture()
                    .completeOnTimeout(Life.UNKNOWN, ASKING_MAX.toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionally(bug -> Life.UNKNOWN);
        } catch (RuntimeException bug) {
            LOG.warn("the dashboard at {} cannot be asked", adminAddress, bug);
            return CompletableFuture.completedFuture(Life.UNKNOWN);
        }
    }

    boolean mayTakeOver() {
        return mayTakeOver;
    }

    /** Whoever hears it and throws harms nobody. */
    void explain(String reason) {
        try {
            explanations.accept(reason);
        } catch (RuntimeException bug) {
            LOG.warn("a listener failed to hear: {}", reason, bug);
        }
    }

    @Override
    public CompletionStage<Read> read(String key) {
        return inner.read(key);
    }

    @Override
    public CompletionStage<Listing> list(String folder, Optional<String> after) {
        return inner.list(folder, after);
    }

    @Override
    public CompletionStage<CommitOutcome> commit(Commit commit) {
        if (commit.fence().isEmpty()) {
            return inner.commit(commit);
        }
        Optional<Check> lock = campaigns.stream()
                .flatMap(campaign -> campaign.check(commit.fence().get()).stream())
                .findFirst();
        if (lock.isEmpty()) {
            return CompletableFuture.completedFuture(new CommitOutcome.Conflict(
                    "the lock " + key() + " is not held under " + commit.fence().get()));
        }
        List<Check> checks = new ArrayList<>(commit.checks());
        checks.add(lock.get());
        return inner.commit(new Commit(checks, commit.puts(), commit.deletes(), commit.fence()));
    }

    @Override
    public Subscription watch(String prefix, Consumer<Change> listener) {
        return inner.watch(prefix, listener);
    }

    @Override
    public Subscription watch(String prefix, Revision since, Consumer<Change> listener) {
        return inner.watch(prefix, since, listener);
    }

    @Override
    public Subscription campaign(String name, Consumer<Leadership> listener) {
        LockedCampaign campaign = new LockedCampaign(this, listener);
        campaigns.add(campaign);
        campaign.start(name);
        return () -> {
            campaign.close();
            campaigns.remove(campaign);
        };
    }

    /** Ends its campaigns and gives the lock back; what it borrowed stays open. */
    @Override
    public void close() {
        campaigns.forEach(LockedCampaign::close);
        campaigns.clear();
    }
}
