package dev.regroup.redis;

import dev.regroup.model.Address;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import dev.regroup.model.Outcome;
import dev.regroup.model.Outcome.Silence;
import dev.regroup.node.Command;
import dev.regroup.node.Nodes;
import dev.regroup.node.Sent;
import io.lettuce.core.RedisClient;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.netty.util.concurrent.EventExecutorGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at and commands Redis, Valkey, codis-server and Pika over Lettuce: one persistent connection per node, no thread per node. Thread-safe.
 *
 * <p>A member is known by its name and address: one that moves is another node, and the earlier one has to be
 * forgotten. Stages complete on event loops and timers of the client resources: what depends on them must not block.
 *
 * <p>A look asks INFO replication, server, persistence and keyspace in one write, after AUTH where credentials are given
 * and a connection is new; a new connection also asks some parameters and the time. Refused, closed and unresolvable are
 * told at once, the latter as {@code TIMEOUT}, since it says nothing about the node. A node that answers with an error is
 * alive: {@code Uninformative}.
 *
 * <p>A command looks first on the same connection. If the process is another one than presumed nothing is sent; if the
 * node is so already it counts as applied, and nothing is sent either. What is sent then is in {@link Script}. Where the
 * new role cannot be persisted it is taken, but lost at the next start: applied with a warning. A Pika that could not
 * persist it may say nothing (it answers CONFIG REWRITE with OK even if the file was not replaced). Only one command per
 * node may be outstanding; another one is not sent. It stays outstanding, even beyond its deadline, until it is answered
 * or its connection is gone.
 */
public final class RedisNodes implements Nodes {

    private static final Logger LOG = LoggerFactory.getLogger(RedisNodes.class);
    private static final long CLOSING_SECONDS = 2;

    private final Map<Key, RedisNode> nodes = new ConcurrentHashMap<>();
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private final ClientResources resources;
    private final Ownership ownership;
    private final Access access;
    private final RedisClient client;
    private final Connector connector;
    private final Optional<WarmUp> warmUp;

    private RedisNodes(ClientResources resources, Ownership ownership, Access access, Connector.Resolver resolver) {
        this.resources = resources;
        this.ownership = ownership;
        this.access = access;
        this.client = RedisClient.create(AskFirst.in(resources));
        client.setOptions(ClientSettings.options(access));
        this.connector = new Connector(client, resolver, resources.eventExecutorGroup());
        this.warmUp = warmUp(connector, resources.eventExecutorGroup());
    }

    /**
     * Opens nodes with client resources of their own, which {@link #close} releases. The first time in a JVM this takes
     * half a second or more, and another two seconds pass in the background: Lettuce's classes are loaded, for which a
     * look is taken at a loopback port that is open for that moment. Looks wait for that, four seconds at most, before
     * their deadline begins.
     */
    public static RedisNodes create() {
        return create(Access.open());
    }

    /** Like {@link #create()}, with credentials or TLS. */
    public static RedisNodes create(Access access) {
        return new RedisNodes(DefaultClientResources.create(), Ownership.OWNED, access, InetAddress::getByName);
    }

    /** Like {@link #create()}, with somebody else to ask for the addresses of names. */
    static RedisNodes resolving(Connector.Resolver resolver) {
        return new RedisNodes(DefaultClientResources.create(), Ownership.OWNED, Access.open(), resolver);
    }

    /** Like {@link #create()}, on client resources that others may use, too; {@link #close} leaves them running. */
    public static RedisNodes using(ClientResources resources) {
        return using(resources, Access.open());
    }

    /** Like {@link #using(ClientResources)}, with credentials or TLS. */
    public static RedisNodes using(ClientResources resources, Access access) {
        return new RedisNodes(resources, Ownership.BORROWED, access, InetAddress::getByName);
    }

    /** {@inheritDoc} After {@link #close} every look is silent. */
    @Override
    public CompletionStage<Outcome> look(Member member, Duration deadline) {
        return isClosed.get()
                ? CompletableFuture.completedFuture(new Outcome.Silent(Silence.RESET))
                : node(member).look(deadline);
    }

    /** {@inheritDoc} After {@link #close} nothing is sent. */
    @Override
    public CompletionStage<Sent> send(Command command, Duration deadline) {
        return isClosed.get()
                ? CompletableFuture.completedFuture(new Sent.NotSent("closed"))
                : node(command.member()).send(command, deadline);
    }

    @Override
    public void onClosed(Member member, Runnable listener) {
        node(member).onClosed(listener);
    }

    /**
     * {@inheritDoc} Looks that are under way end as silent, commands as not sent or maybe; the listener is not called.
     */
    @Override
    public void forget(Member member) {
        RedisNode known = nodes.remove(Key.of(member));
        if (known != null) {
            CompletionStage<Void> forgotten = known.forget();
            forgotten.thenRun(() -> LOG.debug("{}: forgotten", member));
        }
    }

    /**
     * {@inheritDoc} What is under way ends as with {@link #forget}. Takes no more than 6 s, usually a few milliseconds.
     */
    @Override
    public void close() {
        if (!isClosed.compareAndSet(false, true)) {
            return;
        }
        connector.close();
        await(CompletableFuture.allOf(Stream.concat(
                        warmUp.map(WarmUp::end).stream(),
                        nodes.values().stream().map(RedisNode::forget))
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture[]::new)));
        nodes.clear();
        await(client.shutdownAsync(0, CLOSING_SECONDS, TimeUnit.SECONDS));
        if (ownership == Ownership.OWNED) {
            await(resources.shutdown(0, CLOSING_SECONDS, TimeUnit.SECONDS));
        }
    }

    private RedisNode node(Member member) {
        return nodes.computeIfAbsent(
                Key.of(member),
                unknown -> new RedisNode(
                        member,
                        connector,
                        Habits.of(access, resources.eventExecutorGroup()),
                        warmUp.map(WarmUp::over).orElse(CompletableFuture.completedFuture(null))));
    }

    private static Optional<WarmUp> warmUp(Connector connector, EventExecutorGroup timer) {
        try {
            return Optional.of(WarmUp.begin(connector, timer));
        } catch (IOException noLoopback) {
            LOG.debug("no warm-up: the first look takes longer", noLoopback);
            return Optional.empty();
        }
    }

    private static void await(Future<?> end) {
        try {
            end.get(CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            // Closing is quiet: what does not end in time ends by itself, on daemon threads.
        }
    }

    private enum Ownership {
        OWNED,
        BORROWED
    }

    private record Key(NodeId id, Address address) {
        static Key of(Member member) {
            return new Key(member.id(), member.address());
        }
    }
}
