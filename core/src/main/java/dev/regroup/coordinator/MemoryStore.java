package dev.regroup.coordinator;

import dev.regroup.coordinator.Coordinator.Check;
import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Coordinator.Read;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The registers and elections behind one or more {@link MemoryCoordinator}s. Thread-safe. It is gone with the process,
 * and needs no closing: its thread, which tells watches and candidates, is a daemon and ends when there is nothing to
 * tell.
 */
public final class MemoryStore {

    private final Executor teller;
    private final Supplier<Duration> clock;
    private final Map<String, Register> registers = new HashMap<>();
    private final List<MemoryWatch> watches = new ArrayList<>();
    private final List<MemoryCoordinator> closed = new ArrayList<>();
    private final MemoryElections elections = new MemoryElections();
    private long writes;

    private MemoryStore(Executor teller, Supplier<Duration> clock) {
        this.teller = teller;
        this.clock = clock;
    }

    /** Returns an empty store that owns its thread. */
    public static MemoryStore create() {
        ThreadPoolExecutor teller =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "regroup-memory-store");
                    thread.setDaemon(true);
                    return thread;
                });
        teller.allowCoreThreadTimeOut(true);
        return using(teller);
    }

    /**
     * Returns an empty store that tells watches and candidates on that executor.
     *
     * @param teller runs one task at a time, in order; borrowed
     */
    public static MemoryStore using(Executor teller) {
        return using(teller, () -> Duration.ofNanos(System.nanoTime()));
    }

    /**
     * Like {@link #using(Executor)}, with another clock for leases.
     *
     * @param clock tells the time since a fixed moment; monotonic
     */
    public static MemoryStore using(Executor teller, Supplier<Duration> clock) {
        return new MemoryStore(teller, clock);
    }

    /** Returns a new client. */
    public MemoryCoordinator client() {
        return new MemoryCoordinator(this, clock);
    }

    synchronized boolean isClosed(MemoryCoordinator client) {
        return closed.contains(client);
    }

    synchronized Read read(String key) {
        Register register = registers.get(key);
        return register == null ? new Read.Absent() : new Read.Found(register);
    }

    synchronized CommitOutcome commit(Commit commit) {
        for (Check check : commit.checks()) {
            if (!holds(check)) {
                return new CommitOutcome.Conflict("the register " + check.key() + " has changed");
            }
        }
        if (commit.fence().isPresent() && !elections.isHeld(commit.fence().get())) {
            return new CommitOutcome.Conflict("the leadership " + commit.fence().get() + " has ended");
        }
        List<Register> written = new ArrayList<>();
        for (Put put : commit.puts()) {
            Register register = new Register(put.key(), new Version(Long.toString(++writes)), put.value());
            registers.put(put.key(), register);
            written.add(register);
        }
        watches.forEach(watch -> tellOf(watch, written));
        return new CommitOutcome.Committed(written);
    }

    private boolean holds(Check check) {
        Optional<Version> actual =
                Optional.ofNullable(registers.get(check.key())).map(Register::version);
        return actual.equals(check.expected());
    }

    private void tellOf(MemoryWatch watch, List<Register> written) {
        List<String> keys =
                written.stream().map(Register::key).filter(watch::covers).toList();
        if (!keys.isEmpty() && !watch.client().faults().keepsBack(watch)) {
            tell(watch, new Change.Keys(keys));
        }
    }

    void tell(MemoryWatch watch, Change change) {
        teller.execute(() -> {
            if (isWatching(watch)) {
                watch.listener().accept(change);
            }
        });
    }

    private synchronized boolean isWatching(MemoryWatch watch) {
        return watches.contains(watch);
    }

    synchronized void watch(MemoryWatch watch) {
        if (!closed.contains(watch.client())) {
            watches.add(watch);
        }
    }

    synchronized void unwatch(MemoryWatch watch) {
        watches.remove(watch);
    }

    synchronized void join(MemoryCampaign campaign) {
        if (!closed.contains(campaign.client())) {
            tellAll(elections.join(campaign));
        }
    }

    synchronized void leave(MemoryCampaign campaign) {
        tellAll(elections.leave(campaign));
    }

    synchronized void expire(MemoryCoordinator client) {
        tellAll(elections.expire(client));
    }

    synchronized void closed(MemoryCoordinator client) {
        if (!closed.contains(client)) {
            closed.add(client);
            watches.removeIf(watch -> watch.client() == client);
            tellAll(elections.remove(client));
        }
    }

    private void tellAll(List<MemoryElections.News> news) {
        news.forEach(each -> teller.execute(() -> tell(each)));
    }

    private void tell(MemoryElections.News news) {
        boolean current;
        synchronized (this) {
            current = elections.isCampaigning(news.campaign());
        }
        if (current) {
            news.campaign().listener().accept(news.leadership());
        }
    }
}
