package dev.regroup.examples.orders;

import dev.regroup.examples.redis.RedisLab;
import dev.regroup.examples.store.Store;
import dev.regroup.examples.store.StoreOptions;
import dev.regroup.node.Nodes;
import java.util.List;

/** Plays an order once for each commit and command of its failovers, with the store killed there. Immutable. */
final class Kills {

    /**
     * What came of one kill.
     *
     * @param point where
     * @param isDone false if that order did not come to that point this time
     * @param sentWhileAway commands that left while the store was away
     */
    record Kill(KillPoint point, OrderResult result, boolean isDone, int sentWhileAway) {

        boolean isPassed() {
            return result.isPassed() && sentWhileAway == 0;
        }
    }

    private static final int ATTEMPTS = 8;

    private final RedisLab lab;
    private final Nodes nodes;
    private final StoreOptions options;
    private final int size;

    Kills(RedisLab lab, Nodes nodes, StoreOptions options, int size) {
        this.lab = lab;
        this.nodes = nodes;
        this.options = options;
        this.size = size;
    }

    /** Returns the points at which this order can be hit: it is played once without a kill. */
    List<KillPoint> points(Order order, Gap gap) {
        try (Store store = options.open();
                Sabotage counting = Sabotage.none()) {
            OrderRun.play(lab, nodes, store.place(), counting, size, order, gap);
            return KillPoint.all(counting.commits(), counting.commands());
        }
    }

    /** Plays it again while it passes without coming to that point: a failover may be overtaken by the next event. */
    Kill play(Order order, Gap gap, KillPoint point) {
        Kill kill = playOnce(order, gap, point);
        for (int attempt = 1; attempt < ATTEMPTS && kill.isPassed() && !kill.isDone(); attempt++) {
            kill = playOnce(order, gap, point);
        }
        return kill;
    }

    private Kill playOnce(Order order, Gap gap, KillPoint point) {
        try (Store store = options.open();
                Sabotage sabotage = Sabotage.at(point, store.server())) {
            OrderResult result = OrderRun.play(lab, nodes, store.place(), sabotage, size, order, gap);
            return new Kill(point, result, sabotage.hasKilled(), sabotage.sentWhileAway());
        }
    }
}
