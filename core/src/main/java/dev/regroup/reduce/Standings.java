package dev.regroup.reduce;

import dev.regroup.model.Action;
import dev.regroup.model.Attached;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Link;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeInfo.Contents;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Reason;
import dev.regroup.model.Reign;
import dev.regroup.model.Role;
import dev.regroup.model.Standing.Deposed;
import dev.regroup.model.Standing.Detached;
import dev.regroup.model.Standing.InSync;
import dev.regroup.model.Standing.LostData;
import dev.regroup.model.Standing.OutOfSync;
import dev.regroup.model.Veto;
import java.time.Duration;
import java.util.Optional;

/** Records whose data can be relied upon, and who still has to give up an ended reign. */
final class Standings {

    private final Policy policy;
    private final Sights sights;
    private final NodeId master;

    private Standings(Policy policy, Sights sights, NodeId master) {
        this.policy = policy;
        this.sights = sights;
        this.master = master;
    }

    static Draft record(Policy policy, Draft draft, Sights sights) {
        if (!(draft.record().reign() instanceof Reign.Of reign)) {
            return draft;
        }
        Standings standings = new Standings(policy, sights, reign.master());
        // The master first: what replicas have is judged otherwise once it has lost its data.
        Draft next = draft.record()
                .member(reign.master())
                .map(member -> standings.ofMaster(draft, member))
                .orElse(draft);
        for (MemberRecord member : draft.record().members()) {
            next = member.id().equals(reign.master()) ? next : standings.ofReplica(next, member);
        }
        return next;
    }

    /**
     * While its data set is being read nothing can be said about a master: Redis 7.0.15 tells {@code aof_enabled:0} and
     * no keys until then (aof.c, loadAppendOnlyFiles).
     */
    private Draft ofMaster(Draft draft, MemberRecord member) {
        if (sights.isShownAsReplica(master)) {
            return ofTurned(draft, member);
        }
        Optional<NodeInfo> seen = sights.info(master).filter(i -> i.readiness() == NodeInfo.Readiness.READY);
        if (seen.isEmpty()) {
            return draft;
        }
        NodeInfo info = seen.get();
        if (member.isInSync(info.incarnation()) && member.standing() instanceof InSync mark) {
            return ofSameLife(draft, info, mark);
        }
        if (member.standing() instanceof LostData lost) {
            return ofEmptied(draft, info, lost);
        }
        Optional<Position> had = member.standing() instanceof InSync mark
                ? Losses.before(draft.record(), sights, master, info, mark)
                : Optional.empty();
        if (had.isPresent()) {
            return draft.withStanding(master, new LostData(info.incarnation(), had.get()))
                    .because(Losses.how(info, had.get()), master);
        }
        return member.standing() instanceof InSync mark && isUnknown(draft, info, mark.position())
                ? draft.withStanding(master, new InSync(info.incarnation(), mark.position()))
                        .because(Reason.Code.MASTER_DATA_UNKNOWN, master)
                : draft.withStanding(master, Losses.mark(info)).because(Reason.Code.MASTER_RESTARTED, master);
    }

    /**
     * What it tells from now on may be the data of somebody else: how far it reached as master is what its successor is
     * measured by, however many looks it takes to find one.
     */
    private Draft ofTurned(Draft draft, MemberRecord member) {
        if (!(member.standing() instanceof InSync mark)) {
            return draft;
        }
        return Losses.lastOf(sights, master, mark.incarnation())
                .filter(info -> info.role() instanceof Role.Master && info.readiness() == NodeInfo.Readiness.READY)
                .map(NodeInfo::position)
                .filter(reached -> reached.compare(mark.position()) == Position.Comparison.AHEAD)
                .map(reached -> draft.withStanding(master, new InSync(mark.incarnation(), reached, mark.contents()))
                        .because(Reason.Code.MASTER_TURNED_REPLICA, master))
                .orElse(draft);
    }

    private boolean isUnknown(Draft draft, NodeInfo info, Position had) {
        return UnknownData.isPossible(info, had)
                && !UnknownData.holders(policy, draft.record(), sights, master, had)
                        .isEmpty();
    }

    /**
     * Only whoever was a replica in between can have less data without having been restarted. Of a Pika nothing can be
     * said: it takes over the numbers of whom it copies (pika v4.0.1).
     */
    private Draft ofSameLife(Draft draft, NodeInfo info, InSync mark) {
        boolean tellsLoss = info.persistence() != NodeInfo.Persistence.ON_DISK;
        boolean isOfFormerLife = UnknownData.isOfFormerLife(mark) && UnknownData.isPossible(info, mark.position());
        boolean isForeign = !isOfFormerLife && Losses.isForeign(sights, master, info, mark.position());
        if (tellsLoss && (isForeign || info.position().lacks(mark.position()))) {
            return draft.withStanding(master, new LostData(info.incarnation(), mark.position()))
                    .because(Reason.Code.MASTER_COPIED_LESS, master);
        }
        Contents contents = info.contents() == Contents.SOME ? Contents.SOME : mark.contents();
        if (isOfFormerLife) {
            return isUnknown(draft, info, mark.position())
                    ? draft
                    : draft.withStanding(master, Losses.mark(info)).because(Reason.Code.MASTER_RESTARTED, master);
        }
        if (isRenewed(info.position(), mark.position())) {
            return draft.withStanding(master, new InSync(info.incarnation(), info.position(), contents))
                    .because(Reason.Code.MASTER_HISTORY_RENEWED, master);
        }
        return contents == mark.contents()
                ? draft
                : draft.withStanding(master, new InSync(info.incarnation(), mark.position(), contents))
                        .because(Reason.Code.MASTER_HAS_KEYS, master);
    }

    /**
     * Whether it goes on under another name, without having lost anything: it was a replica meanwhile. Whoever copies
     * its data now tells that name, and could not be compared with the old one.
     */
    private static boolean isRenewed(Position now, Position recorded) {
        return now instanceof Position.Known known
                && recorded instanceof Position.Known mark
                && !known.history().equals(mark.history())
                && !now.lacks(recorded);
    }

    private Draft ofEmptied(Draft draft, NodeInfo info, LostData lost) {
        boolean isOpen = draft.record().claim() instanceof Claim.None;
        if (isOpen && Losses.isDisproved(draft.record(), sights, master, info, lost.had())) {
            return draft.withStanding(master, Losses.mark(info)).because(Reason.Code.MASTER_RESTARTED, master);
        }
        if (isOpen && Losses.isGone(draft.record(), sights, master, info)) {
            return draft.withStanding(master, Losses.mark(info)).because(Reason.Code.DATA_LOSS_ACCEPTED, master);
        }
        return info.incarnation().equals(lost.incarnation())
                ? draft
                : draft.withStanding(master, new LostData(info.incarnation(), lost.had()))
                        .because(Reason.Code.MASTER_STILL_LACKS_DATA, master);
    }

    private Draft ofReplica(Draft draft, MemberRecord member) {
        if (member.standing() instanceof InSync inSync) {
            return lostReason(draft.record(), member, inSync)
                    .map(code -> ofLost(draft, member, inSync, code))
                    .orElse(draft);
        }
        return sights.info(member.id())
                .map(info -> ofVisible(draft, member, info))
                .orElse(draft);
    }

    private Draft ofLost(Draft draft, MemberRecord member, InSync inSync, Reason.Code code) {
        NodeId node = member.id();
        OutOfSync lost = new OutOfSync(lastLifeFollowing(node, inSync), Traces.of(sights, node, master, inSync));
        Draft next = draft.withStanding(node, lost).because(code, node);
        return sights.info(node)
                .map(info -> new Copies(policy, next.record(), sights, master).record(next, now(next, member), info))
                .orElse(next);
    }

    private Draft ofVisible(Draft draft, MemberRecord member, NodeInfo info) {
        Copies copies = new Copies(policy, draft.record(), sights, master);
        Draft seen = refreshed(draft, member, info);
        Draft due = copies.record(seen, now(seen, member), info);
        boolean isOwed = copies.isOwed(now(due, member), info);
        return isOwed ? due : gained(rejoined(due, now(due, member), info), member, info);
    }

    private static MemberRecord now(Draft draft, MemberRecord member) {
        return draft.record().member(member.id()).orElse(member);
    }

    private Incarnation lastLifeFollowing(NodeId node, InSync inSync) {
        return sights.info(node)
                .filter(info -> isPointedAtMaster(node, info))
                .map(NodeInfo::incarnation)
                .orElse(inSync.incarnation());
    }

    private boolean isPointedAtMaster(NodeId node, NodeInfo info) {
        return sights.pointer(node, info) instanceof Pointer.ToMember to
                && to.node().equals(master);
    }

    /** Remembers the newest life in which it was seen following, so that a later one as master tells of a restart. */
    private Draft refreshed(Draft draft, MemberRecord member, NodeInfo info) {
        if (!(member.standing() instanceof OutOfSync last)) {
            return draft;
        }
        if (info.role() instanceof Role.Master) {
            return turned(draft, member, last);
        }
        boolean isNewLife = !last.incarnation().equals(info.incarnation()) && isPointedAtMaster(member.id(), info);
        return isNewLife
                ? draft.withStanding(member.id(), new OutOfSync(info.incarnation(), last.position(), last.due()))
                        .because(Reason.Code.FOLLOWS_IN_NEW_LIFE, member.id())
                : draft;
    }

    /** A trace is moved no more often than it is looked at: when its replica shows that it is none. */
    private Draft turned(Draft draft, MemberRecord member, OutOfSync last) {
        return sights.lastGood(member.id())
                .filter(info -> last.due().copy() == Action.Copy.PLAIN && isPointedAtMaster(member.id(), info))
                .map(Traces::of)
                .filter(reached -> reached instanceof Position.Known
                        && (!(last.position() instanceof Position.Known) || Copies.isBeyond(last.position(), reached)))
                .map(reached -> draft.withStanding(member.id(), new OutOfSync(last.incarnation(), reached, last.due()))
                        .because(Reason.Code.REPLICA_TURNED_MASTER, member.id()))
                .orElse(draft);
    }

    private Draft rejoined(Draft draft, MemberRecord member, NodeInfo info) {
        boolean isAway = (member.standing() instanceof Deposed || member.standing() instanceof Detached)
                && info.eligibility() != NodeInfo.Eligibility.INCOMPLETE;
        return isAway && sights.isLinkedTo(member.id(), info, master)
                ? draft.withStanding(member.id(), new OutOfSync(info.incarnation(), Traces.of(info)))
                        .because(Reason.Code.REJOINED, member.id())
                : draft;
    }

    private Draft gained(Draft draft, MemberRecord member, NodeInfo info) {
        boolean confirmed = Losses.of(draft.record()).isEmpty()
                && sights.health(member.id()) instanceof NodeHealth.Confirming confirming
                && confirming.looks() >= policy.confirmations()
                && isCountedNow(member.id(), confirming);
        return confirmed
                ? draft.withStanding(member.id(), new InSync(info.incarnation(), lasting(info.position())))
                        .because(Reason.Code.SYNC_GAINED, member.id())
                : draft;
    }

    /** Whether this look is one of those, beside one at the master: what was seen before that may not have been recorded. */
    private boolean isCountedNow(NodeId node, NodeHealth.Confirming confirming) {
        return sights.isReadyMaster(master)
                && sights.good(node)
                        .filter(sight -> sight.report().look() <= confirming.look())
                        .isPresent();
    }

    /** An offset without a history says nothing later. */
    private static Position lasting(Position position) {
        return position instanceof Position.Known ? position : Position.unknown();
    }

    private Optional<Reason.Code> lostReason(GroupRecord record, MemberRecord member, InSync inSync) {
        NodeId node = member.id();
        if (sights.of(node) instanceof Sight.Silent) {
            return isMasterSilentSinceSeen(record, node)
                    ? Optional.empty()
                    : Optional.of(Reason.Code.SYNC_LOST_SILENCE);
        }
        Optional<Sight.Good> good = sights.good(node);
        if (good.isEmpty()) {
            return lostWhileMute(member);
        }
        if (!good.get().info().incarnation().equals(inSync.incarnation())) {
            return Optional.of(Reason.Code.SYNC_LOST_RESTART);
        }
        boolean isPromoted = good.get().info().role() instanceof Role.Master
                && record.claim() instanceof Claim.Pending claim
                && claim.candidate().equals(node);
        if (isPromoted) {
            return Optional.empty();
        }
        if (isAstray(node, good.get().info())) {
            return Optional.of(Reason.Code.SYNC_LOST_POINTER);
        }
        if (isUnlinkedBesideMute(node, good.get())) {
            return Optional.of(ofUnlinked(node, good.get().info()));
        }
        Optional<Sight.Good> reigning = sights.good(master)
                .filter(m ->
                        m.info().role() instanceof Role.Master && m.info().readiness() == NodeInfo.Readiness.READY);
        return Losses.of(record).isPresent()
                ? reigning.filter(m -> sights.isLinkedTo(node, good.get().info(), master))
                        .filter(m -> !isContinuing(record, good.get().info()))
                        .map(m -> Reason.Code.SYNC_LOST_COPIED)
                : reigning.flatMap(m -> lostBeside(record, m, member, good.get()));
    }

    /**
     * Of a replica that tells nothing its master can tell whether it feeds it; of one that tells of none, as old servers do,
     * nothing speaks for the replica any more once it has told nothing for long.
     */
    private Optional<Reason.Code> lostWhileMute(MemberRecord member) {
        if (!(sights.of(member.id()) instanceof Sight.Wordless)
                || !(sights.health(member.id()) instanceof NodeHealth.Unusable mute)) {
            return Optional.empty();
        }
        Optional<NodeInfo> reigning = sights.good(master)
                .filter(m -> sights.isReadyMaster(master)
                        && isNotAfter(mute.first().doneAt(), m.report().sentAt()))
                .map(Sight.Good::info);
        boolean isTold =
                reigning.filter(m -> m.attached() instanceof Attached.Told).isPresent();
        return isTold
                ? reigning.filter(m -> !Feeding.isNamed(m, member)).map(m -> Reason.Code.SYNC_LOST_UNFED)
                : reigning.filter(m -> sights.isUnusable(member.id())).map(m -> Reason.Code.SYNC_LOST_UNUSABLE);
    }

    /** A master that tells nothing is alive: who has no link to it then misses what it takes. */
    private boolean isUnlinkedBesideMute(NodeId node, Sight.Good sight) {
        return sights.of(master) instanceof Sight.Wordless
                && sight.info().role() instanceof Role.Replica
                && !sights.isLinkedTo(node, sight.info(), master)
                && sights.observation()
                        .report(master)
                        .filter(report -> isNotAfter(sight.report().doneAt(), report.sentAt()))
                        .isPresent();
    }

    /**
     * Whether it follows somebody else. Also while the master is down, or a replica itself: it may be back for a moment
     * between two looks, and this one misses what it takes then.
     */
    private boolean isAstray(NodeId node, NodeInfo info) {
        return info.role() instanceof Role.Replica && !isPointedAtMaster(node, info);
    }

    /** Whether it still has what the master lost: its data continues what that one had. */
    private static boolean isContinuing(GroupRecord record, NodeInfo info) {
        return Losses.of(record)
                .filter(lost -> info.position().compare(lost.had()) != Position.Comparison.INCOMPARABLE
                        && !info.position().lacks(lost.had()))
                .isPresent();
    }

    /** Whether the master fell silent before this node did, and no witness shows that it still takes writes. */
    private boolean isMasterSilentSinceSeen(GroupRecord record, NodeId node) {
        NodeHealth health = sights.health(master);
        if (health instanceof NodeHealth.Suspect suspect) {
            return suspect.seenSince().contains(node) && !isFeeding(record, suspect.first());
        }
        return health instanceof NodeHealth.Down down
                && down.seenSince().contains(node)
                && !isFeeding(record, down.first());
    }

    private boolean isFeeding(GroupRecord record, NodeHealth.Miss first) {
        return Witnesses.vetoes(record, sights, master, first).stream().anyMatch(veto -> veto.kind() == Veto.Kind.FED);
    }

    /**
     * A missing link counts only if the master was seen alive after that, and a lag that is not the master's own word only
     * if the replica was looked at after the master: otherwise the master's death, or what it took in between, would be
     * held against the replica.
     */
    private Optional<Reason.Code> lostBeside(
            GroupRecord record, Sight.Good masterSight, MemberRecord member, Sight.Good sight) {
        boolean linked = sights.isLinkedTo(member.id(), sight.info(), master)
                && Feeding.isConfirmed(record, sights.observation(), masterSight.info(), member);
        if (!linked && isNotAfter(sight.report().doneAt(), masterSight.report().sentAt())) {
            return Optional.of(ofUnlinked(member.id(), sight.info()));
        }
        boolean isTold = Lag.told(record, masterSight.info(), member).isPresent();
        boolean lags = linked
                && (isTold
                        || isNotAfter(
                                masterSight.report().doneAt(), sight.report().sentAt()))
                && !Lag.isWithin(policy.lagMax(), record, masterSight.info(), member, sight.info());
        return lags ? Optional.of(Reason.Code.SYNC_LOST_LAG) : Optional.empty();
    }

    /** Returns why a visible member that does not follow somebody else has no link that its master confirms. */
    private Reason.Code ofUnlinked(NodeId node, NodeInfo info) {
        if (!(info.role() instanceof Role.Replica replica)) {
            return Reason.Code.SYNC_LOST_PROMOTED;
        }
        if (replica.link() instanceof Link.Syncing || info.readiness() == NodeInfo.Readiness.LOADING) {
            return Reason.Code.SYNC_LOST_COPYING;
        }
        return sights.isLinkedTo(node, info, master) ? Reason.Code.SYNC_LOST_UNFED : Reason.Code.SYNC_LOST_LINK;
    }

    private static boolean isNotAfter(Duration one, Duration other) {
        return one.compareTo(other) <= 0;
    }
}
