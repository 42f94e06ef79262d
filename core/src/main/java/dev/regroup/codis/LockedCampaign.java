package dev.regroup.codis;

import dev.regroup.codis.DashboardProbe.Life;
import dev.regroup.coordinator.Change;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator.Check;
import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Coordinator.Read;
import dev.regroup.coordinator.Coordinator.Subscription;
import dev.regroup.coordinator.Fence;
import dev.regroup.coordinator.Leadership;
import dev.regroup.coordinator.Put;
import dev.regroup.coordinator.Register;
import dev.regroup.coordinator.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One campaign of a {@link CodisCoordinator}: leads while it is elected and holds the lock. Thread-safe: its state
 * changes under its own monitor, and whoever waits for an answer asks again when the state is another one by then.
 */
final class LockedCampaign implements Subscription {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** How often to look at the lock that is held, lest a watch lost its end. */
    private static final Duration CHECK = Duration.ofSeconds(30);

    private final CodisCoordinator coordinator;
    private final Consumer<Leadership> listener;
    private final TopomLock lock = TopomLock.ofOurs(UUID.randomUUID().toString());
    private final List<Subscription> subscriptions = new ArrayList<>();

    private Optional<Leadership.Held> elected = Optional.empty();
    /** The version of our lock under the present election; volatile for the time that is left. */
    private volatile Optional<Version> owned = Optional.empty();

    private String explained = "";

    /** The number of the newest look that is planned; earlier ones are not needed any more. */
    private long planned;

    private boolean isClosed;

    LockedCampaign(CodisCoordinator coordinator, Consumer<Leadership> listener) {
        this.coordinator = coordinator;
        this.listener = listener;
    }

    void start(String name) {
        Subscription watch = coordinator.inner().watch(coordinator.key(), this::changed);
        Subscription election = coordinator.inner().campaign(name, this::heard);
        synchronized (this) {
            subscriptions.add(watch);
            subscriptions.add(election);
        }
    }

    /** Returns the condition that our lock is still there, if that is the present leadership. */
    synchronized Optional<Check> check(Fence fence) {
        return elected.filter(held -> held.fence().equals(fence))
                .flatMap(held -> owned)
                .map(version -> new Check(coordinator.key(), Optional.of(version)));
    }

    private synchronized void heard(Leadership leadership) {
        if (isClosed) {
            return;
        }
        lose();
        elected = leadership instanceof Leadership.Held held ? Optional.of(held) : Optional.empty();
        elected.ifPresent(this::look);
    }

    private synchronized void changed(Change change) {
        elected.ifPresent(this::look);
    }

    private void look(Leadership.Held held) {
        coordinator.inner().read(coordinator.key()).thenAccept(read -> {
            if (isCurrent(held)) {
                seen(held, read);
            }
        });
    }

    private synchronized boolean isCurrent(Leadership.Held held) {
        return !isClosed && elected.equals(Optional.of(held));
    }

    private void seen(Leadership.Held held, Read read) {
        if (read instanceof Read.Absent) {
            losing();
            take(held);
        } else if (read instanceof Read.Found found) {
            found(held, found.register());
        } else {
            explainAndWait(held, "the lock " + coordinator.key() + " cannot be read: " + read);
        }
    }

    private void take(Leadership.Held held) {
        Put put = new Put(coordinator.key(), lock.write(coordinator.product()), Put.Life.SESSION);
        Commit commit = new Commit(
                List.of(new Check(coordinator.key(), Optional.empty())), List.of(put), Optional.of(held.fence()));
        coordinator.inner().commit(commit).thenAccept(outcome -> {
            if (outcome instanceof CommitOutcome.Committed done) {
                taken(held, done.written().get(0));
            } else if (outcome instanceof CommitOutcome.Refused refused) {
                explainAndWait(held, "the lock " + coordinator.key() + " cannot be taken: " + refused.cause());
            } else {
                again(held);
            }
        });
    }

    /** A lock that arrives after the end would keep everybody out until the session ends. */
    private void taken(Leadership.Held held, Register register) {
        boolean isLate;
        synchronized (this) {
            isLate = isClosed;
        }
        if (isLate) {
            remove(register, Optional.empty());
        } else {
            own(held, register.version());
        }
    }

    private void found(Leadership.Held held, Register register) {
        Optional<TopomLock> holder = TopomLock.read(register.value());
        if (holder.filter(lock::equals).isPresent()) {
            own(held, register.version());
            return;
        }
        losing();
        if (holder.isEmpty()) {
            explainAndWait(
                    held, "the lock " + coordinator.key() + " cannot be understood: remove it if nobody holds it");
        } else if (holder.get().isOurs()) {
            explainAndWait(held, "the lock " + coordinator.key() + " is another reconciler's until its session ends");
        } else {
            ask(held, register, holder.get());
        }
    }

    private void ask(Leadership.Held held, Register register, TopomLock holder) {
        coordinator.ask(holder.adminAddress()).thenAccept(life -> {
            if (life == Life.DEAD && coordinator.mayTakeOver()) {
                remove(register, Optional.of(held.fence())).thenAccept(outcome -> again(held));
            } else {
                explainAndWait(held, explanation(holder, life));
            }
        });
    }

    private String explanation(TopomLock holder, Life life) {
        String who = "the dashboard at " + holder.adminAddress();
        return switch (life) {
            case ALIVE ->
                who + " runs and holds the product " + coordinator.product() + ": nothing is done until it is stopped";
            case DEAD ->
                who + " is dead and left its lock " + coordinator.key() + ": remove it, or allow taking it over";
            case UNKNOWN ->
                who + " holds the product " + coordinator.product()
                        + " and cannot be asked: nothing is done until it answers or its lock is removed";
        };
    }

    private CompletionStage<CommitOutcome> remove(Register register, Optional<Fence> fence) {
        Check check = new Check(register.key(), Optional.of(register.version()));
        return coordinator.inner().commit(new Commit(List.of(check), List.of(), List.of(register.key()), fence));
    }

    private synchronized void own(Leadership.Held held, Version version) {
        again(held, CHECK);
        boolean isNew = isCurrent(held) && !owned.equals(Optional.of(version));
        if (isNew) {
            lose();
            owned = Optional.of(version);
            explained = "";
            listener.accept(new Leadership.Held(
                    held.fence(),
                    () -> owned.equals(Optional.of(version)) ? held.remaining().get() : Duration.ZERO));
        }
    }

    private synchronized void losing() {
        lose();
    }

    /** Only who had it hears that it is lost. */
    private void lose() {
        if (owned.isPresent()) {
            owned = Optional.empty();
            listener.accept(new Leadership.Lost());
        }
    }

    private void explainAndWait(Leadership.Held held, String reason) {
        boolean isNews;
        synchronized (this) {
            isNews = isCurrent(held) && !reason.equals(explained);
            explained = reason;
        }
        if (isNews) {
            coordinator.explain(reason);
        }
        again(held);
    }

    private void again(Leadership.Held held) {
        again(held, PAUSE);
    }

    private synchronized void again(Leadership.Held held, Duration pause) {
        long mine = ++planned;
        CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    if (isPlanned(mine) && isCurrent(held)) {
                        look(held);
                    }
                });
    }

    private synchronized boolean isPlanned(long number) {
        return number == planned;
    }

    /** The lock is given back before the election, so that whoever comes next finds it free. */
    @Override
    public void close() {
        Optional<Version> version;
        List<Subscription> ending;
        synchronized (this) {
            isClosed = true;
            version = owned;
            owned = Optional.empty();
            ending = List.copyOf(subscriptions);
            subscriptions.clear();
        }
        version.ifPresent(known -> remove(
                        new Register(coordinator.key(), known, lock.write(coordinator.product())), Optional.empty())
                .toCompletableFuture()
                .completeOnTimeout(new CommitOutcome.Unknown("closing"), PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                .join());
        ending.forEach(Subscription::close);
    }
}
