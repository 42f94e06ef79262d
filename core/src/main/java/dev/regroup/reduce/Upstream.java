package dev.regroup.reduce;

import dev.regroup.model.GroupRecord;
import dev.regroup.model.Link;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Position;
import dev.regroup.model.Role;
import java.util.Optional;

/** Where the links lead that begin at a replica. */
final class Upstream {

    private Upstream() {}

    /** Whether every link from a replica to that master is up, by way of others or not. */
    static boolean isFedBy(GroupRecord record, Sights sights, NodeId replica, NodeId master) {
        NodeId at = replica;
        for (int steps = 0; steps < record.members().size() && !at.equals(master); steps++) {
            NodeId from = at;
            Optional<NodeId> next = sights.info(from)
                    .map(info -> sights.pointer(from, info))
                    .filter(pointer -> pointer instanceof Pointer.ToMember to && to.link() instanceof Link.Up)
                    .map(pointer -> ((Pointer.ToMember) pointer).node());
            if (next.isEmpty()) {
                return false;
            }
            at = next.get();
        }
        return at.equals(master);
    }

    /**
     * Whether what a node has may be from elsewhere by now: no link is broken on the way to a master, out of the group, or to
     * somebody who may be a master.
     */
    static boolean mayBeFed(GroupRecord record, Sights sights, NodeId node, NodeInfo info) {
        boolean isAsBefore = sights.lastGood(node)
                .filter(last -> last.position().compare(info.position()) == Position.Comparison.EQUAL)
                .isPresent();
        NodeId at = node;
        NodeInfo known = info;
        for (int steps = 0; steps < record.members().size(); steps++) {
            if (!(known.role() instanceof Role.Replica replica)) {
                return steps > 0;
            }
            if (replica.link().isBroken() || sights.pointer(at, known) instanceof Pointer.ToSelf) {
                return false;
            }
            Optional<NodeInfo> next = sights.pointer(at, known) instanceof Pointer.ToMember to
                    ? sights.info(to.node()).or(() -> isAsBefore ? before(sights, to.node()) : Optional.empty())
                    : Optional.empty();
            if (next.isEmpty()) {
                return true;
            }
            at = ((Pointer.ToMember) sights.pointer(at, known)).node();
            known = next.get();
        }
        return false;
    }

    /** One that is out of sight for a look or two is what it was, where nothing has come from it meanwhile. */
    private static Optional<NodeInfo> before(Sights sights, NodeId node) {
        return sights.isDown(node) || sights.isUnusable(node) ? Optional.empty() : sights.lastGood(node);
    }
}
