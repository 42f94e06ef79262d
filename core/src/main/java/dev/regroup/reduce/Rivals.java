package dev.regroup.reduce;

import dev.regroup.model.Block;
import dev.regroup.model.Choice;
import dev.regroup.model.Commanded;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Reason;
import dev.regroup.model.Standing;
import java.util.List;
import java.util.Optional;

/** Nodes that are master beside the recorded one, while that is shown as master. */
final class Rivals {

    private Rivals() {}

    /** Returns why that rival may be told to follow, discarding what it has; empty if it may hold writes of its own. */
    static Optional<Reason.Code> reasonToFollow(Policy policy, GroupRecord record, MemberRecord member, NodeInfo info) {
        if (member.standing() instanceof Standing.Detached) {
            return Optional.of(Reason.Code.FOLLOW_DETACHED);
        }
        if (member.standing() instanceof Standing.Deposed) {
            return ofDeposed(policy, record, member, info);
        }
        boolean isUntouched =
                info.position() instanceof Position.Known && !info.position().hasWritesOfItsOwn();
        if ((isUntouched || Traces.isUnmoved(member, info)) && isRestarted(member, info)) {
            return Optional.of(Reason.Code.FOLLOW_RESTARTED_AS_MASTER);
        }
        if (isFresh(info) || info.position().hasNoWritesOfItsOwn() || Traces.isUnmoved(member, info)) {
            return Optional.of(Reason.Code.FOLLOW_WITHOUT_WRITES);
        }
        return policy.unexpectedMasters() == Choice.UnexpectedMasters.REVERT
                ? Optional.of(Reason.Code.FOLLOW_REVERTED)
                : Optional.empty();
    }

    /** Whether it has no key, nor tells of any write that it ever took. */
    static boolean isFresh(NodeInfo info) {
        return info.contents() == NodeInfo.Contents.EMPTY && !info.position().hasWritesOfItsOwn();
    }

    /** A former master has to give up what it took after the present reign began; see {@link Copies}. */
    private static Optional<Reason.Code> ofDeposed(
            Policy policy, GroupRecord record, MemberRecord member, NodeInfo info) {
        Position start = Copies.start(record);
        if (Copies.hasGoneOn(record, member, info)) {
            return policy.fullCopies() == Choice.FullCopies.ALLOW
                    ? Optional.of(Reason.Code.FOLLOW_IN_FULL)
                    : Optional.empty();
        }
        boolean isDiscarding = start.lacks(info.position())
                || (Losses.isUnrelated(info, start) && info.position().hasWritesOfItsOwn());
        return Optional.of(isDiscarding ? Reason.Code.FOLLOW_DISCARDING : Reason.Code.FOLLOW_DEPOSED);
    }

    /**
     * A node that was a replica in its former life and comes back as master was not made master by anybody: its role
     * was not persisted (OpenAtomFoundation/pikiwidb issues 2026 and 2973). If its position tells of writes, or does not tell
     * that there were none, then somebody may have made it master, or it is another instance at the same address. The numbers
     * of a Pika that was ever written to tell of writes; what counts there is that they have not moved, see {@link
     * Traces}. Whoever was in sync and was restarted is out of sync by now.
     */
    private static boolean isRestarted(MemberRecord member, NodeInfo info) {
        return member.standing() instanceof Standing.OutOfSync last
                && !last.incarnation().equals(info.incarnation());
    }

    /** Returns the rivals that are left alone because they may hold writes of their own. */
    static List<NodeId> held(Policy policy, GroupRecord record, Sights sights) {
        return record.members().stream()
                .filter(member -> !record.master().equals(Optional.of(member.id())))
                .filter(member -> sights.isShownAsMaster(member.id()))
                .filter(member -> sights.info(member.id())
                        .flatMap(info -> reasonToFollow(policy, record, member, info))
                        .isEmpty())
                .filter(member -> !(member.standing() instanceof Standing.Deposed))
                .map(MemberRecord::id)
                .toList();
    }

    /** Returns those whose reign has ended and that cannot be made to follow. */
    static List<NodeId> undemotable(Policy policy, GroupRecord record, Sights sights, NodeId master) {
        Orders orders = new Orders(policy, sights, master);
        List<NodeId> before =
                record.block() instanceof Block.On on && on.kind() == Block.Kind.UNDEMOTABLE ? on.nodes() : List.of();
        return record.members().stream()
                .filter(member -> member.standing() instanceof Standing.Deposed)
                .filter(member -> sights.isShownAsMaster(member.id()))
                .filter(member -> sights.info(member.id())
                        .filter(info ->
                                reasonToFollow(policy, record, member, info).isEmpty()
                                        || orders.isObstinate(member.id(), info)
                                        || (before.contains(member.id()) && isUntold(orders, member.id())))
                        .isPresent())
                .map(MemberRecord::id)
                .toList();
    }

    /** Whether nothing is known against its being as it was before: this observer has not asked it yet, or in vain. */
    private static boolean isUntold(Orders orders, NodeId node) {
        return orders.last(Commanded.Kind.FOLLOW, node)
                .filter(last -> !last.answer().isRefusal())
                .isEmpty();
    }

    /** Returns those that are left alone because somebody else keeps undoing what they are told. */
    static List<NodeId> contested(Policy policy, GroupRecord record, Sights sights, NodeId master) {
        return record.members().stream()
                .map(MemberRecord::id)
                .filter(node -> !node.equals(master))
                .filter(node -> sights.info(node)
                        .filter(info -> Orders.isContested(policy, sights, master, node, info))
                        .isPresent())
                .toList();
    }
}
