package dev.regroup.reduce;

import dev.regroup.model.Action;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Presumption;
import dev.regroup.model.PromoteSent;
import dev.regroup.model.Reason;
import io.vavr.collection.Vector;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done: every action follows from the difference between the new record and the observation, so that
 * whatever was lost on the way is asked for again. Immutable.
 */
record Plan(Vector<Action> actions, Vector<Reason> reasons) {

    static Plan of(GroupRecord record, Sights sights, Overthrow overthrow) {
        if (record.claim() instanceof Claim.Pending claim) {
            return ofClaim(record, claim, sights);
        }
        Optional<NodeId> master = record.master();
        if (master.isEmpty()) {
            return nothing();
        }
        if (overthrow instanceof Overthrow.Repromote repromote) {
            return repromote(record, master.get(), repromote);
        }
        return sights.isShownAsMaster(master.get()) ? follows(record, master.get(), sights) : nothing();
    }

    private static Plan nothing() {
        return new Plan(Vector.empty(), Vector.empty());
    }

    /** Promote goes out with every look until the candidate is master, not only in the round that made the claim. */
    private static Plan ofClaim(GroupRecord record, Claim.Pending claim, Sights sights) {
        NodeId node = claim.candidate();
        Presumption.Living own = new Presumption.IsReplica(node, claim.incarnation());
        return sights.isShownAsReplica(node)
                ? nothing()
                        .with(
                                new Action.Promote(
                                        record.id(), claim.epoch(), own, unlessReturned(record, claim, sights)),
                                Reason.of(Reason.Code.PROMOTE_CLAIMED, node))
                : nothing();
    }

    /**
     * Once a Promote may be on its way the claim is led to its end even if the recorded master is back: two masters
     * would be the alternative.
     */
    private static List<Presumption> unlessReturned(GroupRecord record, Claim.Pending claim, Sights sights) {
        boolean isPossiblySent = sights.observation().promoteSent() instanceof PromoteSent.Possibly sent
                && sent.epoch() == claim.epoch();
        return isPossiblySent
                ? List.of()
                : record.master().<Presumption>map(Presumption.IsNoMaster::new).stream()
                        .toList();
    }

    private static Plan repromote(GroupRecord record, NodeId master, Overthrow.Repromote repromote) {
        return nothing()
                .with(
                        new Action.Promote(record.id(), record.epoch(), repromote.own(), repromote.others()),
                        Reason.of(Reason.Code.PROMOTE_RECORDED, master));
    }

    private static Plan follows(GroupRecord record, NodeId master, Sights sights) {
        Plan plan = nothing();
        Presumption.IsMaster presumed = new Presumption.IsMaster(
                master, sights.info(master).orElseThrow().incarnation());
        for (MemberRecord member : record.members()) {
            Optional<NodeInfo> info = sights.info(member.id())
                    .filter(i -> !member.id().equals(master) && i.readiness() == NodeInfo.Readiness.READY);
            Optional<Reason.Code> code = info.flatMap(i -> reasonToFollow(member, i, master, sights));
            if (code.isPresent()) {
                Action follow = new Action.Follow(
                        record.id(), record.epoch(), Presuming.inRole(member.id(), info.orElseThrow()), presumed);
                plan = plan.with(follow, Reason.of(code.get(), member.id(), master));
            }
        }
        return plan;
    }

    private static Optional<Reason.Code> reasonToFollow(
            MemberRecord member, NodeInfo info, NodeId master, Sights sights) {
        Pointer pointer = sights.pointer(member.id(), info);
        if (pointer instanceof Pointer.None) {
            return isShownAsMasterSince(master, member.id(), sights)
                    ? Rivals.reasonToFollow(member, info)
                    : Optional.empty();
        }
        boolean isRight = pointer instanceof Pointer.ToMember to && to.node().equals(master);
        return isRight ? Optional.empty() : Optional.of(Reason.Code.FOLLOW_WRONG_POINTER);
    }

    /** Whether the master was looked at after its rival: before that, the two may have changed places by hand. */
    private static boolean isShownAsMasterSince(NodeId master, NodeId rival, Sights sights) {
        return sights.good(rival)
                .flatMap(of -> sights.good(master)
                        .filter(m -> m.report().sentAt().compareTo(of.report().doneAt()) >= 0))
                .isPresent();
    }

    private Plan with(Action action, Reason reason) {
        return new Plan(actions.append(action), reasons.append(reason));
    }
}
