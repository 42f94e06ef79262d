package dev.regroup.reduce;

import dev.regroup.model.GroupRecord;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Link;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeInfo.Contents;
import dev.regroup.model.NodeInfo.Persistence;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Reason;
import dev.regroup.model.Role;
import dev.regroup.model.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether a recorded master came back without data that it had, and whether anybody may still have that. */
final class Losses {

    private Losses() {}

    /**
     * Returns what a master had that has begun a new life without it; empty if nothing shows a loss. An unrelated
     * history alone shows none: a server that loads an append-only file begins a new one (redis 7.0.15).
     */
    static Optional<Position> before(
            GroupRecord record, Sights sights, NodeId master, NodeInfo now, Standing.InSync mark) {
        Optional<NodeInfo> last =
                lastOf(sights, master, mark.incarnation()).filter(info -> tellsAllOf(info, mark.position()));
        Position had = last.map(NodeInfo::position)
                .filter(Position.Known.class::isInstance)
                .orElse(mark.position());
        Contents hadKeys = last.map(NodeInfo::contents)
                .filter(contents -> contents != Contents.UNKNOWN)
                .orElse(mark.contents());
        boolean isEmptied = now.contents() == Contents.EMPTY
                && (hadKeys == Contents.SOME || isContradicted(record, sights, master, now));
        boolean isLost = isEmptied || (shows(now, had) && !isContinued(record, sights, master, now, had));
        return isLost ? Optional.of(had) : Optional.empty();
    }

    /**
     * Whether a look tells how far a master reached: one that found it as a replica may tell of what it copied from others. Of
     * a Pika nothing can be said: it takes over the numbers of whom it copies (pika v4.0.1).
     */
    private static boolean tellsAllOf(NodeInfo last, Position mark) {
        return last.role() instanceof Role.Master
                || last.persistence() == Persistence.ON_DISK
                || Lineage.isCovered(mark, last.position());
    }

    /** Whether a loss that was recorded turns out to be none. */
    static boolean isDisproved(GroupRecord record, Sights sights, NodeId master, NodeInfo now, Position had) {
        return now.contents() != Contents.EMPTY && isContinued(record, sights, master, now, had);
    }

    /**
     * Returns who has to be looked at once more before it is settled that a recorded loss is one: everybody who is not down,
     * while members show, or did when they were seen last, that the master has what it had. It takes no longer than two
     * intervals and a deadline from when its life is known: looks at one may keep being older than those at the master.
     */
    static List<NodeId> awaited(Policy policy, GroupRecord record, Sights sights, NodeId master) {
        Optional<NodeInfo> seen = sights.info(master);
        Duration most = policy.probeInterval().plus(policy.probeInterval()).plus(policy.probeDeadline());
        boolean mayBeNone = seen.isPresent()
                && sights.observation()
                                .at()
                                .minus(sights.observation()
                                        .knownSince(master, seen.get().incarnation()))
                                .compareTo(most)
                        <= 0
                && of(record)
                        .filter(lost -> Lineage.ofLastTold(seen.get().position(), record, sights)
                                .has(lost.had()))
                        .isPresent();
        return record.members().stream()
                .map(MemberRecord::id)
                .filter(node -> mayBeNone && !node.equals(master))
                .filter(node -> !sights.isDown(node) && !sights.isUnusable(node) && !sights.isSeenAfter(node, master))
                .toList();
    }

    /**
     * Whether a master that goes on in the same life has what it copied from a stranger: it was seen linked to one, with data
     * of which none is its own. A full copy leaves no history before its own (redis 7.0.15, replication.c, readSyncBulkPayload).
     * What it copied from a member may be all that it had, and more; and a history alone shows nothing, since a server tells
     * one before its own, so that two promotions in a row look alike.
     */
    static boolean isForeign(Sights sights, NodeId master, NodeInfo now, Position had) {
        return isUnrelated(now, had)
                && lastOf(sights, master, now.incarnation())
                        .filter(last -> sights.pointer(master, last) instanceof Pointer.ToStranger
                                && last.role() instanceof Role.Replica replica
                                && replica.link() instanceof Link.Up)
                        .filter(last -> last.position() instanceof Position.Known known
                                && known.ancestors().isEmpty()
                                && isUnrelated(last, had))
                        .isPresent();
    }

    /**
     * Whether members show that a history, although unrelated to the former one, has what is known of that. What is
     * known may be as old as the reign, so that everybody has to be seen after the master, and to show that it has no more; a link
     * may still be of a former life.
     */
    private static boolean isContinued(GroupRecord record, Sights sights, NodeId master, NodeInfo now, Position had) {
        if (!isUnrelated(now, had) || now.position().lacks(had)) {
            return false;
        }
        Lineage lineage = Lineage.of(now.position(), record, sights);
        return lineage.has(had)
                && record.members().stream()
                        .map(MemberRecord::id)
                        .filter(node -> !node.equals(master))
                        .allMatch(node -> sights.isSeenAfter(node, master)
                                && sights.info(node)
                                        .filter(info -> info.readiness() == NodeInfo.Readiness.READY)
                                        .filter(info ->
                                                info.contents() == Contents.EMPTY || lineage.has(info.position()))
                                        .isPresent());
    }

    /** Whether somebody who had everything of a master has keys that are not of what that master has now, which is none. */
    private static boolean isContradicted(GroupRecord record, Sights sights, NodeId master, NodeInfo now) {
        return record.members().stream()
                .filter(member -> !member.id().equals(master))
                .anyMatch(member -> sights.info(member.id())
                        .filter(info -> member.isInSync(info.incarnation()))
                        .filter(info -> info.contents() == Contents.SOME && isUnrelated(now, info.position()))
                        .isPresent());
    }

    /** Returns the standing of a master as it is seen. */
    static Standing.InSync mark(NodeInfo master) {
        Contents contents = master.contents() == Contents.SOME ? Contents.SOME : Contents.UNKNOWN;
        return new Standing.InSync(master.incarnation(), master.position(), contents);
    }

    /**
     * Whether what a node tells shows that it lacks data: its position is behind, or its history is unrelated although
     * it is not one that loads an append-only file. A Pika keeps the name of its history; one without data has none
     * until its first replica comes (pika v4.0.1).
     */
    static boolean shows(NodeInfo now, Position had) {
        boolean isWiped = now.persistence() == Persistence.ON_DISK
                && now.contents() == Contents.EMPTY
                && had instanceof Position.Known known
                && known.offsets().stream().anyMatch(offset -> offset != 0);
        boolean isNewHistory =
                now.persistence() == Persistence.SNAPSHOT_OR_NONE || now.persistence() == Persistence.ON_DISK;
        return isWiped || now.position().lacks(had) || (isNewHistory && isUnrelated(now, had));
    }

    /** Returns in which way a master lacks data that has begun a new life without it. */
    static Reason.Code how(NodeInfo now, Position had) {
        if (now.contents() == Contents.EMPTY) {
            return Reason.Code.MASTER_CAME_BACK_EMPTY;
        }
        return now.position().lacks(had) ? Reason.Code.MASTER_CAME_BACK_BEHIND : Reason.Code.MASTER_CAME_BACK_UNRELATED;
    }

    static boolean isUnrelated(NodeInfo now, Position had) {
        return now.position() instanceof Position.Known
                && had instanceof Position.Known
                && now.position().compare(had) == Position.Comparison.INCOMPARABLE;
    }

    /** Whether a node that had keys at its last good look, in whatever life, has none now and another history. */
    static boolean isEmptied(Sights sights, NodeId node, NodeInfo now) {
        return now.contents() == Contents.EMPTY
                && sights.lastGood(node)
                        .filter(info -> info.contents() == Contents.SOME
                                && now.position().compare(info.position()) == Position.Comparison.INCOMPARABLE)
                        .isPresent();
    }

    /** Returns what a node told at its last good look, if that was of that life. */
    static Optional<NodeInfo> lastOf(Sights sights, NodeId node, Incarnation life) {
        return sights.lastGood(node).filter(info -> info.incarnation().equals(life));
    }

    /** Returns what is known of the loss of the recorded master, if it has lost data. */
    static Optional<Standing.LostData> of(GroupRecord record) {
        return record.master()
                .flatMap(record::member)
                .flatMap(member ->
                        member.standing() instanceof Standing.LostData lost ? Optional.of(lost) : Optional.empty());
    }

    /** Whether the recorded master is seen as master in the life in which it came back without its data. */
    static boolean isShown(GroupRecord record, Sights sights) {
        return of(record)
                .flatMap(lost -> record.master()
                        .filter(sights::isShownAsMaster)
                        .flatMap(sights::info)
                        .filter(info -> info.incarnation().equals(lost.incarnation())))
                .isPresent();
    }

    /**
     * Whether everybody is seen, has its data in memory, and has none of what was lost: it copied what the master has now, has
     * nothing that the master lacks, or nothing at all. Who was seen before this look at the master may have copied since what
     * that one had before.
     */
    static boolean isGone(GroupRecord record, Sights sights, NodeId master, NodeInfo now) {
        return record.members().stream()
                .map(MemberRecord::id)
                .filter(node -> !node.equals(master))
                .allMatch(node -> sights.info(node)
                        .filter(info ->
                                info.readiness() == NodeInfo.Readiness.READY && sights.isSeenAfter(node, master))
                        .filter(info -> sights.isLinkedTo(node, info, master)
                                || info.contents() == Contents.EMPTY
                                || Lineage.isCovered(info.position(), now.position()))
                        .isPresent());
    }
}
