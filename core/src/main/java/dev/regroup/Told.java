package dev.regroup;

import dev.regroup.model.Action;
import dev.regroup.model.Commanded;
import dev.regroup.model.Commanded.Kind;
import dev.regroup.model.Commanded.Order;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Outcome;
import dev.regroup.model.Role;
import dev.regroup.node.Sent;
import io.vavr.collection.TreeMap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What one observer has ordered, the last of each kind for each node. Pure: it reads no clock. Immutable. */
final class Told {

    private static final Told NOTHING = new Told(TreeMap.empty());

    /** More tries are not told apart. */
    private static final int MOST_TRIES = 1000;

    private record Key(NodeId node, Kind kind) implements Comparable<Key> {
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
     * Returns the same after that action was sent; unchanged if it is none that is remembered.
     *
     * @param calm how long an order that somebody else undid is held against that node
     */
    Told sent(Action action, Duration at, Duration calm) {
        return order(action).map(order -> sent(order, at, calm)).orElse(this);
    }

    private Told sent(Order order, Duration at, Duration calm) {
        Optional<Commanded> same =
                last.get(key(order)).toJavaOptional().filter(c -> c.order().equals(order));
        int tries = same.map(c -> Math.min(c.tries(), MOST_TRIES) + 1).orElse(1);
        int reversals = same.filter(c -> at.minus(c.at()).compareTo(calm) < 0)
                .map(c -> c.reversals() + (c.answer() == Commanded.Answer.DONE ? 1 : 0))
                .orElse(0);
        return new Told(last.put(
                key(order), new Commanded(order, at, tries, Math.min(reversals, MOST_TRIES), Commanded.Answer.TAKEN)));
    }

    /** Returns the same once it is known what came of that action; what was not sent is as if it had not been tried. */
    Told answered(Action action, Sent outcome, Told before) {
        Optional<Order> order = order(action);
        if (order.isEmpty()) {
            return this;
        }
        Key key = key(order.get());
        if (outcome instanceof Sent.NotSent) {
            return new Told(before.last.get(key).map(c -> last.put(key, c)).getOrElse(last.remove(key)));
        }
        if (!(outcome instanceof Sent.Rejected rejected)) {
            return this;
        }
        Commanded.Answer answer =
                rejected.retry() == Sent.Retry.NEVER ? Commanded.Answer.REFUSED_FOR_GOOD : Commanded.Answer.REFUSED;
        return new Told(
                last.get(key).map(c -> last.put(key, c.withAnswer(answer))).getOrElse(last));
    }

    /** Returns the same with what that report shows of an order that was taken: it was carried out. */
    Told seen(NodeReport report, GroupRecord record) {
        Key key = new Key(report.node(), Kind.FOLLOW);
        return last.get(key)
                .filter(c -> c.answer() == Commanded.Answer.TAKEN
                        && report.sentAt().compareTo(c.at()) >= 0
                        && isFollowing(c.order(), report.outcome(), record))
                .map(c -> new Told(last.put(key, c.withAnswer(Commanded.Answer.DONE))))
                .getOrElse(this);
    }

    private static boolean isFollowing(Order order, Outcome outcome, GroupRecord record) {
        return outcome instanceof Outcome.Answered answered
                && answered.info().incarnation().equals(order.incarnation())
                && answered.info().role() instanceof Role.Replica replica
                && record.memberAt(replica.of())
                        .filter(member -> member.id().equals(order.master()))
                        .isPresent();
    }

    private static Optional<Order> order(Action action) {
        if (action instanceof Action.Follow follow) {
            return Optional.of(order(Kind.FOLLOW, action, follow.master().node()));
        }
        if (action instanceof Action.Detach detach) {
            return Optional.of(order(Kind.DETACH, action, detach.master().node()));
        }
        return action instanceof Action.Fence fence
                ? Optional.of(order(Kind.FENCE, action, fence.master().node()))
                : Optional.empty();
    }

    private static Order order(Kind kind, Action action, NodeId master) {
        return new Order(kind, action.node(), action.own().incarnation(), master);
    }

    private static Key key(Order order) {
        return new Key(order.node(), order.kind());
    }
}
