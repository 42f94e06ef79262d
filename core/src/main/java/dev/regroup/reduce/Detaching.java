package dev.regroup.reduce;

import dev.regroup.model.Action;
import dev.regroup.model.Choice;
import dev.regroup.model.Claim;
import dev.regroup.model.Commanded;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Link;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeInfo.Eligibility;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Reason;
import dev.regroup.model.Role;
import dev.regroup.model.Standing.Deposed;
import dev.regroup.model.Standing.Detached;
import dev.regroup.model.Standing.Due;
import dev.regroup.model.Standing.OutOfSync;
import io.vavr.collection.List;
import java.util.Optional;

/**
 * Which replicas have to let go before they can follow the recorded master. That is recorded before anybody is told, so
 * that a node without a master is never taken for one that somebody made master.
 *
 * <p>Needed by Pika only: it refuses to follow anybody while replicas are attached, and starts a complete copy only from a
 * node that follows nobody (pika v4.0.1, pika_admin.cc, SlaveofCmd).
 */
final class Detaching {

    private final Policy policy;
    private final GroupRecord record;
    private final Sights sights;
    private final NodeId master;
    private final Orders orders;

    private Detaching(Policy policy, GroupRecord record, Sights sights, NodeId master) {
        this.policy = policy;
        this.record = record;
        this.sights = sights;
        this.master = master;
        this.orders = new Orders(policy, sights, master);
    }

    /** At most one of a group at a time: each costs the group a replica until it has copied everything. */
    static Draft record(Policy policy, Draft draft, Sights sights) {
        GroupRecord record = draft.record();
        Optional<NodeId> master = record.master().filter(sights::isReadyMaster);
        boolean isOpen = master.isPresent()
                && record.claim() instanceof Claim.None
                && Losses.of(record).isEmpty()
                && UnknownData.holders(policy, record, sights, master.get()).isEmpty();
        return isOpen ? new Detaching(policy, record, sights, master.get()).next(draft) : draft;
    }

    private Draft next(Draft draft) {
        Draft raised = raised(draft);
        boolean isTaken = record.members().stream().anyMatch(this::holdsThePlace);
        return isTaken || !raised.equals(draft) ? raised : first(draft);
    }

    /** One that is away, tells nothing for long, does not let go however often it is told, or was told to follow long ago does not keep others waiting. */
    private boolean holdsThePlace(MemberRecord member) {
        return member.standing() instanceof Detached
                && !sights.isDown(member.id())
                && !sights.isUnusable(member.id())
                && sights.observation()
                        .commanded(Commanded.Kind.DETACH, member.id())
                        .filter(last -> last.tries() > policy.misses())
                        .isEmpty()
                && sights.observation()
                        .commanded(Commanded.Kind.FOLLOW, member.id())
                        .filter(last ->
                                sights.observation().at().compareTo(last.at().plus(policy.resyncPatience())) >= 0)
                        .isEmpty();
    }

    /** One that let go may turn out to need a full copy, which the policy may forbid. */
    private Draft raised(Draft draft) {
        for (MemberRecord member : record.members()) {
            Optional<NodeInfo> info = sights.info(member.id());
            Draft next = info.isPresent() && member.standing() instanceof Detached let
                    ? raised(draft, member.id(), info.get(), let.due())
                    : draft;
            if (!next.equals(draft)) {
                return next;
            }
        }
        return draft;
    }

    private Draft raised(Draft draft, NodeId node, NodeInfo info, Due due) {
        boolean mayCopyAll = policy.fullCopies() == Choice.FullCopies.ALLOW;
        if (due.copy() == Action.Copy.FULL) {
            return mayCopyAll || due == Due.BEGUN ? draft : held(draft, node, info, due);
        }
        boolean isBack = isAt(sights, node, info, master) && sights.isSeenAfter(master, node);
        return ofStuck(info)
                .filter(code -> isBack)
                .map(code -> mayCopyAll
                        ? draft.withStanding(node, new Detached(Due.FULL)).because(code, node)
                        : held(draft, node, info, Due.PLAIN))
                .orElse(draft);
    }

    private static Draft held(Draft draft, NodeId node, NodeInfo info, Due due) {
        return draft.withStanding(node, new OutOfSync(info.incarnation(), Position.unknown(), due))
                .because(Reason.Code.FULL_COPY_HELD, node);
    }

    private Draft first(Draft draft) {
        for (MemberRecord member : record.members()) {
            Optional<NodeInfo> info = sights.info(member.id())
                    .filter(i -> i.readiness() == NodeInfo.Readiness.READY)
                    .filter(i -> !(member.standing() instanceof Detached) && sights.isSeenAfter(master, member.id()));
            Optional<Reason.Code> code = info.flatMap(i -> reason(member, i));
            if (code.isPresent()) {
                return draft.withStanding(member.id(), new Detached(due(member, info.get(), code.get())))
                        .because(code.get(), member.id());
            }
        }
        return draft;
    }

    private Due due(MemberRecord member, NodeInfo info, Reason.Code code) {
        return switch (code) {
            case DETACHED_NOT_COPIED -> Due.UNSEEN;
            case DETACHED_FROM_CIRCLE, DETACHED_UNLINKED ->
                Copies.hasGoneOn(record, member, info) || Copies.owesAll(member) ? Due.FULL : Due.PLAIN;
            default -> Due.FULL;
        };
    }

    private Optional<Reason.Code> reason(MemberRecord member, NodeInfo info) {
        NodeId node = member.id();
        if (isAt(sights, node, info, master)) {
            Optional<Reason.Code> code = ofStuck(info).or(() -> ofDiffering(member, info));
            return policy.fullCopies() == Choice.FullCopies.ALLOW
                    ? code.or(() -> ofUnlinked(policy, sights, node, info, master))
                    : ofUnlinked(policy, sights, node, info, master)
                            .filter(unlinked -> !Copies.hasGoneOn(record, member, info) && !Copies.owesAll(member));
        }
        if (Copies.isApart(member, info) && policy.fullCopies() == Choice.FullCopies.ALLOW) {
            return Optional.of(Reason.Code.DETACHED_AHEAD);
        }
        boolean isRefused = sights.observation()
                .commanded(Commanded.Kind.FOLLOW, node)
                .filter(last -> last.answer() == Commanded.Answer.REFUSED)
                .filter(last -> last.order().incarnation().equals(info.incarnation()))
                .filter(last -> last.order().master().equals(master))
                .isPresent();
        return isRefused && isInCircle(node, info) ? Optional.of(Reason.Code.DETACHED_FROM_CIRCLE) : Optional.empty();
    }

    /**
     * Returns why a replica of the master that has to copy everything will not, or did not; empty if it was only just told
     * to, or has none to copy.
     */
    private Optional<Reason.Code> ofDiffering(MemberRecord member, NodeInfo info) {
        if (Copies.isApart(member, info)) {
            return Optional.of(Reason.Code.DETACHED_AHEAD);
        }
        boolean isCopying = info.role() instanceof Role.Replica replica && replica.link() instanceof Link.Syncing;
        boolean isOwed = info.persistence() == NodeInfo.Persistence.ON_DISK
                && !isCopying
                && member.standing() instanceof Deposed deposed
                && deposed.due() != Due.BEGUN
                && Copies.hasGoneOn(record, member, info);
        if (!isOwed) {
            return Optional.empty();
        }
        boolean isTold = orders.last(Commanded.Kind.FOLLOW, member.id()).isPresent();
        if (!isTold) {
            return Optional.of(Reason.Code.DETACHED_GONE_ON);
        }
        return sights.isLinkedTo(member.id(), info, master)
                ? Optional.of(Reason.Code.DETACHED_NOT_COPIED)
                : Optional.empty();
    }

    /** Returns why a replica of the master will not be in sync by itself; empty if it may. */
    static Optional<Reason.Code> ofStuck(NodeInfo info) {
        if (!(info.role() instanceof Role.Replica replica)) {
            return Optional.empty();
        }
        if (isStuck(info)) {
            return Optional.of(Reason.Code.DETACHED_STUCK);
        }
        return replica.link() instanceof Link.Up && info.eligibility() == Eligibility.INCOMPLETE
                ? Optional.of(Reason.Code.DETACHED_INCOMPLETE)
                : Optional.empty();
    }

    /** Whether its link has given up: what it has cannot go on from what its master has. */
    static boolean isStuck(NodeInfo info) {
        return info.role() instanceof Role.Replica replica && replica.link() instanceof Link.Stuck;
    }

    /**
     * Returns why a replica of the master without a link will not have one by itself; empty if it may. A Pika whose
     * password was wrong, or whose {@code ReplicationID} was another, tells nothing but {@code no_connect}, does not try
     * again, and takes no notice of being told to follow the same master; letting go heals it (pika v4.0.1,
     * pika_admin.cc, SlaveofCmd). Redis tries again each second by itself.
     */
    static Optional<Reason.Code> ofUnlinked(Policy policy, Sights sights, NodeId node, NodeInfo info, NodeId master) {
        boolean isGivenUp = ToldLag.concerns(info)
                && info.role() instanceof Role.Replica replica
                && replica.link() instanceof Link.Down
                && new Patience(policy, sights, master).isOver(node, info);
        return isGivenUp ? Optional.of(Reason.Code.DETACHED_UNLINKED) : Optional.empty();
    }

    static boolean isAt(Sights sights, NodeId node, NodeInfo info, NodeId master) {
        return sights.pointer(node, info) instanceof Pointer.ToMember to
                && to.node().equals(master);
    }

    /** Whether the pointers that begin at that replica come back to it. */
    private boolean isInCircle(NodeId node, NodeInfo info) {
        List<NodeId> passed = List.empty();
        Pointer pointer = sights.pointer(node, info);
        while (pointer instanceof Pointer.ToMember to && !passed.contains(to.node())) {
            if (to.node().equals(node)) {
                return true;
            }
            passed = passed.prepend(to.node());
            Optional<NodeInfo> next = sights.info(to.node());
            if (next.isEmpty()) {
                return false;
            }
            pointer = sights.pointer(to.node(), next.get());
        }
        return pointer instanceof Pointer.ToSelf && passed.isEmpty();
    }
}
