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

/** Judges whether a member may become master in the place of the recorded one, which is down. */
final class Electability {

    private final Policy policy;
    private final GroupRecord record;
    private final Sights sights;
    private final NodeId master;
    private final Vector<Position> known;

    private Electability(Policy policy, GroupRecord record, Sights sights, NodeId master) {
        this.policy = policy;
        this.record = record;
        this.sights = sights;
        this.master = master;
        this.known = known(record, sights, master);
    }

    static Electability of(Policy policy, GroupRecord record, Sights sights, NodeId master) {
        return new Electability(policy, record, sights, master);
    }

    /** Whether a claimed candidate may still be promoted. */
    static boolean isStillElectable(GroupRecord record, NodeId node, NodeInfo info) {
        return info.readiness() == NodeInfo.Readiness.READY
                && info.eligibility() != NodeInfo.Eligibility.NO
                && isInSync(record, node, info);
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
        if (isInSync(record, member.id(), info) && followsOrReigns(member.id(), info)) {
            boolean lags = known.exists(position -> Lag.isBeyond(policy.lagMax(), info.position(), position));
            return lags
                    ? Ruling.LAGGING
                    : isSeenSinceMasterFellSilent(member.id()) ? Ruling.ELECTABLE : Ruling.UNPROVEN;
        }
        boolean isBehind = known.exists(position -> info.position().compare(position) == Position.Comparison.BEHIND);
        return isBehind ? Ruling.LAGGING : Ruling.UNPROVEN;
    }

    private static boolean isInSync(GroupRecord record, NodeId node, NodeInfo info) {
        return record.member(node)
                .filter(member -> member.standing() instanceof InSync inSync
                        && inSync.incarnation().equals(info.incarnation()))
                .isPresent();
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

    /** Every position that the group is known to have reached. */
    private static Vector<Position> known(GroupRecord record, Sights sights, NodeId master) {
        Vector<Position> known = Vector.empty();
        for (MemberRecord member : record.members()) {
            if (member.standing() instanceof InSync inSync) {
                known = known.append(inSync.position());
            }
            known = sights.info(member.id())
                    .map(NodeInfo::position)
                    .map(known::append)
                    .orElse(known);
        }
        return sights.observation()
                .lastGood(master)
                .filter(report -> report.outcome() instanceof Outcome.Answered)
                .map(report -> ((Outcome.Answered) report.outcome()).info().position())
                .map(known::append)
                .orElse(known);
    }
}
