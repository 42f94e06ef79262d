package dev.regroup.reduce;

import dev.regroup.model.Choice;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeInfo.Contents;
import dev.regroup.model.Outcome;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Role;
import dev.regroup.model.Standing;
import dev.regroup.model.Standing.InSync;
import dev.regroup.model.Verdict.Ruling;
import io.vavr.collection.Vector;
import java.util.Optional;

/** Judges whether a member may become master in the place of the recorded one. */
final class Electability {

    private final Policy policy;
    private final Sights sights;
    private final NodeId master;
    private final Cause cause;
    private final Vector<Position> known;
    private final Position reference;
    private final boolean hasContents;
    private final ToldLag toldLag;

    private Electability(Policy policy, GroupRecord record, Sights sights, NodeId master, Cause cause) {
        this.policy = policy;
        this.sights = sights;
        this.master = master;
        this.cause = cause;
        this.known = known(record, sights, cause);
        this.reference = reference(record, sights, master);
        this.hasContents = record.members().stream().anyMatch(member -> hasContents(member.id(), sights));
        this.toldLag = new ToldLag(policy.lagMax(), record, sights, master);
    }

    static Electability of(Policy policy, GroupRecord record, Sights sights, NodeId master, Cause cause) {
        return new Electability(policy, record, sights, master, cause);
    }

    /** Whether a claimed candidate may still be promoted. */
    static boolean isStillElectable(GroupRecord record, NodeId node, NodeInfo info, Cause cause) {
        return info.readiness() == NodeInfo.Readiness.READY
                && !info.eligibility().isForbidden()
                && (cause == Cause.UNPROVEN
                        || record.member(node)
                                .filter(member -> member.isInSync(info.incarnation()))
                                .isPresent());
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

    private Ruling ofData(MemberRecord member, NodeInfo info) {
        boolean isProven = member.isInSync(info.incarnation()) && followsOrReigns(member.id(), info);
        if (!isProven) {
            boolean isBehind = ToldLag.concerns(info)
                    ? toldLag.isBehind(member, info)
                    : known.exists(position -> info.position().compare(position) == Position.Comparison.BEHIND);
            boolean isEmpty = hasContents && info.contents() == Contents.EMPTY;
            return isEmpty ? Ruling.EMPTY : isBehind ? Ruling.LAGGING : Ruling.UNPROVEN;
        }
        ToldLag.Finding lag = ToldLag.concerns(info) ? toldLag.of(member, info) : lagByPositions(info);
        if (lag == ToldLag.Finding.FAR) {
            return Ruling.LAGGING;
        }
        return lag == ToldLag.Finding.NEAR && isContinuing(info) && isSeenSinceMasterFellSilent(member.id())
                ? Ruling.ELECTABLE
                : Ruling.UNPROVEN;
    }

    private ToldLag.Finding lagByPositions(NodeInfo info) {
        return known.exists(position -> Lag.isBeyond(policy.lagMax(), info.position(), position))
                ? ToldLag.Finding.FAR
                : ToldLag.Finding.NEAR;
    }

    /**
     * Whether its data still belongs to the history that the master was last known to have: a replica that began to
     * copy something else, or lost what it had, shows another position or none.
     */
    private boolean isContinuing(NodeInfo info) {
        return !(reference instanceof Position.Known)
                || (info.position().compare(reference) != Position.Comparison.INCOMPARABLE
                        && !(cause == Cause.LOST_DATA && Lag.isBeyond(policy.lagMax(), info.position(), reference)));
    }

    private boolean followsOrReigns(NodeId node, NodeInfo info) {
        return info.role() instanceof Role.Master
                || (sights.pointer(node, info) instanceof Pointer.ToMember to
                        && to.node().equals(master));
    }

    /** A master that is visible has no moment of silence after which others have to be seen. */
    private boolean isSeenSinceMasterFellSilent(NodeId node) {
        return cause != Cause.DOWN
                || (sights.health(master) instanceof NodeHealth.Down down
                        && down.seenSince().contains(node));
    }

    /**
     * Every position that the group is known to have reached: recorded, seen now, or seen last by this observer. What a
     * master has that lost its data is not one of them.
     */
    private static Vector<Position> known(GroupRecord record, Sights sights, Cause cause) {
        Vector<Position> known = Vector.empty();
        for (MemberRecord member : record.members()) {
            known = member.standing() instanceof InSync inSync ? known.append(inSync.position()) : known;
            if (member.standing() instanceof Standing.Detached) {
                continue;
            }
            if (cause == Cause.LOST_DATA && record.master().equals(Optional.of(member.id()))) {
                continue;
            }
            known = known.appendAll(
                    sights.info(member.id()).or(() -> lastGood(sights, member.id())).map(NodeInfo::position).stream()
                            .toList());
        }
        return known;
    }

    /** What the master was last known to have: before it lost data, as this observer saw it, or else as recorded. */
    private static Position reference(GroupRecord record, Sights sights, NodeId master) {
        return Losses.of(record)
                .map(lost -> lost.had())
                .orElseGet(() -> sights.info(master)
                        .or(() -> lastGood(sights, master))
                        .map(NodeInfo::position)
                        .filter(Position.Known.class::isInstance)
                        .or(() -> record.member(master)
                                .flatMap(member -> member.standing() instanceof InSync inSync
                                        ? Optional.of(inSync.position())
                                        : Optional.empty()))
                        .orElseGet(Position::unknown));
    }

    private static boolean hasContents(NodeId node, Sights sights) {
        return sights.info(node)
                .or(() -> lastGood(sights, node))
                .filter(info -> info.contents() == Contents.SOME)
                .isPresent();
    }

    private static Optional<NodeInfo> lastGood(Sights sights, NodeId node) {
        return sights.observation()
                .lastGood(node)
                .flatMap(report -> report.outcome() instanceof Outcome.Answered answered
                        ? Optional.of(answered.info())
                        : Optional.empty());
    }
}
