package dev.regroup.etcd;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Three real members of one cluster. Confined to one thread. */
final class Members implements AutoCloseable {

    private final List<EtcdMember> all = Stream.of("a", "b", "c")
            .map(name -> new EtcdMember(name, List.of()))
            .toList();

    static Members start() {
        Members members = new Members();
        try {
            members.startAll();
            return members;
        } catch (RuntimeException | Error failure) {
            members.close();
            throw failure;
        }
    }

    private void startAll() {
        String peers = all.stream().map(EtcdMember::peer).collect(Collectors.joining(","));
        all.stream().filter(member -> !member.isRunning()).forEach(member -> member.start(peers));
        all.forEach(EtcdMember::awaitHealth);
    }

    /** Returns the addresses of all three. */
    String endpoints() {
        return all.stream().map(EtcdMember::address).collect(Collectors.joining(","));
    }

    List<EtcdMember> all() {
        return all;
    }

    EtcdMember leader() {
        await(() -> all.stream().anyMatch(EtcdMember::isLeader));
        return all.stream().filter(EtcdMember::isLeader).findFirst().orElseThrow();
    }

    EtcdMember follower() {
        EtcdMember leader = leader();
        return all.stream().filter(member -> member != leader).findFirst().orElseThrow();
    }

    /** Kills the leader and waits until another member leads. */
    EtcdMember killLeader() {
        EtcdMember former = leader();
        former.kill();
        await(() -> all.stream().anyMatch(member -> member != former && member.isRunning() && member.isLeader()));
        return former;
    }

    /** Kills two of three. */
    void killMajority() {
        all.get(0).kill();
        all.get(1).kill();
    }

    void restartAll() {
        all.forEach(EtcdMember::kill);
        startAll();
    }

    /** Starts those that do not run. */
    void restartMissing() {
        startAll();
    }

    static void await(BooleanSupplier condition) {
        long giveUpAt = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - giveUpAt > 0) {
                throw new AssertionError("it did not come to that");
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Override
    public void close() {
        all.forEach(EtcdMember::close);
    }
}
