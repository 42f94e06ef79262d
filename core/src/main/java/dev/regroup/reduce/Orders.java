package dev.regroup.reduce;

import dev.regroup.model.Commanded;
import dev.regroup.model.Commanded.Kind;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Policy;
import dev.regroup.model.Role;
import java.time.Duration;
import java.util.Optional;

/** What this observer has ordered for the sake of the recorded master, and what follows from that for the next order. */
final class Orders {

    /** So often somebody else may undo an order before that node is left alone. */
    private static final int REVERSALS_MAX = 2;

    private final Policy policy;
    private final Sights sights;
    private final NodeId master;

    Orders(Policy policy, Sights sights, NodeId master) {
        this.policy = policy;
        this.sights = sights;
        this.master = master;
    }

    Optional<Commanded> last(Kind kind, NodeId node) {
        return sights.observation()
                .commanded(kind, node)
                .filter(last -> last.order().master().equals(master));
    }

    /** Whether it was not told the same in this life of its process, or long enough ago. */
    boolean isDue(Kind kind, NodeId node, NodeInfo info) {
        return last(kind, node, info)
                .filter(last -> isBefore(last.at().plus(last.pause(policy))))
                .isEmpty();
    }

    /** Whether an order that holds for that long, or its pause after a refusal, has run out. */
    boolean isOver(Kind kind, NodeId node, NodeInfo info, Duration length) {
        return last(kind, node, info)
                .filter(last -> isBefore(last.at().plus(last.answer().isRefusal() ? last.pause(policy) : length)))
                .isEmpty();
    }

    /** Whether it refused to follow in this life of its process, the last time that it was told. */
    boolean isRefused(NodeId node, NodeInfo info) {
        return last(Kind.FOLLOW, node, info)
                .filter(last -> last.answer().isRefusal())
                .isPresent();
    }

    /** Whether it refused to be master in this life of its process, and is not to be asked again yet. */
    static boolean isRefusingReign(Policy policy, Sights sights, NodeId node, NodeInfo info) {
        return new Orders(policy, sights, node)
                .last(Kind.PROMOTE, node, info)
                .filter(last -> last.answer().isRefusal()
                        && sights.observation().at().compareTo(last.at().plus(last.pause(policy))) < 0)
                .isPresent();
    }

    /** Whether it refused to follow so often in this life that it is not just late. */
    boolean isObstinate(NodeId node, NodeInfo info) {
        return last(Kind.FOLLOW, node, info)
                .filter(last -> last.answer() == Commanded.Answer.REFUSED_FOR_GOOD
                        || (last.answer().isRefusal() && last.tries() >= policy.misses()))
                .isPresent();
    }

    /**
     * Whether somebody else undid twice what it was told; it is left alone until that is long ago. What counts is the calm time,
     * not the cool-down of failovers, which may be zero or as short as ten seconds: two who fight over a node, each at the pace
     * of its own rounds, would go on for ever. Nothing of this is recorded, and each life of the node and of the observer begins
     * anew: two more orders are no harm, and a commit for each reversal would be.
     */
    static boolean isContested(Policy policy, Sights sights, NodeId master, NodeId node, NodeInfo info) {
        boolean isFollowing = Detaching.isAt(sights, node, info, master);
        Orders orders = new Orders(policy, sights, master);
        return !isFollowing
                && orders.last(Kind.FOLLOW, node, info)
                        .filter(last ->
                                isUndone(last) && orders.isBefore(last.at().plus(policy.calm())))
                        .isPresent();
    }

    /** Whether somebody else twice made a replica again of the recorded master, which was told to be master. */
    static boolean isMasterContested(Policy policy, Sights sights, NodeId master) {
        Orders orders = new Orders(policy, sights, master);
        return sights.info(master)
                .filter(info -> info.role() instanceof Role.Replica)
                .flatMap(info -> orders.last(Kind.PROMOTE, master, info))
                .filter(last -> isUndone(last) && orders.isBefore(last.at().plus(policy.calm())))
                .isPresent();
    }

    /** An order that was carried out and is not in force any more counts as undone, too. */
    private static boolean isUndone(Commanded last) {
        int undone = last.answer() == Commanded.Answer.DONE ? last.reversals() + 1 : last.reversals();
        return undone >= REVERSALS_MAX;
    }

    private Optional<Commanded> last(Kind kind, NodeId node, NodeInfo info) {
        return last(kind, node).filter(last -> last.order().incarnation().equals(info.incarnation()));
    }

    private boolean isBefore(Duration time) {
        return sights.observation().at().compareTo(time) < 0;
    }
}
