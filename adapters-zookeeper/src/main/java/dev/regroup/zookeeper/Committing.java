package dev.regroup.zookeeper;

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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;

/**
 * One commit: looks which nodes there are, then changes them in one transaction. What the look showed is checked again
 * by the transaction, but for one thing: a node that is deleted and created anew between the two, with exactly as many
 * writes as before, passes, since ZooKeeper's transactions know no other check. Used once.
 */
final class Committing {

    /** What a server takes in one request, in bytes; both sides read the same setting. */
    private static final int REQUEST_MAX = Integer.getInteger("jute.maxbuffer", 0xfffff);

    /** More than what a request needs beside its paths and contents, for each operation. */
    private static final int AROUND = 128;

    private static final int ATTEMPTS = 8;

    private final Requests requests;
    private final Folders folders;
    private final Paths paths;
    private final List<ACL> acl;
    private final String servers;
    private final Commit commit;

    /** Nodes as the look showed them, by path. */
    private final Map<String, Optional<Stat>> stats = new LinkedHashMap<>();

    private final List<Op> ops = new ArrayList<>();
    private int attempts;

    Committing(Requests requests, Folders folders, Paths paths, List<ACL> acl, String servers, Commit commit) {
        this.requests = requests;
        this.folders = folders;
        this.paths = paths;
        this.acl = acl;
        this.servers = servers;
        this.commit = commit;
    }

    CompletionStage<CommitOutcome> run() {
        long size = size();
        if (size > REQUEST_MAX) {
            return done(new Refused("it is of " + size + " bytes, more than ZooKeeper takes in one request ("
                    + REQUEST_MAX + "): make it smaller, or raise jute.maxbuffer on servers and clients"));
        }
        Optional<CommitOutcome> foreign = foreignVersion();
        return foreign.isPresent() ? done(foreign.get()) : look();
    }

    private long size() {
        long puts = commit.puts().stream()
                .mapToLong(put -> put.value().size() + 2L * paths.of(put.key()).length() + 2 * AROUND)
                .sum();
        long others = commit.checks().stream()
                        .mapToLong(check -> check.key().length() + AROUND)
                        .sum()
                + commit.deletes().stream()
                        .mapToLong(key -> key.length() + AROUND)
                        .sum();
        return puts + others;
    }

    private Optional<CommitOutcome> foreignVersion() {
        return commit.checks().stream()
                .filter(check -> check.expected() instanceof Expected.At at
                        && Versions.number(at.version()).isEmpty())
                .findFirst()
                .map(check -> conflict(check.key()));
    }

    /** The look of a server that lags behind would tell conflicts that are none. */
    private CompletionStage<CommitOutcome> look() {
        attempts++;
        stats.clear();
        ops.clear();
        Set<String> looked = new LinkedHashSet<>();
        commit.checks().forEach(check -> looked.add(paths.of(check.key())));
        commit.puts().forEach(put -> looked.add(paths.of(put.key())));
        CompletableFuture<Optional<Code>> all =
                requests.sync().thenApply(Committing::failure).toCompletableFuture();
        for (String path : looked) {
            CompletableFuture<Answer<Stat>> one = requests.exists(path).toCompletableFuture();
            all = all.thenCombine(one, (failed, answer) -> {
                stats.put(path, answer.value());
                return failed.or(() -> answer.code() == Code.NONODE ? Optional.empty() : failure(answer));
            });
        }
        return all.thenCompose(failed -> failed.map(this::unanswered).orElseGet(this::decide));
    }

    private static Optional<Code> failure(Answer<?> answer) {
        return answer.isOk() ? Optional.empty() : Optional.of(answer.code());
    }

    private CompletionStage<CommitOutcome> unanswered(Code code) {
        return done(Causes.refusal(code, paths.top())
                .<CommitOutcome>map(Refused::new)
                .orElseGet(() -> new Unknown(Causes.silence(code, servers))));
    }

    private CompletionStage<CommitOutcome> decide() {
        for (Check check : commit.checks()) {
            if (!holds(check)) {
                return done(conflict(check.key()));
            }
        }
        commit.fence().ifPresent(fence -> ops.add(Op.check(paths.election(fence.name()) + "/" + fence.token(), -1)));
        commit.checks().forEach(this::addCheck);
        commit.puts().forEach(this::addPut);
        commit.deletes().forEach(key -> ops.add(Op.delete(paths.of(key), -1)));
        if (ops.isEmpty()) {
            return done(new Committed(List.of()));
        }
        return requests.multi(ops).thenCompose(this::finish);
    }

    private boolean holds(Check check) {
        Optional<Stat> stat = stat(check.key());
        if (check.expected() instanceof Expected.At at) {
            return stat.map(Versions::of).equals(Optional.of(at.version()));
        }
        return stat.isPresent() == (check.expected() instanceof Expected.Present);
    }

    private void addCheck(Check check) {
        String path = paths.of(check.key());
        if (check.expected() instanceof Expected.At at) {
            ops.add(Op.check(path, Versions.number(at.version()).orElseThrow()));
        } else if (check.expected() instanceof Expected.Present) {
            ops.add(Op.check(path, -1));
        } else if (commit.puts().stream().noneMatch(put -> put.key().equals(check.key()))) {
            // There is no other way to ask for absence; with a put, its creation does.
            ops.add(Op.create(path, new byte[0], acl, CreateMode.PERSISTENT));
            ops.add(Op.delete(path, 0));
        }
    }

    /** A creation does not tell the new node's version, a write does. */
    private void addPut(Put put) {
        String path = paths.of(put.key());
        boolean isNew = stat(put.key()).isEmpty();
        if (isNew) {
            CreateMode mode = put.life() == Put.Life.SESSION ? CreateMode.EPHEMERAL : CreateMode.PERSISTENT;
            ops.add(Op.create(path, new byte[0], acl, mode));
        }
        ops.add(Op.setData(path, put.value().toArray(), isNew ? 0 : -1));
    }

    private CompletionStage<CommitOutcome> finish(Answer<List<OpResult>> answer) {
        if (answer.isOk()) {
            return done(new Committed(written(answer.value().orElseThrow())));
        }
        Op failed = failed(answer);
        String path = failed.getPath();
        return switch (answer.code()) {
            case NONODE, NODEEXISTS, BADVERSION -> again(failed, answer.code());
            default ->
                done(Causes.refusal(answer.code(), path)
                        .filter(refusal -> answer.code() != Code.AUTHFAILED)
                        .<CommitOutcome>map(Refused::new)
                        .orElseGet(() -> new Unknown(Causes.silence(answer.code(), servers))));
        };
    }

    private List<Register> written(List<OpResult> results) {
        List<Register> written = new ArrayList<>();
        for (OpResult result : results) {
            if (result instanceof OpResult.SetDataResult set) {
                Put put = commit.puts().get(written.size());
                written.add(new Register(put.key(), Versions.of(set.getStat()), put.value()));
            }
        }
        return written;
    }

    /** Those before it are marked as rolled back, those behind it as not tried. */
    private Op failed(Answer<List<OpResult>> answer) {
        List<OpResult> results = answer.value().orElse(List.of());
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof OpResult.ErrorResult error
                    && error.getErr() == answer.code().intValue()) {
                return ops.get(i);
            }
        }
        return ops.get(0);
    }

    /** Nothing was changed: makes the folder that is missing, or looks what was changed in between. */
    private CompletionStage<CommitOutcome> again(Op failed, Code code) {
        boolean isFence = commit.fence().isPresent() && failed == ops.get(0);
        if (isFence) {
            return done(new Conflict("the leadership " + commit.fence().get() + " has ended"));
        }
        Optional<String> deleted = commit.deletes().stream()
                .filter(key -> code == Code.NONODE && paths.of(key).equals(failed.getPath()))
                .findFirst();
        if (deleted.isPresent() || attempts >= ATTEMPTS) {
            return done(conflict(paths.key(failed.getPath())));
        }
        if (code != Code.NONODE
                || stats.getOrDefault(failed.getPath(), Optional.empty()).isPresent()) {
            return look();
        }
        return folders.create(failed.getPath())
                .thenCompose(refusal -> refusal.map(Committing::done).orElseGet(this::look));
    }

    private CommitOutcome conflict(String key) {
        return new Conflict("the register " + key + " is not as expected");
    }

    private Optional<Stat> stat(String key) {
        return stats.getOrDefault(paths.of(key), Optional.empty());
    }

    private static CompletionStage<CommitOutcome> done(CommitOutcome outcome) {
        return CompletableFuture.completedFuture(outcome);
    }
}
