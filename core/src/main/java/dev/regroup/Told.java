package dev.regroup;

import dev.regroup.model.Action;
import dev.regroup.model.Commanded;
import dev.regroup.model.Commanded.Kind;
import dev.regroup.model.Commanded.Order;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeReport;
import dev.regroup.node.Sent;
import io.vavr.collection.TreeMap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
     * Returns the same after that action was sent. Whoever is told to be master, or to follow nobody, did not undo by that
     * what it was told before.
     *
     * @param calm how long an order that somebody else undid is held against that node
     */
    Told sent(Action action, Duration at, Duration calm) {
        Key follow = new Key(action.node(), Kind.FOLLOW);
        TreeMap<Key, Commanded> kept =
                action instanceof Action.Promote || action instanceof Action.Detach ? last.remove(follow) : last;
        return new Told(action.order()
                .map(order -> kept.put(
                        Key.of(order),
                        kept.get(Key.of(order))
                                .map(before -> before.next(order, at, calm))
                                .getOrElse(() -> Commanded.first(order, at))))
                .orElse(kept));
    }

    /** Returns the same once it is known what came of that action; what was not sent is as if it had not been tried. */
    Told answered(Action action, Sent outcome, Told before) {
        if (outcome instanceof Sent.NotSent) {
            return new Told(last.filterKeys(key -> !key.node().equals(action.node()))
                    .merge(before.last.filterKeys(key -> key.node().equals(action.node()))));
        }
        Optional<Key> key = action.order().map(Key::of);
        if (key.isEmpty() || !(outcome instanceof Sent.Rejected rejected)) {
            return this;
        }
        Commanded.Answer answer =
                rejected.retry() == Sent.Retry.NEVER ? Commanded.Answer.REFUSED_FOR_GOOD : Commanded.Answer.REFUSED;
        return new Told(last.computeIfPresent(key.get(), (any, sent) -> sent.withAnswer(answer))
                ._2());
    }

    /** Returns the same with what that report shows of the orders that were taken. */
    Told seen(NodeReport report, GroupRecord record) {
        Key key = new Key(report.node(), Kind.FOLLOW);
        return new Told(last.computeIfPresent(key, (any, sent) -> sent.seen(report, record))
                ._2());
    }
}
