package dev.regroup.reduce;

import dev.regroup.model.Action;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Reason;
import io.vavr.collection.Vector;
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
        if (overthrow instanceof Overthrow.Repromote) {
            return repromote(record, master.get(), sights);
        }
        return sights.isShownAsMaster(master.get()) ? follows(record, master.get(), sights) : nothing();
    }

    private static Plan nothing() {
        return new Plan(Vector.empty(), Vector.empty());
    }

    /** Promote goes out with every look until the candidate is master, not only in the round that made the claim. */
    private static Plan ofClaim(GroupRecord record, Claim.Pending claim, Sights sights) {
        NodeId node = claim.candidate();
        Action.Unless unless = record.master()
                .<Action.Unless>map(Action.Unless.MasterAnswers::new)
                .orElseGet(Action.Unless.Nothing::new);
        return sights.isShownAsReplica(node)
                ? nothing()
                        .with(
                                new Action.Promote(record.id(), claim.epoch(), node, claim.incarnation(), unless),
                                Reason.of(Reason.Code.PROMOTE_CLAIMED, node))
                : nothing();
    }

    private static Plan repromote(GroupRecord record, NodeId master, Sights sights) {
        NodeInfo info = sights.info(master).orElseThrow();
        return nothing()
                .with(
                        new Action.Promote(
                                record.id(), record.epoch(), master, info.incarnation(), new Action.Unless.Nothing()),
                        Reason.of(Reason.Code.PROMOTE_RECORDED, master));
    }

    private static Plan follows(GroupRecord record, NodeId master, Sights sights) {
        Plan plan = nothing();
        for (MemberRecord member : record.members()) {
            Optional<NodeInfo> info = sights.info(member.id())
                    .filter(i -> !member.id().equals(master) && i.readiness() == NodeInfo.Readiness.READY);
            Optional<Reason.Code> code = info.flatMap(i -> reasonToFollow(member, i, master, sights));
            if (code.isPresent()) {
                Action follow = new Action.Follow(
                        record.id(),
                        record.epoch(),
                        member.id(),
                        info.orElseThrow().incarnation(),
                        master);
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
