package dev.regroup.redis;

import dev.regroup.model.Address;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
    private final ThreadPoolExecutor resolvers = threads("regroup-redis-resolve", RESOLVERS);
    private final ThreadPoolExecutor connects = threads("regroup-redis-connect", 1);

    Connector(RedisClient client) {
        this.client = client;
    }

    /** Connects once. The stage completes with an open connection, or exceptionally with what went wrong. */
    CompletionStage<Wire> connect(Address address) {
        CompletableFuture<Wire> wire = new CompletableFuture<>();
        String host = address.host();
        if (isLiteral(host)) {
            on(connects, wire, () -> open(InetAddress.getByName(host), address.port(), wire));
        } else {
            on(resolvers, wire, () -> {
                InetAddress ip = InetAddress.getByName(host);
                on(connects, wire, () -> open(ip, address.port(), wire));
            });
        }
        return wire;
    }

    /** Ends our threads without waiting for a name server that does not answer. */
    @Override
    public void close() {
        resolvers.shutdownNow();
        connects.shutdownNow();
    }

    private void open(InetAddress ip, int port, CompletableFuture<Wire> wire) {
        CompletionStage<StatefulRedisConnection<String, String>> connecting =
                client.connectAsync(StringCodec.UTF8, ClientSettings.uri(ip.getHostAddress(), port));
        connecting.whenComplete((connection, failure) -> {
            if (failure != null) {
                wire.completeExceptionally(failure);
            } else {
                wire.complete(Wire.over(connection));
            }
        });
    }

    /** Digits and dots only, or a colon: what {@link Address} has checked to be an IP address. */
    private static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    private static void on(Executor threads, CompletableFuture<Wire> wire, Step step) {
        try {
            threads.execute(() -> run(step, wire));
        } catch (RejectedExecutionException closedOrFull) {
            wire.completeExceptionally(closedOrFull);
        }
    }

    private static void run(Step step, CompletableFuture<Wire> wire) {
        try {
            step.run();
        } catch (UnknownHostException | RuntimeException failure) {
            wire.completeExceptionally(failure);
        } catch (LinkageError classPath) {
            LOG.error(
                    "Lettuce or Netty cannot be used: their versions on the class path do not fit together", classPath);
            wire.completeExceptionally(classPath);
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
}
