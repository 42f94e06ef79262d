package dev.regroup.codis;

import dev.regroup.coordinator.Change;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator;
import dev.regroup.coordinator.Leadership;
import dev.regroup.coordinator.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A coordinator that leads only while it holds the lock of a Codis product, {@code /codis3/<product>/topom}: a
 * dashboard that runs keeps its own copy of every group and overwrites what it did not write. Thread-safe.
 *
 * <ul>
 *   <li>Whoever wins the election takes the lock; it ends with the session, and with the campaign. Each commit under
 *       the leadership checks its version, so that whoever removes or replaces it ends the leadership.
 *   <li>While a dashboard holds it nothing is done, and the reason is told. A dashboard never gives its lock back when
 *       it dies: whether it lives is asked at its admin address, and the lock of a dead one is taken over only where
 *       {@link #takingOver} allows it. One that cannot be asked counts as living.
 * </ul>
 */
public final class CodisCoordinator implements Coordinator {

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

    DashboardProbe probe() {
        return probe;
    }

    boolean mayTakeOver() {
        return mayTakeOver;
    }

    void explain(String reason) {
        explanations.accept(reason);
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
