package dev.regroup.reduce;

import dev.regroup.model.Action;
import dev.regroup.model.Claim;
import dev.regroup.model.Commanded;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Policy;
import dev.regroup.model.Presumption;
import dev.regroup.model.PromoteSent;
import dev.regroup.model.Reason;
import dev.regroup.model.Role;
import io.vavr.collection.Vector;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done: every action follows from the difference between the new record and the observation, so that
 * whatever was lost on the way is asked for again. Immutable.
 */
record Plan(Vector<Action> actions, Vector<Reason> reasons) {

    static Plan of(Policy policy, GroupRecord record, Sights sights, Overthrow overthrow) {
        if (record.claim() instanceof Claim.Pending claim) {
            return ofClaim(record, claim, sights);
        }
        Optional<NodeId> master = record.master();
        if (master.isEmpty()) {
            return nothing();
        }
        if (overthrow instanceof Overthrow.Repromote repromote) {
            return isToPromoteAgain(policy, sights, master.get())
                    ? repromote(record, master.get(), repromote)
                    : nothing();
        }
        boolean mayBeFollowed = sights.isReadyMaster(master.get())
                && Losses.of(record).isEmpty()
                && UnknownData.holders(policy, record, sights, master.get()).isEmpty();
        return mayBeFollowed ? Follows.of(policy, record, sights, master.get()) : nothing();
    }

    static Plan nothing() {
        return new Plan(Vector.empty(), Vector.empty());
    }

    /** Promote goes out with every look until the candidate is master, not only in the round that made the claim. */
    private static Plan ofClaim(GroupRecord record, Claim.Pending claim, Sights sights) {
        NodeId node = claim.candidate();
        Optional<NodeInfo> info = sights.info(node).filter(i -> i.role() instanceof Role.Replica);
        if (info.isEmpty()) {
            return nothing();
        }
        // The data of whoever still follows a living master moves on; of all others it must not have changed.
        Presumption.Living own = Cause.of(claim.cause()) == Cause.UNUSABLE
                ? new Presumption.IsReplica(node, claim.incarnation())
                : Presuming.asSeen(node, info.get());
        return nothing()
                .with(
                        new Action.Promote(record.id(), claim.epoch(), own, unlessReturned(record, claim, sights)),
                        Reason.of(Reason.Code.PROMOTE_CLAIMED, node));
    }

    /**
     * A master that lost its data need not be silent, also if it did so after it was silent long enough to be replaced.
     * Once a Promote may be on its way the claim is led to its end even if the recorded master is back: two masters would
     * be the alternative.
     */
    private static List<Presumption> unlessReturned(GroupRecord record, Claim.Pending claim, Sights sights) {
        boolean isPossiblySent = sights.observation().promoteSent() instanceof PromoteSent.Possibly sent
                && sent.epoch() == claim.epoch();
        if (Cause.of(claim.cause()) == Cause.MASTERLESS && !isPossiblySent) {
            return record.members().stream()
                    .map(MemberRecord::id)
                    .filter(node -> !node.equals(claim.candidate()))
                    .<Presumption>map(Presumption.IsNoMaster::new)
                    .toList();
        }
        return isPossiblySent || Losses.of(record).isPresent()
                ? List.of()
                : record.master().<Presumption>map(Presumption.IsNoMaster::new).stream()
                        .toList();
    }

    /** Not faster and faster against somebody who undoes it, nor as often as one looks against a node that refuses. */
    private static boolean isToPromoteAgain(Policy policy, Sights sights, NodeId master) {
        return sights.info(master)
                .filter(info -> new Orders(policy, sights, master).isDue(Commanded.Kind.PROMOTE, master, info)
                        && !Orders.isMasterContested(policy, sights, master))
                .isPresent();
    }

    private static Plan repromote(GroupRecord record, NodeId master, Overthrow.Repromote repromote) {
        return nothing()
                .with(
                        new Action.Promote(record.id(), record.epoch(), repromote.own(), repromote.others()),
                        Reason.of(Reason.Code.PROMOTE_RECORDED, master));
    }

    /** Returns how many are told to follow. */
    int follows() {
        return actions.count(Action.Follow.class::isInstance);
    }

    /** Tells whether somebody is told to copy everything. */
    boolean copiesAll() {
        return actions.exists(action -> action instanceof Action.Follow follow && follow.copy() == Action.Copy.FULL);
    }

    Plan with(Action action, Reason reason) {
        return new Plan(actions.append(action), reasons.append(reason));
    }
}
