package dev.regroup.reduce;

import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Presumption;
import dev.regroup.model.Role;
import io.vavr.collection.Vector;
import java.util.List;

/** What commands rest on, in terms of what was seen when they were decided. */
final class Presuming {

    private Presuming() {}

    /** The same role in the same life; a replica follows the same node over a link in the same state, with the same data. */
    static Presumption.Living asSeen(NodeId node, NodeInfo info) {
        return info.role() instanceof Role.Replica replica
                ? new Presumption.Follows(node, info.incarnation(), replica.of(), replica.link(), info.position())
                : new Presumption.IsMaster(node, info.incarnation());
    }

    /** The same role in the same life; a replica may follow anybody. */
    static Presumption.Living inRole(NodeId node, NodeInfo info) {
        return info.role() instanceof Role.Replica
                ? new Presumption.IsReplica(node, info.incarnation())
                : new Presumption.IsMaster(node, info.incarnation());
    }

    /** Those that were seen are as they were seen, and those that were not have not come up as masters. */
    static List<Presumption> noMasterAmong(List<NodeId> nodes, Sights sights) {
        return Vector.ofAll(nodes)
                .map(node -> sights.info(node)
                        .<Presumption>map(info -> asSeen(node, info))
                        .orElseGet(() -> new Presumption.IsNoMaster(node)))
                .asJava();
    }
}
