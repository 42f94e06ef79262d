package dev.regroup.reduce;

import dev.regroup.model.Action;
import dev.regroup.model.Choice;
import dev.regroup.model.Commanded;
import dev.regroup.model.Commanded.Kind;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Link;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Policy;
import dev.regroup.model.Presumption;
import dev.regroup.model.Reason;
import dev.regroup.model.Role;
import dev.regroup.model.Standing;
import io.vavr.collection.Set;
import io.vavr.collection.TreeSet;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.util.Optional;

/**
 * Who is told to follow the recorded master, which is seen as master, and what has to be done about those who cannot: no
 * more than necessary, and not too often.
 */
final class Follows {

    private static final Duration LONGEST_FENCE = Duration.ofHours(1);

    /** Before any time there is. */
    private static final Duration LONG_AGO = Duration.ofDays(-36_525);

    private final Policy policy;
    private final GroupRecord record;
    private final Sights sights;
    private final NodeId master;
    private final Orders orders;
    private final Copies copies;
    private final Presumption.IsMaster presumed;
    /** Who may go on following another replica. */
    private final Set<NodeId> kept;

    private Follows(Policy policy, GroupRecord record, Sights sights, NodeId master) {
        this.policy = policy;
        this.record = record;
        this.sights = sights;
        this.master = master;
        this.orders = new Orders(policy, sights, master);
        this.copies = new Copies(policy, record, sights, master);
        this.presumed = new Presumption.IsMaster(
                master, sights.info(master).orElseThrow().incarnation());
        this.kept = policy.chains() == Choice.Chains.KEEP ? Followers.of(record, sights, master) : TreeSet.empty();
    }

    static Plan of(Policy policy, GroupRecord record, Sights sights, NodeId master) {
        return new Follows(policy, record, sights, master).plan();
    }

    private Plan plan() {
        Plan plan = Plan.nothing();
        for (MemberRecord member : longestUntoldFirst()) {
            Optional<NodeInfo> info = sights.info(member.id())
                    .filter(i -> !member.id().equals(master) && i.readiness() == NodeInfo.Readiness.READY)
                    .filter(i -> !Orders.isContested(policy, sights, master, member.id(), i));
            if (info.isPresent()) {
                plan = with(plan, member, info.get());
            }
        }
        return plan;
    }

    /** So that those who never take it up do not keep the places for themselves (S24). */
    private Vector<MemberRecord> longestUntoldFirst() {
        return Vector.ofAll(record.members())
                .sortBy(member ->
                        orders.last(Kind.FOLLOW, member.id()).map(Commanded::at).orElse(LONG_AGO));
    }

    private Plan with(Plan plan, MemberRecord member, NodeInfo info) {
        if (member.standing() instanceof Standing.Detached && stillHolds(member, info)) {
            return orders.isDue(Kind.DETACH, member.id(), info) && plan.follows() < free()
                    ? plan.with(
                            new Action.Detach(record.id(), record.epoch(), inRole(member, info), presumed),
                            Reason.of(Reason.Code.DETACH_RECORDED, member.id()))
                    : plan;
        }
        Optional<Reason.Code> code = reasonToFollow(member, info);
        if (code.isEmpty()) {
            boolean mayNever =
                    Rivals.reasonToFollow(policy, record, member, info).isEmpty() && isFenced(member, info);
            return mayNever ? fenced(plan, member, info) : plan;
        }
        Action.Copy copy = copy(member, code.get());
        boolean isFree = plan.follows() < free() && (copy == Action.Copy.PLAIN || mayCopyAll(plan, member.id()));
        if (orders.isDue(Kind.FOLLOW, member.id(), info) && isFree) {
            return plan.with(
                    new Action.Follow(record.id(), record.epoch(), inRole(member, info), presumed, copy),
                    Reason.of(code.get(), member.id(), master));
        }
        return orders.isRefused(member.id(), info) && isFenced(member, info) ? fenced(plan, member, info) : plan;
    }

    private Plan fenced(Plan plan, MemberRecord member, NodeInfo info) {
        return plan.with(
                new Action.Fence(record.id(), record.epoch(), inRole(member, info), presumed, fence()),
                Reason.of(Reason.Code.FENCE_DEPOSED, member.id()));
    }

    /** Whether nobody else of the group copies from the master, or is about to copy everything. */
    private boolean mayCopyAll(Plan plan, NodeId node) {
        return !plan.copiesAll()
                && record.members().stream()
                        .filter(other -> !other.id().equals(node))
                        .noneMatch(this::isCopying);
    }

    private boolean isCopying(MemberRecord member) {
        boolean isToCopyAll =
                member.standing() instanceof Standing.Deposed || member.standing() instanceof Standing.Detached;
        boolean isUnseenCopier = Copies.isRecordedCopying(member)
                && !sights.isDown(member.id())
                && !sights.isUnusable(member.id())
                && sights.info(member.id()).isEmpty();
        return isUnseenCopier
                || (isToCopyAll && isOnItsWay(member.id()) && !isToldInVain(member.id()))
                || sights.info(member.id())
                        .filter(info ->
                                info.role() instanceof Role.Replica replica && replica.link() instanceof Link.Syncing)
                        .isPresent();
    }

    /** Whether it was told over and over for as long as a copy may take that makes no progress. */
    private boolean isToldInVain(NodeId node) {
        return orders.last(Kind.FOLLOW, node)
                .filter(last ->
                        policy.followRetry().multipliedBy(last.tries() - 1L).compareTo(policy.resyncPatience()) >= 0)
                .isPresent();
    }

    private static Presumption.Living inRole(MemberRecord member, NodeInfo info) {
        return Presuming.inRole(member.id(), info);
    }

    /** Whether a node that has to let go still follows somebody, in a way that has to end first. */
    private boolean stillHolds(MemberRecord member, NodeInfo info) {
        NodeId node = member.id();
        boolean isOwed = copies.isOwed(member, info) && sights.isLinkedTo(node, info, master);
        return info.role() instanceof Role.Replica
                && (!Detaching.isAt(sights, node, info, master)
                        || isOwed
                        || Detaching.ofStuck(info).isPresent()
                        || (isUnmoved(node, info) && !Copies.isRecordedCopying(member))
                        || Detaching.ofUnlinked(policy, sights, node, info, master)
                                .isPresent());
    }

    /** Whether it has not let go since it has to: it follows the master without a link, as before anybody told it to. */
    private boolean isUnmoved(NodeId node, NodeInfo info) {
        return info.role() instanceof Role.Replica replica
                && replica.link().isBroken()
                && orders.last(Kind.FOLLOW, node).isEmpty();
    }

    private static Action.Copy copy(MemberRecord member, Reason.Code code) {
        return member.standing() instanceof Standing.Detached detached
                ? detached.due().copy()
                : code == Reason.Code.FOLLOW_IN_FULL ? Action.Copy.FULL : Action.Copy.PLAIN;
    }

    /** Only whose reign has ended, and who still is master, is kept from its clients. */
    private boolean isFenced(MemberRecord member, NodeInfo info) {
        return member.standing() instanceof Standing.Deposed
                && info.role() instanceof Role.Master
                && orders.isOver(Kind.FENCE, member.id(), info, fence());
    }

    private Duration fence() {
        Duration length = policy.followRetry();
        Duration most = LONGEST_FENCE.compareTo(length) < 0 ? LONGEST_FENCE : length;
        return most.compareTo(policy.probeInterval()) < 0 ? policy.probeInterval() : most;
    }

    private Optional<Reason.Code> reasonToFollow(MemberRecord member, NodeInfo info) {
        Pointer pointer = sights.pointer(member.id(), info);
        if (pointer instanceof Pointer.None) {
            return sights.isSeenAfter(master, member.id())
                    ? Rivals.reasonToFollow(policy, record, member, info)
                    : Optional.empty();
        }
        boolean isRight = pointer instanceof Pointer.ToMember to && to.node().equals(master);
        if (!isRight && Copies.hasGoneOn(record, member, info)) {
            return policy.fullCopies() == Choice.FullCopies.ALLOW
                    ? Optional.of(Reason.Code.FOLLOW_IN_FULL)
                    : Optional.empty();
        }
        if (Copies.isApart(member, info)) {
            return Optional.empty();
        }
        if (pointer instanceof Pointer.ToSelf) {
            return Optional.of(Reason.Code.FOLLOW_SELF_POINTER);
        }
        if (pointer instanceof Pointer.ToStranger) {
            return Optional.of(Reason.Code.FOLLOW_FOREIGN_POINTER);
        }
        return isRight || kept.contains(member.id()) ? Optional.empty() : Optional.of(Reason.Code.FOLLOW_WRONG_POINTER);
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
        return orders.last(Kind.FOLLOW, node)
                        .filter(last -> !last.answer().isRefusal())
                        .filter(last ->
                                sights.observation().at().compareTo(last.at().plus(patience)) < 0)
                        .isPresent()
                && sights.info(node)
                        .filter(info -> !sights.isLinkedTo(node, info, master))
                        .isPresent();
    }
}
