package dev.regroup.reduce;

import dev.regroup.model.Action;
import dev.regroup.model.Choice;
import dev.regroup.model.Commanded;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Policy;
import dev.regroup.model.Presumption;
import dev.regroup.model.Reason;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.util.Optional;

/** Who is told to follow the recorded master, which is seen as master: no more than necessary, and not too often. */
final class Follows {

    /** Before any time there is. */
    private static final Duration LONG_AGO = Duration.ofDays(-36_525);

    private final Policy policy;
    private final GroupRecord record;
    private final Sights sights;
    private final NodeId master;

    private Follows(Policy policy, GroupRecord record, Sights sights, NodeId master) {
        this.policy = policy;
        this.record = record;
        this.sights = sights;
        this.master = master;
    }

    static Plan of(Policy policy, GroupRecord record, Sights sights, NodeId master) {
        return new Follows(policy, record, sights, master).plan();
    }

    private Plan plan() {
        Plan plan = Plan.nothing();
        Presumption.IsMaster presumed = new Presumption.IsMaster(
                master, sights.info(master).orElseThrow().incarnation());
        for (MemberRecord member : longestUntoldFirst()) {
            Optional<NodeInfo> info = sights.info(member.id())
                    .filter(i -> !member.id().equals(master) && i.readiness() == NodeInfo.Readiness.READY);
            Optional<Reason.Code> code = info.flatMap(i -> reasonToFollow(member, i));
            if (code.isPresent()
                    && isDue(member.id(), info.orElseThrow())
                    && plan.actions().size() < free()) {
                Action follow = new Action.Follow(
                        record.id(), record.epoch(), Presuming.inRole(member.id(), info.orElseThrow()), presumed);
                plan = plan.with(follow, Reason.of(code.get(), member.id(), master));
            }
        }
        return plan;
    }

    /** So that those who never take it up do not keep the places for themselves (S24). */
    private Vector<MemberRecord> longestUntoldFirst() {
        return Vector.ofAll(record.members())
                .sortBy(member -> sameBefore(member.id()).map(Commanded::at).orElse(LONG_AGO));
    }

    private Optional<Reason.Code> reasonToFollow(MemberRecord member, NodeInfo info) {
        Pointer pointer = sights.pointer(member.id(), info);
        if (pointer instanceof Pointer.None) {
            return isMasterShownSince(member.id()) ? Rivals.reasonToFollow(policy, member, info) : Optional.empty();
        }
        if (pointer instanceof Pointer.ToSelf) {
            return Optional.of(Reason.Code.FOLLOW_SELF_POINTER);
        }
        if (pointer instanceof Pointer.ToStranger) {
            return Optional.of(Reason.Code.FOLLOW_FOREIGN_POINTER);
        }
        boolean isRight = pointer instanceof Pointer.ToMember to && to.node().equals(master);
        return isRight || isKeptChain(member.id(), info)
                ? Optional.empty()
                : Optional.of(Reason.Code.FOLLOW_WRONG_POINTER);
    }

    /** Whether it follows another replica, by a way that ends at the master, and the policy leaves that. */
    private boolean isKeptChain(NodeId node, NodeInfo info) {
        return policy.chains() == Choice.Chains.KEEP
                && Overthrow.Chain.of(sights, node, info, LONG_AGO) instanceof Overthrow.Chain.EndsAt end
                && end.master().equals(master);
    }

    /** Whether the master was looked at after its rival: before that, the two may have changed places by hand. */
    private boolean isMasterShownSince(NodeId rival) {
        return sights.good(rival)
                .flatMap(of -> sights.good(master)
                        .filter(m -> m.report().sentAt().compareTo(of.report().doneAt()) >= 0))
                .isPresent();
    }

    /** Whether it was not told the same in this life of its process, or long enough ago. */
    private boolean isDue(NodeId node, NodeInfo info) {
        return sameBefore(node)
                .filter(last -> last.incarnation().equals(info.incarnation()))
                .filter(last -> sights.observation().at().compareTo(last.at().plus(Retries.pause(policy, last))) < 0)
                .isEmpty();
    }

    private Optional<Commanded> sameBefore(NodeId node) {
        return sights.observation().commanded(node).filter(last -> last.master().equals(master));
    }

    /** How many more may be told to follow: each on its way takes a place, but not for ever. */
    private int free() {
        long taken = record.members().stream()
                .map(MemberRecord::id)
                .filter(this::isOnItsWay)
                .count();
        return (int) Math.max(0, policy.resyncsMax() - taken);
    }

    private boolean isOnItsWay(NodeId node) {
        Duration patience = policy.resyncPatience();
        return sameBefore(node)
                        .filter(last -> last.answer() == Commanded.Answer.TAKEN)
                        .filter(last ->
                                sights.observation().at().compareTo(last.at().plus(patience)) < 0)
                        .isPresent()
                && sights.info(node)
                        .filter(info -> !sights.isLinkedTo(node, info, master))
                        .isPresent();
    }
}
