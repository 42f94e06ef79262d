package dev.regroup.reduce;

import dev.regroup.model.Action.Copy;
import dev.regroup.model.Choice;
import dev.regroup.model.Commanded;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Link;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeInfo.Eligibility;
import dev.regroup.model.NodeInfo.Persistence;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Reason;
import dev.regroup.model.Reign;
import dev.regroup.model.Role;
import dev.regroup.model.Standing;
import dev.regroup.model.Standing.Deposed;
import dev.regroup.model.Standing.Detached;
import dev.regroup.model.Standing.Due;
import dev.regroup.model.Standing.OutOfSync;
import java.util.Optional;

/**
 * What a member has to copy before its data is the present reign's, on a server on which a promotion does not rename the
 * history. Redis begins a new history with each reign and copies what it needs by itself; a Pika keeps its history, and
 * whoever is pointed at a new master goes on from where it is, also if it went beyond the point at which that reign
 * began and differs from there on (pika v4.0.1, pika_repl_client_conn.cc: a replica asks for its own file and offset).
 */
final class Copies {

    private final Policy policy;
    private final GroupRecord record;
    private final Sights sights;
    private final NodeId master;

    Copies(Policy policy, GroupRecord record, Sights sights, NodeId master) {
        this.policy = policy;
        this.record = record;
        this.sights = sights;
        this.master = master;
    }

    /** Records what a member is seen to have to copy, or to have begun to. */
    Draft record(Draft draft, MemberRecord member, NodeInfo info) {
        Optional<Due> due = due(member.standing()).filter(d -> concerns(info));
        if (due.isEmpty()) {
            return draft;
        }
        Due next = next(member, info, due.get());
        return next == due.get()
                ? draft
                : draft.withStanding(member.id(), with(member.standing(), next))
                        .because(reason(member.standing(), next, due.get(), info.role()), member.id());
    }

    private static Optional<Due> due(Standing standing) {
        if (standing instanceof Deposed deposed) {
            return Optional.of(deposed.due());
        }
        if (standing instanceof Detached detached) {
            return Optional.of(detached.due());
        }
        return standing instanceof OutOfSync last ? Optional.of(last.due()) : Optional.empty();
    }

    /** Returns the same standing with that due, if it has any. */
    static Standing with(Standing standing, Due due) {
        if (standing instanceof OutOfSync last) {
            return new OutOfSync(last.incarnation(), last.position(), due);
        }
        if (standing instanceof Deposed) {
            return new Deposed(due);
        }
        return standing instanceof Detached ? new Detached(due) : standing;
    }

    private static Reason.Code reason(Standing standing, Due due, Due before, Role role) {
        if (due == Due.FULL && before != Due.BEGUN) {
            boolean hasTaken = role instanceof Role.Master && before != Due.UNKNOWN;
            return standing instanceof Deposed
                    ? Reason.Code.DEPOSED_GONE_ON
                    : hasTaken ? Reason.Code.GONE_ON_AS_MASTER : Reason.Code.AHEAD_OF_REIGN;
        }
        return switch (due) {
            case UNKNOWN, PLAIN -> before == Due.BEGUN ? Reason.Code.FULL_COPY_ENDED : Reason.Code.CONTINUES_REIGN;
            case FULL -> Reason.Code.FULL_COPY_BROKE_OFF;
            case UNSEEN -> Reason.Code.FULL_COPY_UNSEEN;
            case FULL_AGAIN -> Reason.Code.FULL_COPY_ASKED_AGAIN;
            case BEGUN -> Reason.Code.FULL_COPY_BEGAN;
        };
    }

    /** Returns why a member has to copy everything under a reign that begins, if that is new. */
    static Optional<Reason.Code> reason(Standing before, Standing now) {
        boolean isNew = due(now).filter(due -> due == Due.FULL).isPresent()
                && due(before).filter(due -> due.copy() == Copy.FULL).isEmpty()
                && !(before instanceof Standing.LostData);
        Reason.Code code = now instanceof Deposed ? Reason.Code.DEPOSED_GONE_ON : Reason.Code.AHEAD_OF_REIGN;
        return isNew ? Optional.of(code) : Optional.empty();
    }

    private Due next(MemberRecord member, NodeInfo info, Due due) {
        boolean isAt = Detaching.isAt(sights, member.id(), info, master);
        boolean owes = due.copy() == Copy.FULL || (due == Due.UNKNOWN && !(member.standing() instanceof OutOfSync));
        if (isAt && owes && hasBegun(info)) {
            return Due.BEGUN;
        }
        return switch (due) {
            case UNKNOWN -> ofUnknown(member, info, isAt);
            case PLAIN -> isGoingOn(member, info, isAt) ? Due.FULL : due;
            case FULL -> ofFull(member, info);
            case UNSEEN -> isAt ? due : Due.FULL_AGAIN;
            case FULL_AGAIN -> due;
            case BEGUN -> ofBegun(member, info, isAt);
        };
    }

    /** A former master that is empty now copies everything by itself. */
    private Due ofFull(MemberRecord member, NodeInfo info) {
        return isFreshFormer(member, info) ? Due.PLAIN : hasCopiedUnseen(member, info) ? Due.UNSEEN : Due.FULL;
    }

    private static boolean isFreshFormer(MemberRecord member, NodeInfo info) {
        return member.standing() instanceof Deposed && Rivals.isFresh(info);
    }

    /** A replica that is linked has done so; of all others that is told as their coming back. */
    private Due ofBegun(MemberRecord member, NodeInfo info, boolean isAt) {
        boolean isDone = member.standing() instanceof OutOfSync
                && info.eligibility() != Eligibility.INCOMPLETE
                && sights.isLinkedTo(member.id(), info, master);
        return isDone ? Due.PLAIN : isAt ? Due.BEGUN : Due.FULL;
    }

    /**
     * Of a former master that is linked already when it is first seen nobody knows whether it went on before that. A
     * replica that points at the present master may have what it has from there, unless that is more than there is. One
     * below another replica may have been away when the present reign began, ahead of it, and linked once that replica had
     * come as far.
     */
    private Due ofUnknown(MemberRecord member, NodeInfo info, boolean isAt) {
        Due seen = seen(start(record), info);
        if (member.standing() instanceof OutOfSync) {
            return isAt && !isAheadOfMaster(member, info) ? Due.PLAIN : seen;
        }
        if (isFreshFormer(member, info)) {
            return Due.PLAIN;
        }
        boolean isLinked = sights.isLinkedTo(member.id(), info, master);
        return isLinked && seen != Due.FULL ? Due.UNKNOWN : seen;
    }

    /** Whether it waits for a link with more than the master has, which may come as far before it links. */
    private boolean isAheadOfMaster(MemberRecord member, NodeInfo info) {
        return isUnlinked(info)
                && sights.isReadyMaster(master)
                && sights.isSeenAfter(master, member.id())
                && sights.info(master)
                        .filter(now -> isBeyond(now.position(), info.position()))
                        .isPresent();
    }

    /** Returns what a node has to copy of a reign that begins there, which it does not follow yet. */
    static Due seen(Position start, NodeInfo info) {
        if (isBeyond(start, info.position())) {
            return Due.FULL;
        }
        return start.compare(info.position()) == Position.Comparison.INCOMPARABLE ? Due.UNKNOWN : Due.PLAIN;
    }

    /**
     * Whether one that had no more than the present reign began with has more now, and not from its master: a former master
     * took it, even on its way to follow, or somebody else as master, or it is fed by another master beside the recorded one.
     */
    private boolean isGoingOn(MemberRecord member, NodeInfo info, boolean isAt) {
        if (isAt && isAheadOfMaster(member, info)) {
            return true;
        }
        if (member.standing() instanceof Detached) {
            return hasTakenByItself(member.id(), info);
        }
        if (!isBeyond(start(record), info.position())) {
            return false;
        }
        return member.standing() instanceof Deposed
                ? !isAt || isUnlinked(info)
                : member.standing() instanceof OutOfSync last
                        && !isAt
                        && (isGoingOnAsMaster(last, member.id(), info) || isFedByAnother(last, member.id(), info));
    }

    /** Whether one that follows nobody has more than at the last look, at which nobody fed it either. */
    private boolean hasTakenByItself(NodeId node, NodeInfo info) {
        return info.role() instanceof Role.Master
                && sights.lastGood(node)
                        .filter(last -> last.incarnation().equals(info.incarnation())
                                && (last.role() instanceof Role.Master || isUnlinked(last))
                                && isBeyond(last.position(), info.position()))
                        .isPresent();
    }

    private boolean isGoingOnAsMaster(OutOfSync last, NodeId node, NodeInfo info) {
        return last.position() instanceof Position.Known
                ? info.role() instanceof Role.Master && isBeyond(last.position(), info.position())
                : hasTakenByItself(node, info);
    }

    private boolean isFedByAnother(OutOfSync last, NodeId node, NodeInfo info) {
        return sights.isReadyMaster(master)
                && sights.pointer(node, info) instanceof Pointer.ToMember to
                && to.link() instanceof Link.Up
                && sights.isShownAsMaster(to.node())
                && (!(last.position() instanceof Position.Known) || isBeyond(last.position(), info.position()));
    }

    private static boolean isUnlinked(NodeInfo info) {
        return info.role() instanceof Role.Replica replica && replica.link().isBroken();
    }

    /** Whether one that let go, and was told to copy everything, is linked again, and nobody saw it copy. */
    private boolean hasCopiedUnseen(MemberRecord member, NodeInfo info) {
        Orders orders = new Orders(policy, sights, master);
        Optional<Commanded> let = orders.last(Commanded.Kind.DETACH, member.id());
        return member.standing() instanceof Detached
                && sights.isLinkedTo(member.id(), info, master)
                && orders.last(Commanded.Kind.FOLLOW, member.id())
                        .filter(told ->
                                let.filter(l -> l.at().compareTo(told.at()) > 0).isEmpty())
                        .isPresent();
    }

    /**
     * Whether it copies everything: it says so from the first byte to the last, also over a restart ({@code
     * internal-used-unfinished-full-sync}); with a live link that is what a former copy left. One that has no word for that is
     * taken to copy once it asks for it.
     */
    private static boolean hasBegun(NodeInfo info) {
        return info.role() instanceof Role.Replica replica
                && !(replica.link() instanceof Link.Up)
                && (info.eligibility() == Eligibility.INCOMPLETE
                        || (info.eligibility() == Eligibility.UNKNOWN && replica.link() instanceof Link.Syncing));
    }

    /**
     * Whether a link proves nothing yet, since nobody saw it copy what it has to. Where full copies are nobody's business but
     * an operator's, one that had not to let go is linked because an operator saw to it.
     */
    boolean isOwed(MemberRecord member, NodeInfo info) {
        Optional<Due> due = due(member.standing()).filter(d -> concerns(info));
        boolean isOwn = member.standing() instanceof Detached || policy.fullCopies() == Choice.FullCopies.ALLOW;
        return isOwn
                && due.filter(d -> d == Due.FULL || d == Due.UNSEEN || (d == Due.FULL_AGAIN && isUntold(member)))
                        .isPresent();
    }

    /** Whether the order to copy everything once more was never sent by this observer. */
    private boolean isUntold(MemberRecord member) {
        return new Orders(policy, sights, master)
                .last(Commanded.Kind.FOLLOW, member.id())
                .isEmpty();
    }

    /** Whether a replica has to copy everything, of a former reign or another master as it is, or was seen to begin to. */
    static boolean owesAll(MemberRecord member) {
        return member.standing() instanceof OutOfSync last && last.due().copy() == Copy.FULL;
    }

    /** Whether it was seen copying everything, and not yet to end. */
    static boolean isRecordedCopying(MemberRecord member) {
        return due(member.standing()).filter(due -> due == Due.BEGUN).isPresent();
    }

    /** Whether a replica has more of a former reign, or of another master, than the present one began with. */
    static boolean isApart(MemberRecord member, NodeInfo info) {
        return concerns(info) && info.role() instanceof Role.Replica && owesAll(member) && !isRecordedCopying(member);
    }

    /** Whether a former master went on beyond the beginning of the present reign in the same history. */
    static boolean hasGoneOn(GroupRecord record, MemberRecord member, NodeInfo info) {
        return member.standing() instanceof Deposed deposed
                && (concerns(info) ? deposed.due().copy() == Copy.FULL : isBeyond(start(record), info.position()));
    }

    /**
     * Returns what a member has to copy of a reign that begins now, at that position. Whom the new master feeds already goes
     * on, unless it had to copy everything before: it may have been fed before anybody looked.
     */
    static Due under(GroupRecord record, Sights sights, MemberRecord member, NodeId master, Position start) {
        Optional<NodeInfo> seen = sights.info(member.id()).filter(Copies::concerns);
        boolean isFormer = record.master().equals(Optional.of(member.id())) || member.standing() instanceof Deposed;
        boolean isReplica = !isFormer && !(member.standing() instanceof Detached);
        boolean isFed = isReplica
                ? seen.isPresent() && isBelow(record, sights, member, master)
                : seen.filter(i -> sights.isLinkedTo(member.id(), i, master)).isPresent();
        boolean hasLost = member.standing() instanceof Standing.LostData
                && seen.filter(Rivals::isFresh).isEmpty();
        boolean owes =
                due(member.standing()).filter(due -> due.copy() == Copy.FULL).isPresent();
        if (hasLost || owes) {
            return Due.FULL;
        }
        return isFed ? Due.PLAIN : seen.map(i -> seen(start, i)).orElse(Due.UNKNOWN);
    }

    /** Whether a member is fed by that master, at once or by way of others. */
    private static boolean isBelow(GroupRecord record, Sights sights, MemberRecord member, NodeId master) {
        return Followers.of(record, sights, master).contains(member.id());
    }

    /** Whether a position reaches further than another of the same history in any database. */
    static boolean isBeyond(Position start, Position position) {
        if (!(start instanceof Position.Known from) || !(position instanceof Position.Known to)) {
            return false;
        }
        if (!from.history().equals(to.history())
                || from.offsets().size() != to.offsets().size()) {
            return start.compare(position) == Position.Comparison.BEHIND;
        }
        for (int i = 0; i < from.offsets().size(); i++) {
            if (Long.compareUnsigned(from.offsets().get(i), to.offsets().get(i)) < 0) {
                return true;
            }
        }
        return false;
    }

    static Position start(GroupRecord record) {
        return record.reign() instanceof Reign.Of reign ? reign.start() : Position.unknown();
    }

    private static boolean concerns(NodeInfo info) {
        return info.persistence() == Persistence.ON_DISK && info.readiness() == NodeInfo.Readiness.READY;
    }
}
