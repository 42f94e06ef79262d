package dev.regroup.consumer.plain;

import dev.regroup.Reconciler;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.Standing;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One failover, watched from the outside. */
public final class Failover {

    public static final GroupId GROUP = GroupId.of("orders");

    private static final NodeId B = NodeId.of("b");

    private Failover() {}

    /** Returns the record that a group of those nodes begins with. */
    public static GroupRecord first(TwoNodes nodes) {
        return GroupRecord.first(GROUP, nodes.members());
    }

    /**
     * Kills the master of a group that the reconciler looks after; returns how long until b is recorded and writable.
     */
    public static Duration play(TwoNodes nodes, Reconciler reconciler) throws InterruptedException {
        await("b is not recorded as in sync", () -> record(reconciler)
                .flatMap(record -> record.member(B))
                .filter(member -> member.standing() instanceof Standing.InSync)
                .isPresent());
        long killed = System.nanoTime();
        nodes.killMaster();
        await("b is not recorded as master", () -> record(reconciler)
                .flatMap(GroupRecord::master)
                .filter(B::equals)
                .isPresent());
        await("b is recorded as master, but takes no writes", nodes::isReplicaWritable);
        return Duration.ofNanos(System.nanoTime() - killed);
    }

    private static Optional<GroupRecord> record(Reconciler reconciler) {
        return reconciler.state(GROUP).map(state -> state.record());
    }

    private static void await(String otherwise, BooleanSupplier condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > Duration.ofSeconds(20).toNanos()) {
                throw new IllegalStateException(otherwise);
            }
            Thread.sleep(1);
        }
    }
}
