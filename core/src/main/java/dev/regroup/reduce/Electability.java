package dev.regroup.reduce;

import dev.regroup.model.Choice;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeInfo.Contents;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Reason;
import dev.regroup.model.Standing;
import dev.regroup.model.Standing.InSync;
import dev.regroup.model.Standing.LostData;
import dev.regroup.model.Verdict.Ruling;
import io.vavr.collection.Vector;
import java.util.Optional;

/** Judges whether a member may become master in the place of the recorded one. */
final class Electability {

    private final Policy policy;
    private final GroupRecord record;
    private final Sights sights;
    private final NodeId master;
    private final Cause cause;
    private final Vector<Position> known;
    private final Position reference;
    private final boolean hasContents;
    private final boolean hasMasterMore;
    private final ToldLag toldLag;

    private Electability(Policy policy, GroupRecord record, Sights sights, NodeId master, Cause cause) {
        this.policy = policy;
        this.record = record;
        this.sights = sights;
        this.master = master;
        this.cause = cause;
        this.known = known(record, sights, cause);
        this.reference = reference(record, sights, master, cause);
        this.hasContents = record.members().stream().anyMatch(member -> hasContents(member.id(), sights));
        this.hasMasterMore = hasContents(master, sights)
                && Losses.of(record)
                        .filter(lost -> sights.info(master)
                                .or(() -> sights.lastGood(master))
                                .filter(info -> Losses.isUnrelated(info, lost.had())
                                        && !info.position().lacks(lost.had()))
                                .isPresent())
                        .isPresent();
        this.toldLag = new ToldLag(policy.lagMax(), record, sights, master);
    }

    static Electability of(Policy policy, GroupRecord record, Sights sights, NodeId master, Cause cause) {
        return new Electability(policy, record, sights, master, cause);
    }

    /** Returns how the claim of a visible candidate ends that may not be promoted any more; empty if it may. */
    static Optional<Reason.Code> endOfClaim(
            GroupRecord record, Sights sights, NodeId node, NodeInfo info, Cause cause) {
        if (info.readiness() == NodeInfo.Readiness.LOADING) {
            return Optional.of(Reason.Code.CLAIM_ENDED_CANDIDATE_LOADING);
        }
        if (info.eligibility().isForbidden()) {
            return Optional.of(Reason.Code.CLAIM_ENDED_CANDIDATE_INELIGIBLE);
        }
        boolean isProven = record.member(node)
                .filter(member -> member.isInSync(info.incarnation()))
                .isPresent();
        boolean isStillBest = cause == Cause.MASTERLESS
                && !ToldLag.concerns(info)
                && !Upstream.mayBeFed(record, sights, node, info)
                && !OwnData.isOutdone(record, sights, info);
        return isProven || cause == Cause.UNPROVEN || isStillBest
                ? Optional.empty()
                : Optional.of(Reason.Code.CLAIM_ENDED_CANDIDATE_OUT_OF_SYNC);
    }

    Ruling ruling(MemberRecord member) {
        if (member.member().isForbidden()) {
            return Ruling.FORBIDDEN;
        }
        if (policy.dataCentreRule() == Choice.DataCentres.REQUIRED
                && !member.member().dataCentre().equals(policy.dataCentre())) {
            return Ruling.ELSEWHERE;
        }
        if (!(sights.of(member.id()) instanceof Sight.Good good)) {
            return Ruling.NOT_VISIBLE;
        }
        if (member.standing() instanceof Standing.Detached) {
            return Ruling.DETACHED;
        }
        NodeInfo info = good.info();
        if (info.readiness() == NodeInfo.Readiness.LOADING) {
            return Ruling.LOADING;
        }
        return info.eligibility().isForbidden() ? Ruling.INELIGIBLE : ofData(member, info);
    }

    /**
     * Whoever is visible and in sync follows the master, or reigns: who follows somebody else has lost its mark. One
     * without a key has nothing that a master lost which has other keys again.
     */
    private Ruling ofData(MemberRecord member, NodeInfo info) {
        if (isBestLeft(member.id(), info)) {
            return Ruling.ELECTABLE;
        }
        if (!member.isInSync(info.incarnation())) {
            boolean isBehind = ToldLag.concerns(info)
                    ? toldLag.isBehind(member, info)
                    : known.exists(position -> info.position().compare(position) == Position.Comparison.BEHIND);
            boolean isEmpty = hasContents && info.contents() == Contents.EMPTY;
            return isEmpty ? Ruling.EMPTY : isBehind ? Ruling.LAGGING : Ruling.UNPROVEN;
        }
        if (hasMasterMore && info.contents() == Contents.EMPTY) {
            return Ruling.EMPTY;
        }
        boolean isTold = ToldLag.concerns(info) || info.position() instanceof Position.Unnamed;
        ToldLag.Finding lag = isTold ? toldLag.of(member, info) : lagByPositions(info);
        if (lag == ToldLag.Finding.FAR) {
            return Ruling.LAGGING;
        }
        return lag == ToldLag.Finding.NEAR && isContinuing(info) && isSeenSinceMasterFellSilent(member.id())
                ? Ruling.ELECTABLE
                : Ruling.UNPROVEN;
    }

    /**
     * Whether nobody is master, everybody is seen, and none of them has more: to wait for somebody better is in vain. One that
     * refuses to be master gives way for a while to another that has as much.
     */
    private boolean isBestLeft(NodeId node, NodeInfo info) {
        return cause == Cause.MASTERLESS
                && !ToldLag.concerns(info)
                && !Orders.isRefusingReign(policy, sights, node, info)
                && !Upstream.mayBeFed(record, sights, node, info)
                && OwnData.isBestOfAll(record, sights, node, info);
    }

    private ToldLag.Finding lagByPositions(NodeInfo info) {
        return known.exists(position -> Lag.isBeyond(policy.lagMax(), info.position(), position))
                ? ToldLag.Finding.FAR
                : ToldLag.Finding.NEAR;
    }

    /**
     * Returns how far the data of a visible member is from the reign's: 0 if it can be compared with what the master had, 1 if
     * it cannot tell, 2 if it was master of a former reign or has more than the present one began with, 3 if it has another
     * history.
     */
    int distance(MemberRecord member) {
        Position position = sights.info(member.id()).map(NodeInfo::position).orElseGet(Position::unknown);
        if (member.standing() instanceof Standing.Deposed || Copies.owesAll(member)) {
            return 2;
        }
        if (!(position instanceof Position.Known) || !(reference instanceof Position.Known)) {
            return 1;
        }
        return position.compare(reference) == Position.Comparison.INCOMPARABLE ? 3 : 0;
    }

    /**
     * Whether its data still belongs to the history that the master was last known to have: a replica that began to
     * copy something else, or lost what it had, shows another position or none.
     */
    private boolean isContinuing(NodeInfo info) {
        return !(reference instanceof Position.Known)
                || info.position().compare(reference) != Position.Comparison.INCOMPARABLE;
    }

    /** A master that is visible has no moment of silence after which others have to be seen. */
    private boolean isSeenSinceMasterFellSilent(NodeId node) {
        return cause != Cause.DOWN
                || (sights.health(master) instanceof NodeHealth.Down down
                        && down.seenSince().contains(node));
    }

    /**
     * Every position that the group is known to have reached: recorded, seen now, or seen last by this observer. What a
     * master has that lost its data is not one of them, but what it had is. What a master had that is a replica now, and tells
     * that it has something else or nothing, is gone if everybody tells what it has; what it shows is not, if it has a key.
     */
    private static Vector<Position> known(GroupRecord record, Sights sights, Cause cause) {
        Vector<Position> known = Vector.empty();
        boolean isAllTold = record.members().stream().allMatch(member -> OwnData.tells(record, sights, member));
        for (MemberRecord member : record.members()) {
            boolean isMaster = record.master().equals(Optional.of(member.id()));
            boolean isTurned = isMaster && cause == Cause.MASTERLESS && !hasKept(record, sights, member.id());
            boolean isGone = isTurned && isAllTold;
            known = member.standing() instanceof InSync inSync && !isGone ? known.append(inSync.position()) : known;
            known = member.standing() instanceof LostData lost ? known.append(lost.had()) : known;
            boolean isNoLongerOfGroup = member.standing() instanceof Standing.Detached
                    || (isMaster && cause == Cause.LOST_DATA)
                    || (isTurned && OwnData.isWithoutKeys(sights, member.id()));
            if (isNoLongerOfGroup) {
                continue;
            }
            Optional<NodeInfo> last = isTurned ? Optional.empty() : sights.lastGood(member.id());
            known = known.appendAll(sights.info(member.id()).or(() -> last).map(NodeInfo::position).stream()
                    .toList());
        }
        return known;
    }

    /**
     * What the master was last known to have: before it lost data, as this observer saw it, or else as recorded. While it
     * reads its data set it takes no write, and its position says nothing: Redis begins a new history when it reads an
     * append-only file (redis 7.0.15).
     */
    private static Position reference(GroupRecord record, Sights sights, NodeId master, Cause cause) {
        return Losses.of(record)
                .map(lost -> lost.had())
                .orElseGet(() -> sights.info(master)
                        .filter(info -> cause != Cause.MASTERLESS || hasKept(record, sights, master))
                        .or(() -> cause == Cause.MASTERLESS ? Optional.empty() : sights.lastGood(master))
                        .filter(info -> info.readiness() == NodeInfo.Readiness.READY)
                        .map(NodeInfo::position)
                        .filter(Position.Known.class::isInstance)
                        .or(() -> record.member(master)
                                .flatMap(member -> member.standing() instanceof InSync inSync
                                        ? Optional.of(inSync.position())
                                        : Optional.empty()))
                        .orElseGet(Position::unknown));
    }

    /** Whether it lacks more of what the recorded master is known to have had than a replica may be behind. */
    static boolean lacksOfMark(Policy policy, GroupRecord record, NodeInfo info) {
        return record.master()
                .flatMap(record::member)
                .filter(member -> member.standing() instanceof InSync mark
                        && Lag.isBeyond(policy.lagMax(), info.position(), mark.position()))
                .isPresent();
    }

    /** Whether it shows a key, or did when it was last seen. */
    static boolean hasContents(NodeId node, Sights sights) {
        return sights.info(node)
                .or(() -> sights.lastGood(node))
                .filter(info -> info.contents() == Contents.SOME)
                .isPresent();
    }

    /** Whether a recorded master that is a replica now still has its own data. */
    private static boolean hasKept(GroupRecord record, Sights sights, NodeId master) {
        return sights.info(master)
                .filter(info -> OwnData.isKept(record, sights, info))
                .isPresent();
    }
}
