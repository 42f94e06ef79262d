package dev.regroup.reduce;

import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Reason;
import dev.regroup.model.Standing;
import java.util.List;
import java.util.Optional;

/** Nodes that are master beside the recorded one, while that is shown as master. */
final class Rivals {

    private Rivals() {}

    /** Returns why that rival may be told to follow, discarding what it has; empty if it may hold writes of its own. */
    static Optional<Reason.Code> reasonToFollow(MemberRecord member, NodeInfo info) {
        if (member.standing() instanceof Standing.Deposed) {
            return Optional.of(Reason.Code.FOLLOW_DEPOSED);
        }
        if (isRestarted(member, info)) {
            return Optional.of(Reason.Code.FOLLOW_RESTARTED_AS_MASTER);
        }
        return info.position().hasNoWritesOfItsOwn()
                ? Optional.of(Reason.Code.FOLLOW_WITHOUT_WRITES)
                : Optional.empty();
    }

    /**
     * A node that was a replica in its former life and comes back as master was not made master by anybody: its role
     * was not persisted (OpenAtomFoundation/pikiwidb issues 2026 and 2973). Nobody was ever told to write to it.
     */
    private static boolean isRestarted(MemberRecord member, NodeInfo info) {
        if (member.standing() instanceof Standing.OutOfSync last) {
            return !last.incarnation().equals(info.incarnation());
        }
        return member.standing() instanceof Standing.InSync last
                && !last.incarnation().equals(info.incarnation());
    }

    /** Returns the rivals that are left alone because they may hold writes of their own. */
    static List<NodeId> held(GroupRecord record, Sights sights) {
        return record.members().stream()
                .filter(member -> !record.master().equals(Optional.of(member.id())))
                .filter(member -> sights.isShownAsMaster(member.id()))
                .filter(member -> sights.info(member.id())
                        .flatMap(info -> reasonToFollow(member, info))
                        .isEmpty())
                .map(MemberRecord::id)
                .toList();
    }
}
