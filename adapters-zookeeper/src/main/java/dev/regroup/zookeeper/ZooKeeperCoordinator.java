package dev.regroup.zookeeper;

import dev.regroup.coordinator.Change;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator;
import dev.regroup.coordinator.Leadership;
import dev.regroup.coordinator.Put;
import dev.regroup.coordinator.Register;
import dev.regroup.coordinator.Revision;
import dev.regroup.model.InvalidConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.imps.CuratorFrameworkState;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;

/**
 * Records and elections in Apache ZooKeeper, 3.6 or later. Thread-safe. A register is a node, its folder the node
 * above; folders are made when they are needed. A commit is one transaction that is sent once; a leadership is an
 * ephemeral node that the transaction checks; for each prefix there is one recursive watch, however many registers it
 * covers.
 *
 * <p>ZooKeeper serves reads from the server that a client is connected to, which may lag behind; each read here lets
 * that server catch up with its leader first.
 */
public final class ZooKeeperCoordinator implements Coordinator {

    private static final int PAGE = 500;
    private static final Duration CLOSING_MAX = Duration.ofSeconds(2);
    private static final Pattern ELECTION = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]+");

    private final CuratorFramework curator;
    private final Runnable release;
    private final Paths paths;
    private final List<ACL> acl;
    private final String servers;
    private final ScheduledThreadPoolExecutor thread;
    private final Requests requests;
    private final Folders folders;
    private final Watches watches;
    private final List<Contender> contenders = new CopyOnWriteArrayList<>();
    private final Set<String> sessionKeys = ConcurrentHashMap.newKeySet();
    private final ConnectionStateListener states = (client, state) -> stateChanged(state);
    private final AtomicBoolean isClosed = new AtomicBoolean();

    private ZooKeeperCoordinator(
            CuratorFramework curator, Runnable release, Paths paths, List<ACL> acl, String servers) {
        this.curator = curator;
        this.release = release;
        this.paths = paths;
        this.acl = List.copyOf(acl);
        this.servers = servers;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread own = new Thread(task, "regroup-zookeeper");
            own.setDaemon(true);
            return own;
        });
        this.requests = new Requests(curator, thread);
        this.folders = new Folders(requests, acl, servers);
        this.watches = new Watches(requests, paths, thread);
        curator.getConnectionStateListenable().addListener(states, thread);
    }

    /**
     * Returns a coordinator on that client, which is borrowed: it stays open when the coordinator is closed. Its
     * namespace, if it has one, is put before every path; nodes are created open to everybody.
     *
     * @param curator started
     * @throws InvalidConfiguration if it was not started, or is closed
     */
    public static ZooKeeperCoordinator using(CuratorFramework curator) {
        return using(curator, ZooDefs.Ids.OPEN_ACL_UNSAFE);
    }

    /** Like {@link #using(CuratorFramework)}, with these permissions on every node that is created. */
    public static ZooKeeperCoordinator using(CuratorFramework curator, List<ACL> acl) {
        if (curator.getState() != CuratorFrameworkState.STARTED) {
            throw InvalidConfiguration.of("the CuratorFramework is not started: call start() on it first");
        }
        String namespace = Optional.ofNullable(curator.getNamespace()).orElse("");
        String root = namespace.isEmpty() ? "" : "/" + namespace;
        String servers = curator.getZookeeperClient().getCurrentConnectionString();
        return new ZooKeeperCoordinator(curator, () -> {}, new Paths(root), acl, servers);
    }

    /**
     * Returns a coordinator with a connection of its own, which closing it closes. It does not wait for the connection:
     * until there is one, reads say that ZooKeeper does not answer.
     *
     * @param connectString {@code host:port,host:port/root}, see {@link Ensemble#at}
     * @throws InvalidConfiguration for anything else
     */
    public static ZooKeeperCoordinator connect(String connectString) {
        return connect(Ensemble.at(connectString));
    }

    /** Like {@link #connect(String)}, with authentication, permissions, TLS or another session timeout. */
    public static ZooKeeperCoordinator connect(Ensemble ensemble) {
        CuratorFramework curator = Connecting.open(ensemble);
        return new ZooKeeperCoordinator(
                curator, curator::close, new Paths(ensemble.root()), ensemble.acl(), ensemble.servers());
    }

    /** Returns the client under it, for tests. */
    CuratorFramework curator() {
        return curator;
    }

    private void stateChanged(ConnectionState state) {
        if (state.isConnected()) {
            watches.connected();
            contenders.forEach(Contender::connected);
        } else if (state == ConnectionState.LOST) {
            contenders.forEach(Contender::expired);
        }
    }

    @Override
    public CompletionStage<Read> read(String key) {
        String path = paths.of(key);
        return requests.read(path).thenApply(answer -> {
            if (answer.isOk()) {
                return new Read.Found(register(key, answer.value().orElseThrow()));
            }
            return answer.code() == Code.NONODE ? new Read.Absent() : unread(path, answer.code());
        });
    }

    private Read unread(String path, Code code) {
        return Causes.refusal(code, path)
                .<Read>map(Read.Refused::new)
                .orElseGet(() -> new Read.Unreachable(silence(code)));
    }

    private static Register register(String key, Requests.Node node) {
        return new Register(key, Versions.of(node.stat()), node.data());
    }

    private String silence(Code code) {
        return requests.isClosed() ? "the client is closed" : Causes.silence(code, servers);
    }

    @Override
    public CompletionStage<Listing> list(String folder, Optional<String> after) {
        String path = paths.of(folder);
        return requests.children(path).thenCompose(answer -> {
            if (answer.code() == Code.NONODE) {
                return CompletableFuture.completedFuture(page(List.of(), Optional.empty()));
            }
            return answer.value()
                    .map(children -> page(folder, children, after))
                    .orElseGet(() -> CompletableFuture.completedFuture(unlisted(path, answer.code())));
        });
    }

    private Listing unlisted(String path, Code code) {
        return Causes.refusal(code, path)
                .<Listing>map(Listing.Refused::new)
                .orElseGet(() -> new Listing.Unreachable(silence(code)));
    }

    private CompletionStage<Listing> page(String folder, List<String> children, Optional<String> after) {
        List<String> keys = children.stream()
                .map(child -> folder + "/" + child)
                .sorted()
                .filter(key -> after.filter(last -> key.compareTo(last) <= 0).isEmpty())
                .toList();
        List<String> asked = keys.subList(0, Math.min(PAGE, keys.size()));
        Optional<String> next = keys.size() > PAGE ? Optional.of(asked.get(PAGE - 1)) : Optional.empty();
        CompletableFuture<List<Register>> found = CompletableFuture.completedFuture(new ArrayList<>());
        AtomicBoolean isBroken = new AtomicBoolean();
        for (String key : asked) {
            CompletableFuture<Answer<Requests.Node>> one =
                    requests.peek(paths.of(key)).toCompletableFuture();
            found = found.thenCombine(one, (all, answer) -> {
                boolean isFolder = answer.value()
                        .filter(node -> node.stat().getNumChildren() > 0)
                        .isPresent();
                answer.value().filter(node -> !isFolder).ifPresent(node -> all.add(register(key, node)));
                boolean isSkipped = answer.isOk() || answer.code() == Code.NONODE || answer.code() == Code.NOAUTH;
                isBroken.compareAndSet(false, !isSkipped);
                return all;
            });
        }
        return found.thenApply(
                all -> isBroken.get() ? new Listing.Unreachable(silence(Code.CONNECTIONLOSS)) : page(all, next));
    }

    /** ZooKeeper cannot tell what changed since a moment, so a watch from there begins with everything. */
    private static Listing page(List<Register> registers, Optional<String> next) {
        return new Listing.Page(registers, next, new Revision(""));
    }

    @Override
    public CompletionStage<CommitOutcome> commit(Commit commit) {
        if (requests.isClosed()) {
            return CompletableFuture.completedFuture(new CommitOutcome.Unknown("the client is closed"));
        }
        commit.puts().stream().filter(put -> put.life() == Put.Life.SESSION).forEach(put -> sessionKeys.add(put.key()));
        return new Committing(requests, folders, paths, acl, servers, commit).run();
    }

    @Override
    public Subscription watch(String prefix, Consumer<Change> listener) {
        return watches.add(prefix, listener);
    }

    @Override
    public Subscription watch(String prefix, Revision since, Consumer<Change> listener) {
        return watches.add(prefix, listener);
    }

    /**
     * {@inheritDoc}
     *
     * @param name letters, digits, dots, underscores and hyphens
     * @throws InvalidConfiguration for anything else
     */
    @Override
    public Subscription campaign(String name, Consumer<Leadership> listener) {
        if (!ELECTION.matcher(name).matches()) {
            throw InvalidConfiguration.of(
                    "the election '" + name + "' is no name of letters, digits, '.', '_' and '-'");
        }
        Contender contender = new Contender(requests, folders, paths.election(name), name, acl, thread, listener);
        contenders.add(contender);
        contender.start();
        return () -> {
            contenders.remove(contender);
            contender.close();
        };
    }

    @Override
    public void close() {
        if (isClosed.getAndSet(true)) {
            return;
        }
        curator.getConnectionStateListenable().removeListener(states);
        contenders.forEach(Contender::close);
        CountDownLatch left = new CountDownLatch(1);
        Tasks.run(thread, watches::close);
        Tasks.run(thread, () -> endSession(left));
        await(left);
        requests.close();
        release.run();
        thread.shutdownNow();
    }

    /** On a borrowed client the session goes on. The last request is answered after all earlier ones. */
    private void endSession(CountDownLatch left) {
        sessionKeys.forEach(key -> requests.peek(paths.of(key))
                .thenAccept(answer -> answer.value()
                        .filter(node -> requests.isOfThisSession(node.stat()))
                        .ifPresent(node -> requests.delete(paths.of(key)))));
        requests.sync().thenCompose(answer -> requests.sync()).thenAccept(answer -> left.countDown());
    }

    private static void await(CountDownLatch left) {
        try {
            if (!left.await(CLOSING_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                left.countDown();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
