package dev.regroup.reduce;

import dev.regroup.model.Block;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Presumption;
import dev.regroup.model.Role;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is to be done when the recorded master answers as a replica. */
sealed interface Overthrow {

    /** The recorded master is not a visible replica: nothing of this applies. */
    record None() implements Overthrow {}

    /** Whom it follows is not settled yet. */
    record Wait() implements Overthrow {}

    /** It follows a member that is master and has its writes: that one is recorded. */
    record Adopt(NodeId node) implements Overthrow {}

    /**
     * It is told to be master again; the record need not change for that.
     *
     * @param own what that rests on: a link that comes up may bring it the data of somebody else
     * @param others what that rests on, of those whom it follows: no master may have come up there
     */
    record Repromote(Presumption.Living own, List<Presumption> others) implements Overthrow {}

    /** Nothing shows that going on in either direction keeps its writes. */
    record Refuse(Block block) implements Overthrow {}

    static Overthrow of(GroupRecord record, Sights sights) {
        Optional<NodeId> master = record.master();
        Optional<Sight.Good> sight =
                master.flatMap(sights::good).filter(good -> good.info().role() instanceof Role.Replica);
        if (sight.isEmpty()) {
            return new None();
        }
        NodeInfo info = sight.get().info();
        if (info.readiness() == NodeInfo.Readiness.LOADING) {
            return new Wait();
        }
        Chain chain = Chain.of(sights, master.get(), info, sight.get().report().doneAt());
        return chain instanceof Chain.EndsAt end
                ? ofFollowing(record, sights, info, end.master())
                : ofMasterless(record, sights, info, chain);
    }

    /**
     * Whether the recorded master is a replica that cannot be made master again, and everybody is seen and nobody is master:
     * whoever is proven to have its writes may take its place then. Somebody who is not seen might be master. One that follows somebody outside of the group was told to by a person, who
     * knows a master that this group does not.
     */
    static boolean isMasterless(GroupRecord record, Sights sights) {
        Optional<NodeId> master = record.master();
        Optional<Sight.Good> sight =
                master.flatMap(sights::good).filter(good -> good.info().role() instanceof Role.Replica);
        boolean isSettled = sight.map(good -> Chain.of(
                        sights, master.get(), good.info(), good.report().doneAt()))
                .filter(Chain.EndsNowhere.class::isInstance)
                .isPresent();
        return isSettled
                && of(record, sights) instanceof Refuse
                && record.members().stream().allMatch(member -> sights.isShownAsReplica(member.id()));
    }

    /** With its link down it keeps the data that it has; otherwise it is about to have the data of that master. */
    private static Overthrow ofFollowing(GroupRecord record, Sights sights, NodeInfo info, NodeId end) {
        boolean isInSync = sights.info(end)
                .filter(i -> record.member(end)
                        .filter(member -> member.isInSync(i.incarnation()))
                        .isPresent())
                .isPresent();
        if (isInSync || OwnData.isCovered(record, sights, info, end)) {
            return new Adopt(end);
        }
        return isUnlinked(info) && OwnData.isKept(record, sights, info)
                ? new Repromote(Presuming.asSeen(record.master().orElseThrow(), info), List.of())
                : new Refuse(new Block.On(Block.Kind.OVERTHROWN, List.of(end)));
    }

    private static Overthrow ofMasterless(GroupRecord record, Sights sights, NodeInfo info, Chain chain) {
        NodeId master = record.master().orElseThrow();
        if (chain instanceof Chain.Unsettled) {
            return new Wait();
        }
        if (chain instanceof Chain.EndsAtUnusable end) {
            return new Refuse(new Block.On(Block.Kind.UNUSABLE, List.of(end.node())));
        }
        if (chain instanceof Chain.LeavesGroup && !(isUnlinked(info) && !isDirect(chain))) {
            return new Refuse(new Block.On(Block.Kind.FOREIGN, List.of(master)));
        }
        if (!OwnData.isKept(record, sights, info) && !OwnData.isBestOfAll(record, sights, master, info)) {
            return new Refuse(new Block.On(Block.Kind.MASTERLESS, List.of(master)));
        }
        return info.eligibility().isForbidden()
                ? new Refuse(new Block.On(Block.Kind.NO_CANDIDATE, List.of(master)))
                : new Repromote(Presuming.asSeen(master, info), Presuming.noMasterAmong(chain.passed(), sights));
    }

    private static boolean isDirect(Chain chain) {
        return chain instanceof Chain.LeavesGroup leaves && leaves.passed().isEmpty();
    }

    private static boolean isUnlinked(NodeInfo info) {
        return info.role() instanceof Role.Replica replica && replica.link().isBroken();
    }

    /** Where the pointers lead that begin at a replica. */
    sealed interface Chain {

        /** Returns the members on the way, the replica itself left out. */
        List<NodeId> passed();

        /** Somebody on the way has not been looked at since that replica was, or told nothing. */
        record Unsettled(List<NodeId> passed) implements Chain {}

        /** At a visible master, the last that was passed. */
        record EndsAt(NodeId master, List<NodeId> passed) implements Chain {}

        /** At a member that answers without telling anything: it may be a master, and have other data. */
        record EndsAtUnusable(NodeId node, List<NodeId> passed) implements Chain {}

        /** At a node outside the group. */
        record LeavesGroup(List<NodeId> passed) implements Chain {}

        /** Nowhere: in a circle, or at a member that is down. */
        record EndsNowhere(List<NodeId> passed) implements Chain {}

        /**
         * A look at a member counts only if it began after the replica's own look had ended: an older one may show it
         * as it was before both were changed by hand.
         */
        static Chain of(Sights sights, NodeId replica, NodeInfo info, Duration since) {
            Vector<NodeId> passed = Vector.empty();
            Pointer pointer = sights.pointer(replica, info);
            while (pointer instanceof Pointer.ToMember to
                    && !to.node().equals(replica)
                    && !passed.contains(to.node())) {
                passed = passed.append(to.node());
                Optional<Sight.Good> next = sights.good(to.node())
                        .filter(good -> good.report().sentAt().compareTo(since) >= 0);
                if (next.isEmpty()) {
                    return unseen(to.node(), passed, sights);
                }
                pointer = sights.pointer(to.node(), next.get().info());
                if (pointer instanceof Pointer.None) {
                    return new EndsAt(to.node(), passed.asJava());
                }
            }
            return pointer instanceof Pointer.ToStranger
                    ? new LeavesGroup(passed.asJava())
                    : new EndsNowhere(passed.asJava());
        }

        private static Chain unseen(NodeId node, Vector<NodeId> passed, Sights sights) {
            if (sights.isDown(node)) {
                return new EndsNowhere(passed.asJava());
            }
            return sights.isUnusable(node) ? new EndsAtUnusable(node, passed.asJava()) : new Unsettled(passed.asJava());
        }
    }
}
