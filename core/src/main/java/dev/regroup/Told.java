package dev.regroup;

import dev.regroup.model.Action;
import dev.regroup.model.Commanded;
import dev.regroup.model.Commanded.Kind;
import dev.regroup.model.Commanded.Order;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Policy;
import dev.regroup.node.Sent;
import io.vavr.collection.TreeMap;
import java.time.Duration;
import java.util.List;

/** What one observer has ordered, the last of each kind for each node. Pure: it reads no clock. Immutable. */
final class Told {

    private static final Told NOTHING = new Told(TreeMap.empty());

    private record Key(NodeId node, Kind kind) implements Comparable<Key> {

        private static Key of(Order order) {
            return new Key(order.node(), order.kind());
        }

        @Override
        public int compareTo(Key other) {
            int byNode = node.compareTo(other.node);
            return byNode != 0 ? byNode : kind.compareTo(other.kind);
        }
    }

    private final TreeMap<Key, Commanded> last;

    private Told(TreeMap<Key, Commanded> last) {
        this.last = last;
    }

    /** Returns the memory of an observer that has ordered nothing. */
    static Told nothing() {
        return NOTHING;
    }

    /** Returns what was ordered, ordered by node and kind. */
    List<Commanded> all() {
        return last.values().toJavaList();
    }

    /**
     * Returns the same after that action was sent, without what that takes back.
     *
     * @param policy how long an order that somebody else undid is held against that node
     */
    Told sent(Action action, Duration at, Policy policy) {
        Order order = action.order();
        TreeMap<Key, Commanded> kept = last.filterValues(before -> !before.isTakenBackBy(order));
        return new Told(kept.put(
                Key.of(order),
                kept.get(Key.of(order))
                        .map(before -> before.next(order, at, policy))
                        .getOrElse(() -> Commanded.first(order, at))));
    }

    /** Returns the same once it is known what came of that action; what was not sent is as if it had not been tried. */
    Told answered(Action action, Sent outcome, Told before) {
        if (outcome instanceof Sent.NotSent) {
            return new Told(last.filterKeys(key -> !key.node().equals(action.node()))
                    .merge(before.last.filterKeys(key -> key.node().equals(action.node()))));
        }
        if (!(outcome instanceof Sent.Rejected rejected)) {
            return this;
        }
        Commanded.Answer answer =
                rejected.retry() == Sent.Retry.NEVER ? Commanded.Answer.REFUSED_FOR_GOOD : Commanded.Answer.REFUSED;
        return new Told(last.computeIfPresent(Key.of(action.order()), (any, sent) -> sent.withAnswer(answer))
                ._2());
    }

    /** Returns the same with what that report shows of the orders that still concern that record. */
    Told seen(NodeReport report, GroupRecord record) {
        return new Told(last.filterValues(sent -> sent.isOf(record)).mapValues(sent -> sent.seen(report, record)));
    }
}
