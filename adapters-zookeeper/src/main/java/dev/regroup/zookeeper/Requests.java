package dev.regroup.zookeeper;

import dev.regroup.coordinator.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;

/**
 * Requests to the servers, each made once: Curator keeps the session, but its own requests are repeated after a lost
 * connection, and a commit that was done would then look like a conflict. Thread-safe; does not block; stages never
 * fail.
 */
final class Requests implements AutoCloseable {

    /** The content of a node and what the server knows of it. */
    record Node(Bytes data, Stat stat) {}

    /** Longer than a client takes to notice that its server is silent, whatever session was negotiated. */
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

    /** What to let a server catch up on does not depend on the path. */
    private static final String ANYWHERE = "/";

    private final CuratorFramework curator;
    private final Executor thread;
    /** How to give up what is open. */
    private final Map<Long, Runnable> open = new ConcurrentHashMap<>();

    private final AtomicLong asked = new AtomicLong();
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isFlushing = new AtomicBoolean();
    private volatile boolean closed;

    /** A read that is not sent yet. */
    private record Waiting(String path, CompletableFuture<Answer<Node>> answer) {}

    /**
     * Creates it.
     *
     * @param thread where the client's handle is asked for, which may block for a while
     */
    Requests(CuratorFramework curator, Executor thread) {
        this.curator = curator;
        this.thread = thread;
    }

    /**
     * Reads a node as it is at least after every change acknowledged before. All reads that wait for the thread share
     * one request to catch up: a server answers the requests of a client in order.
     */
    CompletionStage<Answer<Node>> read(String path) {
        CompletableFuture<Answer<Node>> answer = opened();
        waiting.add(new Waiting(path, answer));
        if (isFlushing.compareAndSet(false, true)) {
            execute(this::flush);
        }
        return answer;
    }

    private void flush() {
        isFlushing.set(false);
        List<Waiting> batch = new ArrayList<>();
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            batch.add(next);
        }
        CompletableFuture<Answer<String>> caughtUp = new CompletableFuture<>();
        send(
                (zk, synced) -> {
                    if (!batch.isEmpty()) {
                        zk.sync(
                                ANYWHERE,
                                (code, name, context) -> caughtUp.complete(Answer.of(code, Optional.of(name))),
                                "");
                    }
                },
                caughtUp);
        for (Waiting each : batch) {
            CompletableFuture<Answer<Node>> read = new CompletableFuture<>();
            send((zk, found) -> data(zk, each.path, found), read);
            var unused = caughtUp.thenCombine(read, (sync, found) -> sync.isOk() ? found : sync.<Node>as())
                    .thenAccept(each.answer::complete);
        }
    }

    /** Reads a node as this client's server knows it. */
    CompletionStage<Answer<Node>> peek(String path) {
        return ask((zk, answer) -> data(zk, path, answer));
    }

    private static void data(ZooKeeper zk, String path, CompletableFuture<Answer<Node>> answer) {
        zk.getData(
                path,
                false,
                (code, name, context, data, stat) -> answer.complete(
                        Answer.of(code, Optional.ofNullable(stat).map(known -> node(data, known)))),
                "");
    }

    /** A node that was created without content has none at all. */
    private static Node node(byte[] data, Stat stat) {
        return new Node(Optional.ofNullable(data).map(Bytes::of).orElse(Bytes.utf8("")), stat);
    }

    /** Fails the answer if the server cannot catch up with its leader. */
    private static <T> void sync(ZooKeeper zk, CompletableFuture<Answer<T>> answer) {
        zk.sync(
                ANYWHERE,
                (code, name, context) -> {
                    if (code != Code.OK.intValue()) {
                        answer.complete(Answer.of(code, Optional.empty()));
                    }
                },
                "");
    }

    /** Lets this client's server catch up with its leader. */
    CompletionStage<Answer<String>> sync() {
        return ask((zk, answer) -> zk.sync(
                ANYWHERE, (code, name, context) -> answer.complete(Answer.of(code, Optional.of(ANYWHERE))), ""));
    }

    CompletionStage<Answer<Stat>> exists(String path) {
        return ask((zk, answer) -> zk.exists(
                path,
                false,
                (code, name, context, stat) -> answer.complete(Answer.of(code, Optional.ofNullable(stat))),
                ""));
    }

    /**
     * Like {@link #exists(String)}, as the leader of the ensemble knows it: a server that lost its leader and serves
     * reads only does not answer so.
     */
    CompletionStage<Answer<Stat>> existsForAll(String path) {
        return this.<Stat>ask((zk, answer) -> {
            sync(zk, answer);
            zk.exists(
                    path,
                    false,
                    (code, name, context, stat) -> answer.complete(Answer.of(code, Optional.ofNullable(stat))),
                    "");
        });
    }

    /** Like {@link #exists(String)}; the watcher hears when that is no longer so. */
    CompletionStage<Answer<Stat>> exists(String path, Watcher watcher) {
        return ask((zk, answer) -> zk.exists(
                path,
                watcher,
                (code, name, context, stat) -> answer.complete(Answer.of(code, Optional.ofNullable(stat))),
                ""));
    }

    CompletionStage<Answer<List<String>>> children(String path) {
        return this.<List<String>>ask((zk, answer) -> {
            sync(zk, answer);
            zk.getChildren(
                    path,
                    false,
                    (code, name, context, children) -> answer.complete(Answer.of(code, Optional.ofNullable(children))),
                    "");
        });
    }

    /** Creates a node without content and returns its path. */
    CompletionStage<Answer<String>> create(String path, List<ACL> acl, CreateMode mode) {
        return ask((zk, answer) -> zk.create(
                path,
                new byte[0],
                acl,
                mode,
                (code, name, context, created) -> answer.complete(Answer.of(code, Optional.ofNullable(created))),
                ""));
    }

    CompletionStage<Answer<String>> delete(String path) {
        return ask((zk, answer) ->
                zk.delete(path, -1, (code, name, context) -> answer.complete(Answer.of(code, Optional.of(path))), ""));
    }

    CompletionStage<Answer<List<OpResult>>> multi(List<Op> ops) {
        return ask((zk, answer) -> zk.multi(
                ops,
                (code, name, context, results) -> answer.complete(Answer.of(code, Optional.ofNullable(results))),
                ""));
    }

    /** Lets the watcher hear of every change at or below the path until the session ends. */
    CompletionStage<Answer<String>> watch(String path, Watcher watcher) {
        return ask((zk, answer) -> zk.addWatch(
                path,
                watcher,
                AddWatchMode.PERSISTENT_RECURSIVE,
                (code, name, context) -> answer.complete(Answer.of(code, Optional.of(path))),
                ""));
    }

    CompletionStage<Answer<String>> unwatch(String path, Watcher watcher) {
        return ask((zk, answer) -> zk.removeWatches(
                path,
                watcher,
                Watcher.WatcherType.Any,
                true,
                (code, name, context) -> answer.complete(Answer.of(code, Optional.of(path))),
                ""));
    }

    /** Returns the timeout that the servers agreed to; zero while it is not known. */
    Duration sessionTimeout() {
        return handle().map(zk -> Duration.ofMillis(Math.max(0, zk.getSessionTimeout())))
                .orElse(Duration.ZERO);
    }

    /** Tells whether that node ends with the present session of this client. */
    boolean isOfThisSession(Stat stat) {
        return stat.getEphemeralOwner() != 0
                && handle().filter(zk -> zk.getSessionId() == stat.getEphemeralOwner())
                        .isPresent();
    }

    private Optional<ZooKeeper> handle() {
        try {
            return Optional.of(curator.getZookeeperClient().getZooKeeper());
        } catch (Exception notConnected) { // Curator declares no other
            return Optional.empty();
        }
    }

    /** Tells whether there is a connection at this moment, as far as it was noticed. */
    boolean isConnected() {
        return curator.getZookeeperClient().isConnected();
    }

    boolean isClosed() {
        return closed;
    }

    private <T> CompletionStage<Answer<T>> ask(BiConsumer<ZooKeeper, CompletableFuture<Answer<T>>> request) {
        CompletableFuture<Answer<T>> answer = opened();
        execute(() -> send(request, answer));
        return answer;
    }

    private void execute(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException ended) {
            close();
        }
    }

    /** Returns an answer that will come, whatever happens. */
    private <T> CompletableFuture<Answer<T>> opened() {
        CompletableFuture<Answer<T>> answer = new CompletableFuture<>();
        long number = asked.incrementAndGet();
        open.put(number, () -> answer.complete(Answer.failed(Code.CONNECTIONLOSS)));
        var unused = answer.whenComplete((known, never) -> open.remove(number));
        if (closed) {
            answer.complete(Answer.failed(Code.CONNECTIONLOSS));
        }
        return answer.completeOnTimeout(
                Answer.failed(Code.OPERATIONTIMEOUT), ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
    }

    private <T> void send(
            BiConsumer<ZooKeeper, CompletableFuture<Answer<T>>> request, CompletableFuture<Answer<T>> answer) {
        if (answer.isDone()) {
            return;
        }
        try {
            request.accept(curator.getZookeeperClient().getZooKeeper(), answer);
        } catch (IllegalArgumentException malformed) {
            answer.complete(Answer.failed(Code.BADARGUMENTS));
        } catch (Exception notConnected) { // Curator declares no other
            answer.complete(Answer.failed(Code.CONNECTIONLOSS));
        }
    }

    /** Answers everything that is open, and everything later, with a lost connection. */
    @Override
    public void close() {
        closed = true;
        open.values().forEach(Runnable::run);
    }
}
