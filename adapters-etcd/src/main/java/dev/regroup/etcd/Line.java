package dev.regroup.etcd;

import io.etcd.jetcd.Client;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The client under the coordinator. One of our own is replaced by a new one when it has not got through for a while:
 * gRPC waits ever longer between its attempts to connect, up to two minutes, and jetcd has no way to hurry it.
 * Thread-safe.
 */
final class Line implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Supplier<Client> opening;
    private final boolean isOwned;
    private final Executor thread;
    private volatile Client client;
    private volatile boolean isReached = true;
    /** When somebody answered, or the present client was opened. */
    private volatile long lastNanos = System.nanoTime();

    private boolean isClosed;

    private Line(Supplier<Client> opening, boolean isOwned, Executor thread) {
        this.opening = opening;
        this.isOwned = isOwned;
        this.thread = thread;
        this.client = prepared(opening);
    }

    static Line using(Client client, Executor thread) {
        return new Line(() -> client, false, thread);
    }

    static Line owning(Supplier<Client> opening, Executor thread) {
        return new Line(opening, true, thread);
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

    /** Closes a client of our own. */
    @Override
    public synchronized void close() {
        if (!isClosed && isOwned) {
            client.close();
        }
        isClosed = true;
    }
}
