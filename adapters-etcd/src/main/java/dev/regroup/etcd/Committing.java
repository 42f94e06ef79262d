package dev.regroup.etcd;

import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.CommitOutcome.Committed;
import dev.regroup.coordinator.CommitOutcome.Conflict;
import dev.regroup.coordinator.CommitOutcome.Refused;
import dev.regroup.coordinator.CommitOutcome.Unknown;
import dev.regroup.coordinator.Coordinator.Check;
import dev.regroup.coordinator.Coordinator.Check.Expected;
import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Put;
import dev.regroup.coordinator.Register;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One commit: one transaction whose comparisons are the checks, and whose other branch reads what they concern. A put
 * has to name the lease of the key that is there, or the key would lose it; a version tells it, and the key that is to
 * be absent has none, so only puts without such a check take a look first, which the transaction compares again. Used
 * once.
 */
final class Committing {

    private static final int ATTEMPTS = 8;
    private static final GetOption WITHOUT_VALUE =
            GetOption.builder().withKeysOnly(true).build();

    private final Requests requests;
    private final Session session;
    private final Paths paths;
    private final int operationsMax;
    private final String servers;
    private final Commit commit;

    private final Map<String, Check> checks = new LinkedHashMap<>();
    /** What is under the keys that are put, as checks or a look say. */
    private final Map<String, Versions> found = new LinkedHashMap<>();
    /** Keys that were looked at. */
    private final Set<String> looked = new LinkedHashSet<>();

    private Optional<Lease> lease = Optional.empty();
    private int attempts;

    Committing(Requests requests, Session session, Paths paths, int operationsMax, String servers, Commit commit) {
        this.requests = requests;
        this.session = session;
        this.paths = paths;
        this.operationsMax = operationsMax;
        this.servers = servers;
        this.commit = commit;
    }

    CompletionStage<CommitOutcome> run() {
        for (Check check : commit.checks()) {
            Optional<Check> other = Optional.ofNullable(checks.put(check.key(), check));
            boolean isForeign = check.expected() instanceof Expected.At at
                    && Versions.parse(at.version()).isEmpty();
            boolean isContradiction = other.isPresent()
                    && other.get().expected() instanceof Expected.Absent != check.expected() instanceof Expected.Absent;
            if (isForeign || isContradiction) {
                return done(conflict(check.key(), List.of()));
            }
        }
        Optional<CommitOutcome> obstacle =
                fault().<CommitOutcome>map(Refused::new).or(this::foreignFence);
        if (obstacle.isPresent()) {
            return done(obstacle.get());
        }
        commit.puts().forEach(put -> known(put.key()).ifPresent(version -> found.put(put.key(), version)));
        return begin();
    }

    private Optional<String> fault() {
        for (String key : keys()) {
            if (!Paths.isKey(key)) {
                return Optional.of("the key '" + key + "' is no path of non-empty segments");
            }
        }
        int comparisons = compared().size() + (commit.fence().isPresent() ? 1 : 0);
        int changes = commit.puts().size() + commit.deletes().size();
        int operations = Math.max(comparisons, changes);
        return operations > operationsMax
                ? Optional.of("it has " + operations + " operations, more than etcd takes in one transaction ("
                        + operationsMax + "): make it smaller, or raise --max-txn-ops on all members and here")
                : Optional.empty();
    }

    private List<String> keys() {
        List<String> keys = new ArrayList<>(compared());
        commit.puts().forEach(put -> keys.add(put.key()));
        return keys;
    }

    private Optional<CommitOutcome> foreignFence() {
        return commit.fence()
                .filter(fence -> Contender.key(fence).isEmpty())
                .map(fence -> new Conflict("the leadership " + fence + " has ended"));
    }

    /** Returns the keys that the transaction compares, apart from the fence. */
    private Set<String> compared() {
        Set<String> keys = new LinkedHashSet<>(checks.keySet());
        keys.addAll(commit.deletes());
        commit.puts().stream().map(Put::key).filter(key -> known(key).isEmpty()).forEach(keys::add);
        return keys;
    }

    /** Returns what will be under the key if its check holds, as far as the check tells. */
    private Optional<Versions> known(String key) {
        return Optional.ofNullable(checks.get(key)).flatMap(check -> {
            if (check.expected() instanceof Expected.At at) {
                return Versions.parse(at.version());
            }
            return check.expected() instanceof Expected.Absent ? Optional.of(Versions.ABSENT) : Optional.empty();
        });
    }

    private CompletionStage<CommitOutcome> begin() {
        attempts++;
        boolean isOfSession = commit.puts().stream().anyMatch(put -> put.life() == Put.Life.SESSION);
        if (!isOfSession) {
            return look();
        }
        return session.lease().thenCompose(answer -> {
            lease = answer.value();
            return answer.isOk() ? look() : done(unanswered(answer.status()));
        });
    }

    private CompletionStage<CommitOutcome> look() {
        List<String> unknown = commit.puts().stream()
                .map(Put::key)
                .filter(key -> !found.containsKey(key))
                .toList();
        if (unknown.isEmpty()) {
            return send();
        }
        Op[] gets = unknown.stream()
                .map(key -> Op.get(paths.of(key), WITHOUT_VALUE))
                .toArray(Op[]::new);
        return requests.<TxnResponse>repeated(
                        client -> client.getKVClient().txn().Then(gets).commit())
                .thenCompose(answer -> {
                    if (!answer.isOk()) {
                        return done(unanswered(answer.status()));
                    }
                    List<GetResponse> responses = answer.value().orElseThrow().getGetResponses();
                    for (int i = 0; i < unknown.size(); i++) {
                        seen(unknown.get(i), responses.get(i).getKvs());
                    }
                    return send();
                });
    }

    private void seen(String key, List<KeyValue> kvs) {
        looked.add(key);
        found.put(key, kvs.isEmpty() ? Versions.ABSENT : Versions.of(kvs.get(0)));
    }

    private CommitOutcome unanswered(Status status) {
        return Causes.refusal(status, paths.root() + "/")
                .<CommitOutcome>map(Refused::new)
                .orElseGet(() -> new Unknown(silence(status)));
    }

    private String silence(Status status) {
        return requests.isClosed() ? "the client is closed" : Causes.silence(status, servers);
    }

    private CompletionStage<CommitOutcome> send() {
        List<Cmp> comparisons = new ArrayList<>();
        List<Op> reads = new ArrayList<>();
        commit.fence().ifPresent(fence -> {
            ByteSequence key = paths.of(Contender.key(fence).orElseThrow());
            comparisons.add(new Cmp(key, Cmp.Op.EQUAL, CmpTarget.createRevision(Contender.created(fence))));
            reads.add(Op.get(key, WITHOUT_VALUE));
        });
        for (String key : compared()) {
            comparisons.add(comparison(key));
            reads.add(Op.get(paths.of(key), GetOption.DEFAULT));
        }
        List<Op> changes = new ArrayList<>();
        commit.puts().forEach(put -> changes.add(change(put)));
        commit.deletes().forEach(key -> changes.add(Op.delete(paths.of(key), DeleteOption.DEFAULT)));
        if (comparisons.isEmpty() && changes.isEmpty()) {
            return done(new Committed(List.of()));
        }
        return requests.<TxnResponse>once(client -> client.getKVClient()
                        .txn()
                        .If(comparisons.toArray(Cmp[]::new))
                        .Then(changes.toArray(Op[]::new))
                        .Else(reads.toArray(Op[]::new))
                        .commit())
                .thenCompose(this::finish);
    }

    private Cmp comparison(String key) {
        ByteSequence path = paths.of(key);
        Optional<Versions> expected = known(key).or(() -> Optional.ofNullable(found.get(key)));
        boolean isPresenceEnough = !looked.contains(key) && known(key).isEmpty();
        if (isPresenceEnough || expected.isEmpty()) {
            return new Cmp(path, Cmp.Op.GREATER, CmpTarget.createRevision(0));
        }
        return expected.get().equals(Versions.ABSENT)
                ? new Cmp(path, Cmp.Op.EQUAL, CmpTarget.createRevision(0))
                : new Cmp(
                        path, Cmp.Op.EQUAL, CmpTarget.modRevision(expected.get().revision()));
    }

    private Op change(Put put) {
        PutOption bound = PutOption.builder().withLeaseId(after(put, 0).lease()).build();
        return Op.put(paths.of(put.key()), ByteSequence.from(put.value().toArray()), bound);
    }

    /** Returns the version that the put makes: one that is there keeps its life. */
    private Versions after(Put put, long revision) {
        Versions before = Optional.ofNullable(found.get(put.key())).orElseThrow();
        boolean isOurs = before.equals(Versions.ABSENT) && put.life() == Put.Life.SESSION;
        return new Versions(revision, isOurs ? lease.orElseThrow().id() : before.lease());
    }

    private CompletionStage<CommitOutcome> finish(Answer<TxnResponse> answer) {
        if (answer.isOk()) {
            TxnResponse response = answer.value().orElseThrow();
            return response.isSucceeded()
                    ? done(new Committed(written(response.getHeader().getRevision())))
                    : failed(response.getGetResponses());
        }
        if (answer.is(Status.Code.NOT_FOUND) && attempts < ATTEMPTS) {
            // A lease has ended: ours, or that of a key which is gone by now. Nothing was changed.
            lease.ifPresent(session::forget);
            forgetLooks();
            return begin();
        }
        return Causes.isFull(answer.status()) ? settle(answer.status()) : done(unanswered(answer.status()));
    }

    /**
     * A member whose database just got full does a transaction and calls it too much all the same (quotaApplierV3 in
     * etcd's apply.go). That is final, so a register that is as before shows that it was not done.
     */
    private CompletionStage<CommitOutcome> settle(Status full) {
        CommitOutcome refused = unanswered(full);
        CommitOutcome unknown = new Unknown("etcd's database is full; this may have been done before it was");
        if (commit.puts().isEmpty()) {
            return done(unknown);
        }
        String key = commit.puts().get(0).key();
        return requests.get(paths.of(key), WITHOUT_VALUE).thenApply(answer -> {
            Optional<Versions> actual = answer.value()
                    .map(response -> response.getKvs().stream()
                            .findFirst()
                            .map(Versions::of)
                            .orElse(Versions.ABSENT));
            return actual.equals(Optional.ofNullable(found.get(key))) ? refused : unknown;
        });
    }

    private void forgetLooks() {
        looked.forEach(found::remove);
        looked.clear();
    }

    private List<Register> written(long revision) {
        return commit.puts().stream()
                .map(put -> new Register(put.key(), after(put, revision).toVersion(), put.value()))
                .toList();
    }

    /** The other branch has read what was compared, in the same order. */
    private CompletionStage<CommitOutcome> failed(List<GetResponse> responses) {
        List<Optional<KeyValue>> read = responses.stream()
                .map(response -> response.getKvs().stream().findFirst())
                .toList();
        int first = commit.fence().isPresent() ? 1 : 0;
        List<String> keys = List.copyOf(compared());
        Map<String, KeyValue> present = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            String key = keys.get(i);
            read.get(first + i).ifPresent(kv -> present.put(key, kv));
        }
        List<Register> current = present.entrySet().stream()
                .filter(entry -> checks.containsKey(entry.getKey()))
                .map(entry -> paths.register(entry.getValue()))
                .toList();
        boolean isFenced = commit.fence()
                .filter(fence -> read.get(0)
                        .filter(kv -> kv.getCreateRevision() == Contender.created(fence))
                        .isEmpty())
                .isPresent();
        if (isFenced) {
            return done(new Conflict("the leadership " + commit.fence().get() + " has ended", current));
        }
        for (Check check : commit.checks()) {
            if (!holds(check, Optional.ofNullable(present.get(check.key())))) {
                return done(conflict(check.key(), current));
            }
        }
        for (String key : commit.deletes()) {
            if (!present.containsKey(key)) {
                return done(new Conflict("the register " + key + " is absent and cannot be deleted", current));
            }
        }
        if (attempts >= ATTEMPTS) {
            return done(new Conflict("others write the same registers without a pause", current));
        }
        forgetLooks();
        return begin();
    }

    private static boolean holds(Check check, Optional<KeyValue> actual) {
        if (check.expected() instanceof Expected.At at) {
            return actual.map(kv -> Versions.of(kv).toVersion()).equals(Optional.of(at.version()));
        }
        return actual.isPresent() == (check.expected() instanceof Expected.Present);
    }

    private static CommitOutcome conflict(String key, List<Register> current) {
        return new Conflict("the register " + key + " is not as expected", current);
    }

    private static CompletionStage<CommitOutcome> done(CommitOutcome outcome) {
        return CompletableFuture.completedFuture(outcome);
    }
}
