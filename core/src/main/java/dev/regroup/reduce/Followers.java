package dev.regroup.reduce;

import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import io.vavr.collection.Map;
import io.vavr.collection.Set;
import io.vavr.collection.TreeMap;
import io.vavr.collection.TreeSet;
import io.vavr.collection.Vector;
import java.util.Optional;

/** Who follows a visible master, directly or by way of others that do. */
final class Followers {

    private Followers() {}

    /** Goes from the master outwards, since to ask each node for its way takes the cube of their number in a long chain. */
    static Set<NodeId> of(GroupRecord record, Sights sights, NodeId master) {
        Map<NodeId, Vector<NodeId>> direct = direct(record, sights);
        Set<NodeId> found = TreeSet.empty();
        Vector<NodeId> next = direct.getOrElse(master, Vector.empty());
        while (!next.isEmpty()) {
            found = found.addAll(next);
            Set<NodeId> known = found;
            next = next.flatMap(node -> direct.getOrElse(node, Vector.empty())).filter(node -> !known.contains(node));
        }
        return found;
    }

    /** Nobody has two masters, so that a way outwards leads back only where the master is a replica itself. */
    private static Map<NodeId, Vector<NodeId>> direct(GroupRecord record, Sights sights) {
        Map<NodeId, Vector<NodeId>> direct = TreeMap.empty();
        for (MemberRecord member : record.members()) {
            Optional<NodeInfo> info = sights.info(member.id());
            if (info.isPresent() && sights.pointer(member.id(), info.get()) instanceof Pointer.ToMember to) {
                Vector<NodeId> known = direct.getOrElse(to.node(), Vector.empty());
                direct = direct.put(to.node(), known.append(member.id()));
            }
        }
        return direct;
    }
}
