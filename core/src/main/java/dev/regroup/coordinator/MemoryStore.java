package dev.regroup.coordinator;

import dev.regroup.coordinator.Coordinator.Check;
import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Coordinator.Listing;
import dev.regroup.coordinator.Coordinator.Read;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

    private static final int PAGE = 100;

    private final Executor teller;
    private final Supplier<Duration> clock;
    private final TreeMap<String, Register> registers = new TreeMap<>();
    /** Who made the registers that end with a session. */
    private final Map<String, MemoryCoordinator> leased = new HashMap<>();

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

    synchronized Listing list(String folder, Optional<String> after) {
        Revision at = new Revision(Long.toString(writes));
        List<Register> page = new ArrayList<>();
        for (Register register :
                registers.tailMap(after.orElse(folder + "/"), false).values()) {
            boolean isInside = register.key().startsWith(folder + "/");
            if (!isInside) {
                break;
            }
            if (page.size() == PAGE) {
                return new Listing.Page(page, Optional.of(page.get(PAGE - 1).key()), at);
            }
            if (register.key().indexOf('/', folder.length() + 1) < 0) {
                page.add(register);
            }
        }
        return new Listing.Page(page, Optional.empty(), at);
    }

    synchronized CommitOutcome commit(MemoryCoordinator client, Commit commit) {
        Optional<String> obstacle = obstacle(commit);
        if (obstacle.isPresent()) {
            return new CommitOutcome.Conflict(obstacle.get(), current(commit));
        }
        List<String> changed = new ArrayList<>();
        List<Register> written = new ArrayList<>();
        for (Put put : commit.puts()) {
            written.add(write(client, put));
            changed.add(put.key());
        }
        commit.deletes().forEach(this::remove);
        changed.addAll(commit.deletes());
        watches.forEach(watch -> tellOf(watch, changed));
        return new CommitOutcome.Committed(written);
    }

    private Register write(MemoryCoordinator client, Put put) {
        Register register = new Register(put.key(), new Version(Long.toString(++writes)), put.value());
        Optional<Register> before = Optional.ofNullable(registers.put(put.key(), register));
        if (before.isEmpty() && put.life() == Put.Life.SESSION) {
            leased.put(put.key(), client);
        }
        return register;
    }

    private void remove(String key) {
        registers.remove(key);
        leased.remove(key);
        writes++;
    }

    private Optional<String> obstacle(Commit commit) {
        for (Check check : commit.checks()) {
            if (!holds(check)) {
                return Optional.of("the register " + check.key() + " is not as expected");
            }
        }
        for (String key : commit.deletes()) {
            if (!registers.containsKey(key)) {
                return Optional.of("the register " + key + " is absent and cannot be deleted");
            }
        }
        return commit.fence()
                .filter(fence -> !elections.isHeld(fence))
                .map(fence -> "the leadership " + fence + " has ended");
    }

    private List<Register> current(Commit commit) {
        return commit.checks().stream()
                .flatMap(check -> Optional.ofNullable(registers.get(check.key())).stream())
                .toList();
    }

    private boolean holds(Check check) {
        Optional<Version> actual =
                Optional.ofNullable(registers.get(check.key())).map(Register::version);
        if (check.expected() instanceof Check.Expected.At at) {
            return actual.equals(Optional.of(at.version()));
        }
        return actual.isPresent() == (check.expected() instanceof Check.Expected.Present);
    }

    private void tellOf(MemoryWatch watch, List<String> changed) {
        List<String> keys = changed.stream().filter(watch::covers).toList();
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

    /** It does not remember which registers were written when, so it tells all or nothing. */
    synchronized void watch(MemoryWatch watch, Revision since) {
        watch(watch);
        if (!since.value().equals(Long.toString(writes))) {
            tell(watch, new Change.All());
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
        removeLeased(client);
        tellAll(elections.expire(client));
    }

    synchronized void closed(MemoryCoordinator client) {
        if (!closed.contains(client)) {
            closed.add(client);
            watches.removeIf(watch -> watch.client() == client);
            removeLeased(client);
            tellAll(elections.remove(client));
        }
    }

    private void removeLeased(MemoryCoordinator client) {
        List<String> gone = leased.entrySet().stream()
                .filter(entry -> entry.getValue() == client)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        gone.forEach(this::remove);
        watches.forEach(watch -> tellOf(watch, gone));
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
