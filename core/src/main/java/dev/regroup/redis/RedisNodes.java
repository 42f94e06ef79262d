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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at and commands Redis nodes over Lettuce: one persistent connection per node, no thread per node. Thread-safe.
 *
 * <p>A member is known by its name and address: one that moves is another node, and the earlier one has to be
 * forgotten. Stages complete on event loops and timers of the client resources: what depends on them must not block.
 *
 * <p>A look asks INFO server, replication, persistence and keyspace in one write, and once per connection for the ping period of
 * its replicas. Refused, closed and unresolvable are told at once, the latter as {@code TIMEOUT}, since it says nothing
 * about the node. A node that answers with an error is alive: {@code Uninformative}.
 *
 * <p>A command looks first on the same connection. If the process is another one than presumed nothing is sent; if the
 * node is so already it counts as applied, and nothing is sent either. Otherwise MULTI, SLAVEOF, CONFIG REWRITE, CLIENT
 * KILL TYPE normal, EXEC go out in one write. Without a config file the new role is taken, but lost at the next start:
 * applied with a warning. Only one command per node may be outstanding; another one is not sent. It stays outstanding,
 * even beyond its deadline, until it is answered or its connection is gone.
 */
public final class RedisNodes implements Nodes {

    private static final Logger LOG = LoggerFactory.getLogger(RedisNodes.class);
    private static final long CLOSING_SECONDS = 2;

    private final Map<Key, RedisNode> nodes = new ConcurrentHashMap<>();
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private final ClientResources resources;
    private final Ownership ownership;
    private final RedisClient client;
    private final Connector connector;
    private final Optional<WarmUp> warmUp;

    private RedisNodes(ClientResources resources, Ownership ownership) {
        this.resources = resources;
        this.ownership = ownership;
        this.client = RedisClient.create(AskFirst.in(resources));
        client.setOptions(ClientSettings.options());
        this.connector = new Connector(client);
        this.warmUp = warmUp(connector, resources.eventExecutorGroup());
    }

    /**
     * Opens nodes with client resources of their own, which {@link #close} releases. The first time in a JVM this takes
     * half a second or more, and another two seconds pass in the background until a look is as fast as it will be:
     * Lettuce's classes are loaded, for which a look is taken at a loopback port that is open for that moment. Looks
     * before that may be silent ({@code TIMEOUT}); what they began to open is kept for the next.
     */
    public static RedisNodes create() {
        return new RedisNodes(DefaultClientResources.create(), Ownership.OWNED);
    }

    /** Like {@link #create}, on client resources that others may use, too; {@link #close} leaves them running. */
    public static RedisNodes using(ClientResources resources) {
        return new RedisNodes(resources, Ownership.BORROWED);
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
        warmUp.ifPresent(WarmUp::close);
        connector.close();
        await(CompletableFuture.allOf(nodes.values().stream()
                .map(RedisNode::forget)
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
                Key.of(member), unknown -> new RedisNode(member, connector, resources.eventExecutorGroup()));
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
