package dev.regroup.reduce;

import dev.regroup.model.Choice;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Policy;
import dev.regroup.model.Reason;
import dev.regroup.model.Standing;
import java.util.List;
import java.util.Optional;

/** Nodes that are master beside the recorded one, while that is shown as master. */
final class Rivals {

    private Rivals() {}

    /** Returns why that rival may be told to follow, discarding what it has; empty if it may hold writes of its own. */
    static Optional<Reason.Code> reasonToFollow(Policy policy, MemberRecord member, NodeInfo info) {
        if (member.standing() instanceof Standing.Deposed) {
            return Optional.of(Reason.Code.FOLLOW_DEPOSED);
        }
        if (isRestarted(member, info) && !info.position().hasWritesOfItsOwn()) {
            return Optional.of(Reason.Code.FOLLOW_RESTARTED_AS_MASTER);
        }
        if (info.position().hasNoWritesOfItsOwn()) {
            return Optional.of(Reason.Code.FOLLOW_WITHOUT_WRITES);
        }
        return policy.unexpectedMasters() == Choice.UnexpectedMasters.REVERT
                ? Optional.of(Reason.Code.FOLLOW_REVERTED)
                : Optional.empty();
    }

    /**
     * A node that was a replica in its former life and comes back as master was not made master by anybody: its role
     * was not persisted (OpenAtomFoundation/pikiwidb issues 2026 and 2973). If its position tells of writes, then
     * somebody did make it master, or it is another instance at the same address.
     */
    private static boolean isRestarted(MemberRecord member, NodeInfo info) {
        if (member.standing() instanceof Standing.OutOfSync last) {
            return !last.incarnation().equals(info.incarnation());
        }
        return member.standing() instanceof Standing.InSync last
                && !last.incarnation().equals(info.incarnation());
    }

    /** Returns the rivals that are left alone because they may hold writes of their own. */
    static List<NodeId> held(Policy policy, GroupRecord record, Sights sights) {
        return record.members().stream()
                .filter(member -> !record.master().equals(Optional.of(member.id())))
                .filter(member -> sights.isShownAsMaster(member.id()))
                .filter(member -> sights.info(member.id())
                        .flatMap(info -> reasonToFollow(policy, member, info))
                        .isEmpty())
                .map(MemberRecord::id)
                .toList();
    }
}
