package dev.regroup.reduce;

import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Position;
import dev.regroup.model.Role;
import dev.regroup.model.Standing;
import java.util.Optional;

/**
 * How far a Pika's data reached when it was last seen following. Its numbers outlive a restart, and move with each write: one
 * that comes back as a master where it was has taken none (pika v4.0.1).
 */
final class Traces {

    private Traces() {}

    /** Returns it as it is seen. */
    static Position of(NodeInfo info) {
        return isKept(info) && info.role() instanceof Role.Replica && info.position() instanceof Position.Known
                ? info.position()
                : Position.unknown();
    }

    /**
     * Returns that of a member that loses its mark: as it was last seen following, or else when it got the mark. Whether it is
     * a Pika is told by itself, or else by its master; if neither ever told anything, it may be one.
     */
    static Position of(Sights sights, NodeId node, NodeId master, Standing.InSync mark) {
        Optional<NodeInfo> last = sights.lastGood(node);
        boolean isKept = last.or(() -> sights.info(node))
                .or(() -> sights.info(master))
                .or(() -> sights.lastGood(master))
                .map(Traces::isKept)
                .orElse(true);
        boolean isKnown = isKept && mark.position() instanceof Position.Known;
        return isKnown
                ? last.filter(info -> info.incarnation().equals(mark.incarnation())
                                && of(info) instanceof Position.Known
                                && Detaching.isAt(sights, node, info, master))
                        .map(NodeInfo::position)
                        .orElse(mark.position())
                : Position.unknown();
    }

    /** Whether it is where it was. */
    static boolean isUnmoved(MemberRecord member, NodeInfo info) {
        return member.standing() instanceof Standing.OutOfSync last
                && isKept(info)
                && last.position().compare(info.position()) == Position.Comparison.EQUAL;
    }

    private static boolean isKept(NodeInfo info) {
        return info.persistence() == NodeInfo.Persistence.ON_DISK;
    }
}
