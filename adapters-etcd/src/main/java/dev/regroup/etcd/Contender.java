package dev.regroup.etcd;

import dev.regroup.coordinator.Coordinator.Subscription;
import dev.regroup.coordinator.Fence;
import dev.regroup.coordinator.Leadership;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.lease.LeaseKeepAliveResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's part in one election, as etcd's own recipe has it (clientv3/concurrency/election.go): a key below the
 * election's, named after a lease of its own and bound to it; whose key was created first leads, for as long as that
 * key is there. So a transaction that compares the key's create revision checks the leadership. Confined to its thread,
 * but for {@link #close} and the time that is left.
 */
final class Contender implements Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(EtcdCoordinator.class);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private enum Phase {
        /** It has no key, or does not know. */
        OUTSIDE,
        /** It has a key, and waits for those before it. */
        WAITING,
        /** Its key is the first. */
        LEADING,
        /** It left for good. */
        LEFT
    }

    private final Requests requests;
    private final Paths paths;
    private final Duration life;
    private final String name;
    private final String folder;
    private final ScheduledExecutorService thread;
    private final Consumer<Leadership> listener;
    private final Subscription watch;

    private volatile Phase phase = Phase.OUTSIDE;
    private Optional<Lease> lease = Optional.empty();
    private long created;
    /** Grows with every lease that is asked for; an answer to an earlier one is too late. */
    private long attempt;

    private String complaint = "";
    private volatile Optional<Lease> granted = Optional.empty();
    private volatile boolean isClosed;

    Contender(
            Requests requests,
            Watches watches,
            Paths paths,
            Duration life,
            String name,
            ScheduledExecutorService thread,
            Consumer<Leadership> listener) {
        this.requests = requests;
        this.paths = paths;
        this.life = life;
        this.name = name;
        this.folder = Paths.election(name);
        this.thread = thread;
        this.listener = listener;
        this.watch = watches.add(folder, Optional.empty(), change -> moved());
        Tasks.run(thread, this::join);
    }

    /** Returns the key of that candidate; empty if the token is none. */
    static Optional<String> key(Fence fence) {
        return Token.parse(fence.token()).map(token -> Paths.election(fence.name()) + "/" + token.lease);
    }

    /** Returns the revision that created that candidate's key. */
    static long created(Fence fence) {
        return Token.parse(fence.token()).map(Token::created).orElse(0L);
    }

    /** One term of leadership: a lease in hexadecimal digits, and the revision that created its key. */
    private record Token(String lease, long created) {

        static Optional<Token> parse(String text) {
            int dash = text.indexOf('-');
            boolean isToken = text.matches("[0-9a-f]{1,16}-[0-9]{1,18}");
            return isToken
                    ? Optional.of(new Token(text.substring(0, dash), Long.parseLong(text.substring(dash + 1))))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return lease + "-" + created;
        }
    }

    private void join() {
        if (phase != Phase.OUTSIDE) {
            return;
        }
        long mine = ++attempt;
        Lease.grant(requests, life).thenAccept(answer -> Tasks.run(thread, () -> joined(mine, answer)));
    }

    private void joined(long mine, Answer<Lease> answer) {
        if (mine != attempt || phase != Phase.OUTSIDE) {
            answer.value().ifPresent(late -> late.revoke(thread));
        } else if (answer.isOk()) {
            lease = answer.value();
            granted = lease;
            enter(lease.orElseThrow());
        } else {
            retry(answer.status(), () -> {
                if (mine == attempt) {
                    join();
                }
            });
        }
    }

    private void retry(Status status, Runnable task) {
        Causes.refusal(status, folder).ifPresent(this::complain);
        Tasks.later(thread, PAUSE, task);
    }

    /** The same again and again is said once. */
    private void complain(String cause) {
        if (!cause.equals(complaint)) {
            complaint = cause;
            LOG.warn("nobody can be elected in {}: {}", name, cause);
        }
    }

    /** Puts the key, or finds that an earlier attempt whose answer was lost did. */
    private void enter(Lease mine) {
        if (!isCurrent(mine) || phase != Phase.OUTSIDE) {
            return;
        }
        ByteSequence key = paths.of(key(mine));
        PutOption bound = PutOption.builder().withLeaseId(mine.id()).build();
        requests.<TxnResponse>repeated(client -> client.getKVClient()
                        .txn()
                        .If(new Cmp(key, Cmp.Op.EQUAL, CmpTarget.createRevision(0)))
                        .Then(Op.put(key, ByteSequence.EMPTY, bound))
                        .Else(Op.get(key, GetOption.DEFAULT))
                        .commit())
                .thenAccept(answer -> Tasks.run(thread, () -> entered(mine, answer)));
    }

    private void entered(Lease mine, Answer<TxnResponse> answer) {
        if (!isCurrent(mine) || phase != Phase.OUTSIDE) {
            return;
        }
        if (answer.isOk()) {
            TxnResponse response = answer.value().orElseThrow();
            created = response.isSucceeded()
                    ? response.getHeader().getRevision()
                    : response.getGetResponses().get(0).getKvs().get(0).getCreateRevision();
            phase = Phase.WAITING;
            complaint = "";
            beat(mine);
        } else if (answer.is(Status.Code.NOT_FOUND) || mine.remaining().isZero()) {
            startAnew();
        } else {
            retry(answer.status(), () -> enter(mine));
        }
    }

    private boolean isCurrent(Lease mine) {
        return lease.equals(Optional.of(mine));
    }

    private String key(Lease mine) {
        return folder + "/" + Long.toHexString(mine.id());
    }

    /** Somebody came or went. */
    private void moved() {
        if (phase == Phase.WAITING || phase == Phase.LEADING) {
            look(lease.orElseThrow());
        }
    }

    private void beat(Lease mine) {
        if (!isCurrent(mine) || phase == Phase.LEFT) {
            return;
        }
        look(mine);
        Tasks.later(thread, requests.isReached() ? mine.beat() : min(mine.beat(), PAUSE), () -> beat(mine));
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /**
     * Asks for more time, and who is there. Only with an answer of a member that a majority stands behind does the time
     * count: renewing alone takes none.
     */
    private void look(Lease mine) {
        long asked = System.nanoTime();
        GetOption candidates = GetOption.builder()
                .withRange(paths.end(folder))
                .withKeysOnly(true)
                .build();
        mine.renew()
                .thenCombine(requests.get(paths.of(folder + "/"), candidates), (renewed, queue) ->
                        (Runnable) () -> looked(mine, asked, renewed, queue))
                .thenAccept(task -> Tasks.run(thread, task));
    }

    private void looked(Lease mine, long asked, Answer<LeaseKeepAliveResponse> renewed, Answer<GetResponse> queue) {
        if (!isCurrent(mine) || (phase != Phase.WAITING && phase != Phase.LEADING)) {
            return;
        }
        Optional<List<KeyValue>> candidates = queue.value().map(GetResponse::getKvs);
        boolean isGone = candidates
                .filter(all -> all.stream().noneMatch(each -> isOurs(each, mine)))
                .isPresent();
        if (isGone || renewed.is(Status.Code.NOT_FOUND)) {
            startAnew();
            return;
        }
        if (renewed.isOk() && candidates.isPresent()) {
            mine.extend(asked);
            boolean isFirst = candidates.get().stream().noneMatch(each -> each.getCreateRevision() < created);
            if (phase == Phase.WAITING && isFirst && !mine.remaining().isZero()) {
                takeOffice(mine);
            }
        }
        if (phase == Phase.LEADING && mine.remaining().isZero()) {
            startAnew();
        }
    }

    private boolean isOurs(KeyValue candidate, Lease mine) {
        return candidate.getCreateRevision() == created
                && paths.key(candidate.getKey()).equals(key(mine));
    }

    private void takeOffice(Lease mine) {
        phase = Phase.LEADING;
        Fence fence = new Fence(name, new Token(Long.toHexString(mine.id()), created).toString());
        watchTheEnd(mine);
        tell(new Leadership.Held(fence, () -> remaining(mine)));
    }

    /** Nothing remains while nobody answers: what cannot be recorded should not be done. */
    private Duration remaining(Lease mine) {
        return requests.isReached() && !requests.isClosed() ? mine.remaining() : Duration.ZERO;
    }

    /** Also while no request is answered, the leadership ends in time. */
    private void watchTheEnd(Lease mine) {
        Duration left = mine.remaining();
        Tasks.later(thread, left.plusMillis(1), () -> {
            if (!isCurrent(mine) || phase != Phase.LEADING) {
                return;
            }
            if (mine.remaining().isZero()) {
                startAnew();
            } else {
                watchTheEnd(mine);
            }
        });
    }

    /** What is lost is campaigned for with another lease, behind everybody else. */
    private void startAnew() {
        leaveOffice();
        if (!isClosed) {
            join();
        }
    }

    private void leaveOffice() {
        boolean led = phase == Phase.LEADING;
        phase = Phase.OUTSIDE;
        lease.ifPresent(Lease::giveUp);
        if (led && !isClosed) {
            tell(new Leadership.Lost());
        }
        lease.ifPresent(former -> former.revoke(thread));
        lease = Optional.empty();
    }

    private void tell(Leadership leadership) {
        if (!isClosed) {
            Tasks.guarded(() -> listener.accept(leadership), "a candidate of " + name);
        }
    }

    /** The time that is left ends before the next one can lead. */
    @Override
    public void close() {
        isClosed = true;
        granted.ifPresent(Lease::giveUp);
        watch.close();
        Tasks.run(thread, this::leave);
    }

    private void leave() {
        if (phase != Phase.LEFT) {
            attempt++;
            leaveOffice();
            phase = Phase.LEFT;
        }
    }

    /** Tells whether it stands in the queue, for tests. */
    boolean hasJoined() {
        return phase == Phase.WAITING || phase == Phase.LEADING;
    }

    /** Returns the lease that its key hangs on, for tests. */
    Optional<Lease> lease() {
        return granted;
    }
}
