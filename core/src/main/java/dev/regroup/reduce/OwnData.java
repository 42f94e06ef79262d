package dev.regroup.reduce;

import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Position;
import dev.regroup.model.Standing;

/** Whether a recorded master that answers as a replica still has the data of its reign. */
final class OwnData {

    private OwnData() {}

    /**
     * Whether it cannot have copied the data of somebody else while it was not looked at. Whoever becomes master by
     * itself or by hand gets a new history, and so does whoever copies from it (redis 7.0.15, replication.c,
     * shiftReplicationId). A replica that was restarted with an append-only file cannot tell its position; then it
     * matters that nobody else can have been a master.
     */
    static boolean isKept(GroupRecord record, Sights sights, NodeInfo info) {
        return record.master()
                .flatMap(record::member)
                .filter(member ->
                        member.standing() instanceof Standing.InSync mark && isKept(record, sights, info, member, mark))
                .isPresent();
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
        return now instanceof Position.Unknown
                || recorded instanceof Position.Unknown
                || isAtLeast(now.compare(recorded));
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
    static boolean isBestOfAll(GroupRecord record, Sights sights, NodeInfo info) {
        return record.members().stream()
                .map(MemberRecord::id)
                .allMatch(node -> sights.info(node)
                        .filter(other -> isAtLeast(info.position().compare(other.position())))
                        .isPresent());
    }

    private static boolean isAtLeast(Position.Comparison comparison) {
        return comparison == Position.Comparison.EQUAL || comparison == Position.Comparison.AHEAD;
    }
}
