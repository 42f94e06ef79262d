package dev.regroup.etcd;

import io.etcd.jetcd.Client;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/**
 * The client under the coordinator. One of our own is replaced by a new one when it has not got through for a while:
 * gRPC waits ever longer between its attempts to connect, up to two minutes, and jetcd has no way to hurry it; and when
 * a member is slow: jetcd goes round all members that it is connected to, also one that is frozen, until gRPC notices;
 * a new connection to that one does not come about. Thread-safe.
 */
final class Line implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /** A cluster that is slow as a whole does not get faster by new connections. */
    private static final Duration RENEWALS = Duration.ofSeconds(20);

    private final Supplier<Client> opening;
    private final boolean isOwned;
    /** How long a former client may still be answered. */
    private final Duration linger;

    private final ScheduledExecutorService thread;
    private volatile Client client;
    private volatile boolean isReached = true;
    /** When somebody answered, or the present client was opened. */
    private volatile long lastNanos = System.nanoTime();

    /** Before which moment a slow member is put up with. */
    private volatile long renewableNanos = System.nanoTime() + PATIENCE.toNanos();

    private final Set<Client> closing = new HashSet<>();
    private boolean isClosed;

    private Line(Supplier<Client> opening, boolean isOwned, Duration linger, ScheduledExecutorService thread) {
        this.opening = opening;
        this.isOwned = isOwned;
        this.linger = linger;
        this.thread = thread;
        this.client = prepared(opening);
    }

    static Line using(Client client, ScheduledExecutorService thread) {
        return new Line(() -> client, false, Duration.ZERO, thread);
    }

    static Line owning(Supplier<Client> opening, Duration linger, ScheduledExecutorService thread) {
        return new Line(opening, true, linger, thread);
    }

    /** Its parts are made when they are asked for first, which takes a moment that no request should wait for. */
    private static Client prepared(Supplier<Client> opening) {
        Client client = opening.get();
        client.getKVClient();
        client.getLeaseClient();
        client.getWatchClient();
        return client;
    }

    Client client() {
        return client;
    }

    /** Tells whether the last request that ended was answered. */
    boolean isReached() {
        return isReached;
    }

    void answered() {
        isReached = true;
        lastNanos = System.nanoTime();
    }

    void silent() {
        isReached = false;
        if (isOwned && isStale()) {
            Tasks.run(thread, this::replace);
        }
    }

    private boolean isStale() {
        return System.nanoTime() - lastNanos > PATIENCE.toNanos();
    }

    private synchronized void replace() {
        if (!isClosed && isStale()) {
            Client former = client;
            client = prepared(opening);
            lastNanos = System.nanoTime();
            former.close();
        }
    }

    /** A request was not answered as soon as it should be. */
    void slow() {
        if (isOwned && isRenewable()) {
            Tasks.run(thread, this::renew);
        }
    }

    private boolean isRenewable() {
        return System.nanoTime() - renewableNanos > 0;
    }

    /** What is under way on the former client may still be answered. */
    private synchronized void renew() {
        if (!isClosed && isRenewable()) {
            Client former = client;
            client = prepared(opening);
            renewableNanos = System.nanoTime() + RENEWALS.toNanos();
            closing.add(former);
            Tasks.later(thread, linger, () -> end(former));
        }
    }

    private synchronized void end(Client former) {
        if (closing.remove(former)) {
            former.close();
        }
    }

    /** Closes a client of our own. */
    @Override
    public synchronized void close() {
        if (!isClosed && isOwned) {
            client.close();
            closing.forEach(Client::close);
            closing.clear();
        }
        isClosed = true;
    }
}
