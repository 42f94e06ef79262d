package dev.regroup.reduce;

import dev.regroup.model.GroupRecord;
import dev.regroup.model.Link;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeInfo.Contents;
import dev.regroup.model.NodeInfo.Persistence;
import dev.regroup.model.NodeInfo.Readiness;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Role;
import dev.regroup.model.Standing;
import java.util.List;
import java.util.Optional;

/**
 * A master that came back with keys, in an unrelated history, with an append-only file. A Redis that loads one always
 * begins a new history (redis 7.0.15, server.c, initServer), so that this is what an ordinary restart looks like; it is
 * also what another data set at the same address looks like. The replicas settle it: after an ordinary restart they link
 * within a second, by themselves. Until then nobody is made to follow, or to let go.
 *
 * <p>That it is not settled is durable: the recorded standing is of the new life, but still has the position of the
 * former one, and says nothing of keys. It ends when nobody is left that had everything and has not linked: each has
 * linked or begun to copy, is away, holds something else in a new life, or has had no link for {@code resync-patience},
 * from when on it is named as that. Whoever follows somebody else, or is master itself, will not link unless it is told
 * to, which discards what it has: that is put off for the same time, in which an operator can decide otherwise.
 */
final class UnknownData {

    private UnknownData() {}

    /** Whether nothing that a master in a new life tells says whether it has what it had. */
    static boolean isPossible(NodeInfo now, Position had) {
        return now.persistence() == Persistence.APPEND_ONLY
                && now.contents() == Contents.SOME
                && now.readiness() == Readiness.READY
                && Losses.isUnrelated(now, had);
    }

    /** Returns who had everything of what the master had, and has not linked to it since; or may have, unseen as it is. */
    static List<NodeId> holders(Policy policy, GroupRecord record, Sights sights, NodeId master, Position had) {
        Patience patience = new Patience(policy, sights, master);
        return record.members().stream()
                .filter(member -> !member.id().equals(master))
                .filter(member -> sights.info(member.id())
                        .map(info -> isInLife(member, info)
                                && !Losses.isUnrelated(info, had)
                                && isWaiting(sights, member.id(), info, patience, master))
                        .orElseGet(() -> hasFollowed(member) && isExpected(sights, member.id())))
                .map(MemberRecord::id)
                .toList();
    }

    private static boolean hasFollowed(MemberRecord member) {
        return member.standing() instanceof Standing.InSync || member.standing() instanceof Standing.OutOfSync;
    }

    /** Whether the next looks will tell what it has, or that it is away. */
    private static boolean isExpected(Sights sights, NodeId node) {
        return !sights.isDown(node) && !sights.isUnusable(node);
    }

    private static boolean isInLife(MemberRecord member, NodeInfo info) {
        return member.isInSync(info.incarnation())
                || (member.standing() instanceof Standing.OutOfSync last
                        && last.incarnation().equals(info.incarnation()));
    }

    /** Whoever does not follow the master will not link by itself, and has the time in which the others do. */
    private static boolean isWaiting(Sights sights, NodeId node, NodeInfo info, Patience patience, NodeId master) {
        return Detaching.isAt(sights, node, info, master)
                ? info.role() instanceof Role.Replica replica
                        && replica.link() instanceof Link.Down
                        && !patience.isOver(node, info)
                : !patience.isLongKnown();
    }

    /** Returns what the recorded master is not known to have, while that is not settled. */
    private static Optional<Position> unsettled(GroupRecord record, Sights sights, NodeId master) {
        Optional<NodeInfo> info = sights.info(master).filter(now -> now.role() instanceof Role.Master);
        return record.member(master)
                .flatMap(member ->
                        member.standing() instanceof Standing.InSync mark ? Optional.of(mark) : Optional.empty())
                .filter(UnknownData::isOfFormerLife)
                .filter(mark -> info.filter(
                                now -> now.incarnation().equals(mark.incarnation()) && isPossible(now, mark.position()))
                        .isPresent())
                .map(Standing.InSync::position);
    }

    /** A mark that was made of what a master with keys told would say that there were some. */
    static boolean isOfFormerLife(Standing.InSync mark) {
        return mark.contents() == Contents.UNKNOWN;
    }

    /** Returns whom it concerns while it is not settled, in the order of the members; nobody once it is. */
    static List<NodeId> holders(Policy policy, GroupRecord record, Sights sights, NodeId master) {
        return unsettled(record, sights, master)
                .map(had -> holders(policy, record, sights, master, had))
                .orElse(List.of());
    }
}
