package dev.regroup.reduce;

import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Position;
import dev.regroup.model.Standing;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a recorded master that answers as a replica still has the data of its reign. */
final class OwnData {

    private OwnData() {}

    /**
     * Whether it cannot have copied the data of somebody else while it was not looked at. Whoever becomes master by
     * itself or by hand gets a new history, and so does whoever copies from it (redis 7.0.15, replication.c,
     * shiftReplicationId). A replica that was restarted with an append-only file cannot tell its position; then it
     * matters that nobody else can have been a master. One that names no history shows an offset only once it had a link
     * (redis 3.2.11, server.c: 1 without a cached master), and what came over that is not known.
     */
    static boolean isKept(GroupRecord record, Sights sights, NodeInfo info) {
        return !(info.position() instanceof Position.Unnamed)
                && record.master()
                        .flatMap(record::member)
                        .filter(member -> member.standing() instanceof Standing.InSync mark
                                && isKept(record, sights, info, member, mark))
                        .isPresent()
                && !isEmptied(record, sights, info);
    }

    /** Whether it shows no key although somebody has one, or had one when last seen; in the same life it may have been flushed. */
    private static boolean isEmptied(GroupRecord record, Sights sights, NodeInfo info) {
        boolean isSameLife = record.master()
                .flatMap(record::member)
                .filter(member -> member.isInSync(info.incarnation()))
                .isPresent();
        boolean mayBeFlushed = isSameLife && info.position() instanceof Position.Known;
        return info.contents() == NodeInfo.Contents.EMPTY
                && !mayBeFlushed
                && record.members().stream().anyMatch(member -> Electability.hasContents(member.id(), sights));
    }

    private static boolean isKept(
            GroupRecord record, Sights sights, NodeInfo info, MemberRecord master, Standing.InSync mark) {
        boolean canTell = info.position() instanceof Position.Known;
        boolean isSameLife = info.incarnation().equals(mark.incarnation());
        return (canTell || isSameLife)
                ? isContinuing(info.position(), mark.position())
                : nobodyElseReigned(record, sights, master);
    }

    private static boolean isContinuing(Position now, Position recorded) {
        boolean canBeCompared = now instanceof Position.Known && recorded instanceof Position.Known;
        return !canBeCompared || isAtLeast(now.compare(recorded));
    }

    /**
     * Whether all others are seen as replicas in the life in which they were last seen following. With a single other
     * member its life does not matter: what could have been copied from it is what it has.
     */
    private static boolean nobodyElseReigned(GroupRecord record, Sights sights, MemberRecord master) {
        boolean isPair = record.members().size() == 2;
        return record.members().stream()
                .filter(member -> !member.id().equals(master.id()))
                .allMatch(member ->
                        sights.isShownAsReplica(member.id()) && (isPair || isInLastKnownLife(member, sights)));
    }

    private static boolean isInLastKnownLife(MemberRecord member, Sights sights) {
        return sights.info(member.id())
                .filter(info -> member.isInSync(info.incarnation())
                        || (member.standing() instanceof Standing.OutOfSync last
                                && last.incarnation().equals(info.incarnation())))
                .isPresent();
    }

    /** Whether everybody is seen and nobody has anything that this one lacks. */
    static boolean isBestOfAll(GroupRecord record, Sights sights, NodeId node, NodeInfo info) {
        return !isEmptied(record, sights, info)
                && record.members().stream()
                        .allMatch(member -> sights.info(member.id())
                                .filter(other -> member.id().equals(node)
                                        || isAtLeast(info.position().compare(other.position()))
                                        || hasNothingBeside(info, member, other))
                                .isPresent());
    }

    /** Whether a member came back without a key, and is not ahead of one that has keys. */
    private static boolean hasNothingBeside(NodeInfo info, MemberRecord member, NodeInfo other) {
        return info.contents() == NodeInfo.Contents.SOME
                && isNewWithoutKeys(member, other)
                && info.position().compare(other.position()) != Position.Comparison.BEHIND;
    }

    /**
     * Whether it shows how far it is, or that it has nothing. One that read an append-only file in a new life began a new history
     * with it, which says nothing.
     */
    static boolean tells(GroupRecord record, Sights sights, MemberRecord member) {
        return sights.info(member.id())
                .filter(info -> info.position() instanceof Position.Known
                        ? !mayBeRenamed(record, member, info)
                        : isNewWithoutKeys(member, info))
                .isPresent();
    }

    private static boolean mayBeRenamed(GroupRecord record, MemberRecord member, NodeInfo info) {
        return !member.isInSync(info.incarnation())
                && record.master()
                        .flatMap(record::member)
                        .filter(master -> master.standing() instanceof Standing.InSync mark
                                && UnknownData.isPossible(info, mark.position()))
                        .isPresent();
    }

    /** Whether it has read its data set in a new life, and that has no key. */
    private static boolean isNewWithoutKeys(MemberRecord member, NodeInfo info) {
        return info.contents() == NodeInfo.Contents.EMPTY
                && info.readiness() == NodeInfo.Readiness.READY
                && !member.isInSync(info.incarnation());
    }

    static boolean isWithoutKeys(Sights sights, NodeId node) {
        return sights.info(node)
                .filter(info -> info.contents() == NodeInfo.Contents.EMPTY)
                .isPresent();
    }

    /**
     * Whether it shows no key any more, or somebody shows a position that it has not reached. One that came back without a key
     * outdoes nobody who has keys, unless it is ahead.
     */
    static boolean isOutdone(GroupRecord record, Sights sights, NodeInfo info) {
        return isEmptied(record, sights, info)
                || record.members().stream()
                        .anyMatch(member -> sights.info(member.id())
                                .filter(other -> outdoes(member, other, info))
                                .isPresent());
    }

    private static boolean outdoes(MemberRecord member, NodeInfo other, NodeInfo info) {
        return other.position() instanceof Position.Known
                && !isAtLeast(info.position().compare(other.position()))
                && !hasNothingBeside(info, member, other);
    }

    /**
     * Whether the data of that visible master continues all that the recorded master is known to have had, and all that
     * anybody shows: somebody made it master by hand. If the recorded master has copied from it already, what it had before
     * may be with any other member, so that all have to be seen; once it is fed by it, what nobody shows any more is gone.
     */
    static boolean isCovered(GroupRecord record, Sights sights, NodeInfo info, NodeId end) {
        Optional<NodeInfo> successor = sights.info(end)
                .filter(i -> i.readiness() == NodeInfo.Readiness.READY)
                .filter(i -> i.persistence() != NodeInfo.Persistence.ON_DISK);
        NodeId master = record.master().orElseThrow();
        boolean isLinked = Upstream.isFedBy(record, sights, master, end);
        Stream<Position> had = record.members().stream()
                .filter(member -> !(isLinked && hasNothingBeside(successor, sights, member)))
                .flatMap(member -> member.standing() instanceof Standing.InSync mark
                                && !(isLinked && (member.id().equals(master) || tells(record, sights, member)))
                        ? Stream.concat(Stream.of(mark.position()), shown(sights, member.id()))
                        : shown(sights, member.id()));
        boolean areAllSeen = record.members().stream()
                .allMatch(member -> sights.info(member.id()).isPresent());
        Stream<Position> last = sights.lastGood(master).filter(told -> !isLinked).map(NodeInfo::position).stream();
        boolean wasInSync = record.member(master)
                .filter(member -> member.standing() instanceof Standing.InSync)
                .isPresent();
        boolean hasCopied = record.member(master)
                .filter(member -> member.standing() instanceof Standing.InSync mark
                        && isAtLeast(info.position().compare(mark.position()))
                        && !isLinked)
                .isEmpty();
        boolean isOfGroup = record.member(end)
                .filter(member -> !(member.standing() instanceof Standing.Detached)
                        && !(member.standing() instanceof Standing.Deposed))
                .isPresent();
        return wasInSync
                && isOfGroup
                && (areAllSeen || !hasCopied)
                && successor.isPresent()
                && Stream.concat(had, last)
                        .allMatch(
                                position -> isAtLeast(successor.get().position().compare(position)));
    }

    private static boolean hasNothingBeside(Optional<NodeInfo> successor, Sights sights, MemberRecord member) {
        return successor
                .filter(info -> sights.info(member.id())
                        .filter(other -> hasNothingBeside(info, member, other))
                        .isPresent())
                .isPresent();
    }

    private static Stream<Position> shown(Sights sights, NodeId node) {
        return sights.info(node).map(NodeInfo::position).stream();
    }

    private static boolean isAtLeast(Position.Comparison comparison) {
        return comparison == Position.Comparison.EQUAL || comparison == Position.Comparison.AHEAD;
    }
}
