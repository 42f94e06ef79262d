package dev.regroup.reduce;

import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Outcome;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Role;
import dev.regroup.model.Standing.InSync;
import dev.regroup.model.Verdict.Ruling;
import io.vavr.collection.Vector;
import java.util.Optional;

/** Judges whether a member may become master in the place of the recorded one, which is down. */
final class Electability {

    private final Policy policy;
    private final Sights sights;
    private final NodeId master;
    private final Vector<Position> known;
    private final Position reference;

    private Electability(Policy policy, GroupRecord record, Sights sights, NodeId master) {
        this.policy = policy;
        this.sights = sights;
        this.master = master;
        this.known = known(record, sights);
        this.reference = reference(record, sights, master);
    }

    static Electability of(Policy policy, GroupRecord record, Sights sights, NodeId master) {
        return new Electability(policy, record, sights, master);
    }

    /** Whether a claimed candidate may still be promoted. */
    static boolean isStillElectable(GroupRecord record, NodeId node, NodeInfo info) {
        return info.readiness() == NodeInfo.Readiness.READY
                && info.eligibility() != NodeInfo.Eligibility.NO
                && record.member(node)
                        .filter(member -> member.isInSync(info.incarnation()))
                        .isPresent();
    }

    Ruling ruling(MemberRecord member) {
        if (!(sights.of(member.id()) instanceof Sight.Good good)) {
            return Ruling.NOT_VISIBLE;
        }
        NodeInfo info = good.info();
        if (info.readiness() == NodeInfo.Readiness.LOADING) {
            return Ruling.LOADING;
        }
        if (info.eligibility() == NodeInfo.Eligibility.NO) {
            return Ruling.INELIGIBLE;
        }
        boolean isBehind = known.exists(position -> info.position().compare(position) == Position.Comparison.BEHIND);
        if (!member.isInSync(info.incarnation()) || !followsOrReigns(member.id(), info)) {
            return isBehind ? Ruling.LAGGING : Ruling.UNPROVEN;
        }
        if (known.exists(position -> Lag.isBeyond(policy.lagMax(), info.position(), position))) {
            return Ruling.LAGGING;
        }
        return isContinuing(info) && isSeenSinceMasterFellSilent(member.id()) ? Ruling.ELECTABLE : Ruling.UNPROVEN;
    }

    /**
     * Whether its data still belongs to the history that the master was last known to have: a replica that began to
     * copy something else, or lost what it had, shows another position or none.
     */
    private boolean isContinuing(NodeInfo info) {
        return !(reference instanceof Position.Known)
                || info.position().compare(reference) != Position.Comparison.INCOMPARABLE;
    }

    private boolean followsOrReigns(NodeId node, NodeInfo info) {
        return info.role() instanceof Role.Master
                || (sights.pointer(node, info) instanceof Pointer.ToMember to
                        && to.node().equals(master));
    }

    private boolean isSeenSinceMasterFellSilent(NodeId node) {
        return sights.health(master) instanceof NodeHealth.Down down
                && down.seenSince().contains(node);
    }

    /** Every position that the group is known to have reached: recorded, seen now, or seen last by this observer. */
    private static Vector<Position> known(GroupRecord record, Sights sights) {
        Vector<Position> known = Vector.empty();
        for (MemberRecord member : record.members()) {
            known = member.standing() instanceof InSync inSync ? known.append(inSync.position()) : known;
            known = known.appendAll(
                    sights.info(member.id()).map(NodeInfo::position).stream().toList());
            known = known.appendAll(lastGood(sights, member.id()).stream().toList());
        }
        return known;
    }

    /** What the master was last known to have: as this observer saw it, or else as recorded. */
    private static Position reference(GroupRecord record, Sights sights, NodeId master) {
        return lastGood(sights, master)
                .filter(Position.Known.class::isInstance)
                .or(() -> record.member(master)
                        .map(MemberRecord::standing)
                        .flatMap(standing ->
                                standing instanceof InSync inSync ? Optional.of(inSync.position()) : Optional.empty()))
                .orElseGet(Position::unknown);
    }

    private static Optional<Position> lastGood(Sights sights, NodeId node) {
        return sights.observation()
                .lastGood(node)
                .flatMap(report -> report.outcome() instanceof Outcome.Answered answered
                        ? Optional.of(answered.info().position())
                        : Optional.empty());
    }
}
