package dev.regroup.etcd;

import dev.regroup.coordinator.Change;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator;
import dev.regroup.coordinator.Leadership;
import dev.regroup.coordinator.Revision;
import dev.regroup.model.InvalidConfiguration;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KeyValue;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Records and elections in etcd, 3.4 or later, by its API v3. Thread-safe. A register is a key; a commit is one
 * transaction that is sent once; a leadership is a key bound to a lease, whose create revision the transaction compares.
 */
public final class EtcdCoordinator implements Coordinator {

    private static final int SENDERS = 2;
    /** Under way at once. */
    private static final int COMMITS = 256;

    private static final Duration CLOSING_MAX = Duration.ofSeconds(2);
    private static final Pattern ELECTION = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]+");

    private final Line line;
    private final Paths paths;
    private final EtcdCluster.Limits limits;
    private final String servers;
    private final ScheduledThreadPoolExecutor thread;
    private final Requests requests;
    private final Session session;
    private final Watches watches;
    private final Reads reads;
    private final Listings listings;
    private final Gate commits;
    private final Runnable release;
    private final List<Contender> contenders = new CopyOnWriteArrayList<>();
    private final AtomicBoolean isClosed = new AtomicBoolean();

    private EtcdCoordinator(
            Line line,
            Paths paths,
            EtcdCluster.Limits limits,
            String servers,
            ScheduledThreadPoolExecutor thread,
            Runnable release) {
        this.line = line;
        this.paths = paths;
        this.limits = limits;
        this.servers = servers;
        this.thread = thread;
        this.release = release;
        this.requests = new Requests(line, limits.timeout(), thread);
        this.session = new Session(requests, limits.lease(), thread);
        this.watches = new Watches(requests, paths, thread);
        this.reads = new Reads(requests, paths, thread);
        this.listings = new Listings(requests, paths, servers);
        this.commits = new Gate(COMMITS, thread);
    }

    /**
     * Returns a coordinator on that client, which is borrowed: it stays open when the coordinator is closed. Its
     * namespace, if it has one, is put before every key. Leases are of 10 s.
     *
     * @throws InvalidConfiguration if this program has no Netty that jetcd works with
     */
    public static EtcdCoordinator using(Client client) {
        return using(client, EtcdCluster.DEFAULTS.lease());
    }

    /**
     * Like {@link #using(Client)}, with other leases.
     *
     * @param lease as {@link EtcdCluster#withLease} takes it
     */
    public static EtcdCoordinator using(Client client, Duration lease) {
        Host.check();
        EtcdCluster.Limits limits =
                EtcdCluster.at("borrowed:1").withLease(lease).limits();
        ScheduledThreadPoolExecutor thread = thread();
        return new EtcdCoordinator(
                Line.using(client, thread), new Paths(""), limits, "the borrowed client's endpoints", thread, () -> {});
    }

    /**
     * Returns a coordinator with connections of its own, which closing it closes. It does not wait for them: until
     * there is one, reads say that etcd does not answer.
     *
     * @param endpoints {@code host:port,host:port/root}, see {@link EtcdCluster#at}
     * @throws InvalidConfiguration for anything else, or if this program has no Netty that jetcd works with
     */
    public static EtcdCoordinator connect(String endpoints) {
        return connect(EtcdCluster.at(endpoints));
    }

    /** Like {@link #connect(String)}, with a user, TLS, or other limits. */
    public static EtcdCoordinator connect(EtcdCluster cluster) {
        Host.check();
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS, daemons("regroup-etcd-sender"));
        ScheduledThreadPoolExecutor thread = thread();
        try {
            return new EtcdCoordinator(
                    Line.owning(
                            () -> Connecting.open(cluster, senders),
                            cluster.limits().timeout(),
                            thread),
                    new Paths(cluster.root()),
                    cluster.limits(),
                    cluster.servers(),
                    thread,
                    senders::shutdownNow);
        } catch (RuntimeException unusable) {
            senders.shutdownNow();
            thread.shutdownNow();
            throw unusable;
        }
    }

    private static ScheduledThreadPoolExecutor thread() {
        ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, daemons("regroup-etcd"));
        thread.setRemoveOnCancelPolicy(true);
        return thread;
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread own = new Thread(task, name);
            own.setDaemon(true);
            return own;
        };
    }

    @Override
    public CompletionStage<Read> read(String key) {
        if (!Paths.isKey(key)) {
            return CompletableFuture.completedFuture(new Read.Refused("the key '" + key + "' is no path"));
        }
        return reads.read(key)
                .thenApply(answer -> answer.value().map(this::found).orElseGet(() -> unread(key, answer.status())));
    }

    private Read found(List<KeyValue> found) {
        return found.isEmpty() ? new Read.Absent() : new Read.Found(paths.register(found.get(0)));
    }

    private Read unread(String key, Status status) {
        return Causes.refusal(status, key)
                .<Read>map(Read.Refused::new)
                .orElseGet(() -> new Read.Unreachable(silence(status)));
    }

    private String silence(Status status) {
        return requests.isClosed() ? "the client is closed" : Causes.silence(status, servers);
    }

    @Override
    public CompletionStage<Listing> list(String folder, Optional<String> after) {
        return listings.page(folder, after);
    }

    @Override
    public CompletionStage<CommitOutcome> commit(Commit commit) {
        if (requests.isClosed()) {
            return CompletableFuture.completedFuture(new CommitOutcome.Unknown("the client is closed"));
        }
        CompletableFuture<Answer<CommitOutcome>> outcome = requests.waiting();
        commits.enter(() -> outcome.isDone() ? outcome : begin(commit, outcome));
        return outcome.thenApply(
                answer -> answer.value().orElseGet(() -> new CommitOutcome.Unknown(silence(answer.status()))));
    }

    private CompletionStage<?> begin(Commit commit, CompletableFuture<Answer<CommitOutcome>> outcome) {
        return new Committing(requests, session, paths, limits.operations(), servers, commit)
                .run()
                .thenAccept(known -> outcome.complete(Answer.of(known)));
    }

    @Override
    public Subscription watch(String prefix, Consumer<Change> listener) {
        return watches.add(prefix, Optional.empty(), listener);
    }

    @Override
    public Subscription watch(String prefix, Revision since, Consumer<Change> listener) {
        Optional<Long> revision =
                since.value().matches("\\d{1,18}") ? Optional.of(Long.parseLong(since.value())) : Optional.empty();
        return watches.add(prefix, revision, listener);
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
        Contender contender = new Contender(requests, watches, paths, limits.lease(), name, thread, listener);
        contenders.add(contender);
        return () -> {
            contenders.remove(contender);
            contender.close();
        };
    }

    /** Returns the client under it, for tests. */
    Client client() {
        return line.client();
    }

    /** Tells whether all of its candidates stand in their queues, for tests. */
    boolean hasJoined() {
        return contenders.stream().allMatch(Contender::hasJoined);
    }

    /** Returns the leases of this client, for tests. */
    List<Long> leases() {
        return Stream.concat(
                        contenders.stream().flatMap(contender -> contender.lease().stream()),
                        session.current().stream())
                .map(Lease::id)
                .toList();
    }

    @Override
    public void close() {
        if (isClosed.getAndSet(true)) {
            return;
        }
        contenders.forEach(Contender::close);
        watches.close();
        session.close();
        awaitRevocations();
        requests.close();
        line.close();
        release.run();
        thread.shutdownNow();
    }

    /** What the steps above asked for was sent before this; whatever is not answered in time ends with its lease. */
    private void awaitRevocations() {
        CountDownLatch left = new CountDownLatch(1);
        Tasks.run(thread, () -> requests.whenQuiet(left::countDown));
        try {
            var unused = left.await(CLOSING_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
