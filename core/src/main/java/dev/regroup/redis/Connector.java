package dev.regroup.redis;

import dev.regroup.model.Address;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.netty.util.concurrent.EventExecutorGroup;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens connections. Thread-safe; nothing here blocks the caller.
 *
 * <p>Host names are resolved by the JDK on at most four threads of our own: Lettuce would resolve on an event loop,
 * where one slow name server stops all nodes. IP literals do not wait for those threads. Lettuce's own part runs on one
 * further thread, since its first use loads classes for a good part of a second. The threads start when needed and end
 * after 10 idle seconds. A name is resolved anew at every attempt (the JDK caches); of several addresses the first is
 * taken.
 */
final class Connector implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);
    private static final int RESOLVERS = 4;
    private static final int WAITING = 10_000;
    private static final long IDLE_SECONDS = 10;

    private final RedisClient client;
    private final Resolver resolver;
    private final ThreadPoolExecutor resolvers = threads("regroup-redis-resolve", RESOLVERS);
    private final ThreadPoolExecutor connects = threads("regroup-redis-connect", 1);

    private final Turnstile turnstile;

    /** Who knows which address a name has; it may block. */
    interface Resolver {

        /** Returns an address of that host. */
        InetAddress resolve(String host) throws UnknownHostException;
    }

    /**
     * Opens.
     *
     * @param client with what to connect
     * @param resolver who is asked for the address of a name, on threads of our own
     * @param timer where waiting is done
     */
    Connector(RedisClient client, Resolver resolver, EventExecutorGroup timer) {
        this.client = client;
        this.resolver = resolver;
        this.turnstile = new Turnstile(connects, timer);
    }

    /**
     * Connects once.
     *
     * @param opening ends with an open connection, or exceptionally with what went wrong
     */
    void connect(Address address, Habits habits, Opening opening) {
        String host = address.host();
        if (isLiteral(host)) {
            enter(opening, () -> open(InetAddress.getByName(host), address, habits, opening));
        } else {
            on(resolvers, opening, () -> {
                InetAddress ip = resolver.resolve(host);
                enter(opening, () -> open(ip, address, habits, opening));
            });
        }
    }

    /** Ends our threads without waiting for a name server that does not answer; what waits for a turn ends as failed. */
    @Override
    public void close() {
        turnstile.close();
        Stream.of(resolvers, connects)
                .flatMap(threads -> threads.shutdownNow().stream())
                .forEach(turn -> ((Turn) turn).opening().fail(new CancellationException("closed")));
    }

    private void open(InetAddress ip, Address address, Habits habits, Opening opening) {
        CompletionStage<StatefulRedisConnection<String, String>> connecting = client.connectAsync(
                StringCodec.UTF8, ClientSettings.uri(address.host(), ip, address.port(), habits.access()));
        opening.begin();
        connecting.whenComplete((connection, failure) -> {
            if (failure != null) {
                opening.fail(failure);
            } else {
                Wire wire = Wire.over(connection, habits);
                if (!opening.complete(wire)) {
                    LOG.debug("{}: connected, but nobody waits for it any more", address);
                    wire.drop();
                }
            }
        });
    }

    /** Digits and dots only, or a colon: what {@link Address} has checked to be an IP address. */
    private static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    private void enter(Opening opening, Step step) {
        turnstile.enter(new Turnstile.Turn(opening, new Turn(step, opening)));
    }

    private static void on(Executor threads, Opening opening, Step step) {
        try {
            threads.execute(new Turn(step, opening));
        } catch (RejectedExecutionException closedOrFull) {
            opening.fail(closedOrFull);
        }
    }

    private static ThreadPoolExecutor threads(String name, int count) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                count, count, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private interface Step {
        void run() throws UnknownHostException;
    }

    /** What waits for a thread. */
    private record Turn(Step step, Opening opening) implements Runnable {

        @Override
        public void run() {
            try {
                step.run();
            } catch (UnknownHostException | RuntimeException failure) {
                opening.fail(failure);
            } catch (LinkageError classPath) {
                LOG.error(
                        "Lettuce or Netty cannot be used: their versions on the class path do not fit together",
                        classPath);
                opening.fail(classPath);
            }
        }
    }
}
