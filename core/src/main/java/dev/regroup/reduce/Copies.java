package dev.regroup.reduce;

import dev.regroup.model.GroupRecord;
import dev.regroup.model.Link;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeInfo.Eligibility;
import dev.regroup.model.NodeInfo.Persistence;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Outcome;
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
import java.util.stream.Stream;

/**
 * What a member has to copy before its data is the present reign's, on a server on which a promotion does not rename the
 * history. Redis begins a new history with each reign and copies what it needs by itself; a Pika keeps its history, and
 * whoever is pointed at a new master goes on from where it is, also if it went beyond the point at which that reign
 * began and differs from there on (pika v4.0.1, pika_repl_client_conn.cc: a replica asks for its own file and offset).
 */
final class Copies {

    private final GroupRecord record;
    private final Sights sights;
    private final NodeId master;

    Copies(GroupRecord record, Sights sights, NodeId master) {
        this.record = record;
        this.sights = sights;
        this.master = master;
    }

    /** Records what a member is seen to have to copy, or to have begun to. */
    Draft record(Draft draft, MemberRecord member, NodeInfo info) {
        if (!concerns(info)) {
            return draft;
        }
        if (member.standing() instanceof Deposed deposed) {
            Due due = next(ofDeposed(member, info, deposed.due()), member, info);
            return due == deposed.due()
                    ? draft
                    : draft.withStanding(member.id(), new Deposed(due))
                            .because(reason(due, deposed.due()), member.id());
        }
        if (member.standing() instanceof Detached detached) {
            Due due = ofDetached(next(detached.due(), member, info), member, info);
            return due == detached.due()
                    ? draft
                    : draft.withStanding(member.id(), new Detached(due))
                            .because(reason(due, detached.due()), member.id());
        }
        return member.standing() instanceof OutOfSync last && isBeginning(last, info)
                ? draft.withStanding(member.id(), new OutOfSync(last.incarnation(), info.position()))
                        .because(Reason.Code.CONTINUES_REIGN, member.id())
                : draft;
    }

    private static Reason.Code reason(Due due, Due before) {
        return switch (due) {
            case UNKNOWN, PLAIN -> Reason.Code.DEPOSED_NOT_AHEAD;
            case FULL -> before == Due.BEGUN ? Reason.Code.FULL_COPY_BROKE_OFF : Reason.Code.DEPOSED_GONE_ON;
            case UNSEEN -> Reason.Code.FULL_COPY_UNSEEN;
            case FULL_AGAIN -> Reason.Code.FULL_COPY_ASKED_AGAIN;
            case BEGUN -> Reason.Code.FULL_COPY_BEGAN;
        };
    }

    private Due ofDeposed(MemberRecord member, NodeInfo info, Due due) {
        boolean isLinked = sights.isLinkedTo(member.id(), info, master);
        if (due == Due.UNKNOWN) {
            Due seen = due(start(), info);
            return seen == Due.PLAIN && isLinked ? due : seen;
        }
        boolean isMaster = info.role() instanceof Role.Master;
        return due == Due.PLAIN && isMaster && isBeyond(info) ? Due.FULL : due;
    }

    /** Returns what a former master has to copy of a reign that begins there, by what it shows before it follows. */
    static Due due(Position start, NodeInfo seen) {
        if (!concerns(seen) || start.compare(seen.position()) == Position.Comparison.INCOMPARABLE) {
            return isKept(seen) && isBeyond(start, seen.position()) ? Due.FULL : Due.UNKNOWN;
        }
        return isBeyond(start, seen.position()) ? Due.FULL : Due.PLAIN;
    }

    private Due next(Due due, MemberRecord member, NodeInfo info) {
        boolean isAt = Detaching.isAt(sights, member.id(), info, master);
        if (isAt && due.copy() == Due.FULL.copy() && hasBegun(info)) {
            return Due.BEGUN;
        }
        return due == Due.BEGUN && !isAt ? Due.FULL : due;
    }

    private Due ofDetached(Due due, MemberRecord member, NodeInfo info) {
        if (due == Due.UNSEEN && !Detaching.isAt(sights, member.id(), info, master)) {
            return Due.FULL_AGAIN;
        }
        return due == Due.FULL && sights.isLinkedTo(member.id(), info, master) ? Due.UNSEEN : due;
    }

    /**
     * Whether it copies everything: it says so from the first byte to the last, also over a restart ({@code
     * internal-used-unfinished-full-sync}). One that has no word for that is taken to copy once it asks for it.
     */
    private static boolean hasBegun(NodeInfo info) {
        return info.eligibility() == Eligibility.INCOMPLETE
                || (info.eligibility() == Eligibility.UNKNOWN
                        && info.role() instanceof Role.Replica replica
                        && replica.link() instanceof Link.Syncing);
    }

    /** Whether a link proves nothing yet, since nobody saw it copy what it has to. */
    boolean isOwed(MemberRecord member, NodeInfo info) {
        if (!concerns(info)) {
            return false;
        }
        if (member.standing() instanceof Detached detached) {
            return detached.due() == Due.FULL || detached.due() == Due.UNSEEN;
        }
        return member.standing() instanceof Deposed deposed ? deposed.due() == Due.FULL : isApart(member, info);
    }

    /** Whether a replica has more of a former reign than the present one began with. */
    boolean isApart(MemberRecord member, NodeInfo info) {
        return concerns(info)
                && member.standing() instanceof OutOfSync last
                && !(last.position() instanceof Position.Known)
                && info.role() instanceof Role.Replica
                && isBeyond(info);
    }

    private boolean isBeginning(OutOfSync last, NodeInfo info) {
        return !(last.position() instanceof Position.Known)
                && info.role() instanceof Role.Replica
                && beginning(start(), info) instanceof Position.Known;
    }

    /** Whether a former master went on beyond the beginning of the present reign in the same history. */
    static boolean hasGoneOn(GroupRecord record, MemberRecord member, NodeInfo info) {
        return member.standing() instanceof Deposed deposed
                && (deposed.due().copy() == Due.FULL.copy() || isBeyond(start(record), info.position()));
    }

    private boolean isBeyond(NodeInfo info) {
        return isBeyond(start(), info.position());
    }

    /** Whether it reaches further than another position of the same history in any database. */
    static boolean isBeyond(Position start, Position position) {
        if (!(start instanceof Position.Known from) || !(position instanceof Position.Known to)) {
            return false;
        }
        boolean isComparable = from.history().equals(to.history())
                && from.offsets().size() == to.offsets().size();
        return isComparable
                ? Stream.iterate(0, i -> i + 1)
                        .limit(from.offsets().size())
                        .anyMatch(i -> Long.compareUnsigned(
                                        from.offsets().get(i), to.offsets().get(i))
                                < 0)
                : start.compare(position) == Position.Comparison.BEHIND;
    }

    private Position start() {
        return start(record);
    }

    static Position start(GroupRecord record) {
        return record.reign() instanceof Reign.Of reign ? reign.start() : Position.unknown();
    }

    private static boolean concerns(NodeInfo info) {
        return isKept(info) && info.readiness() == NodeInfo.Readiness.READY;
    }

    private static boolean isKept(NodeInfo info) {
        return info.persistence() == Persistence.ON_DISK;
    }

    /** Returns what a member shows, if that is a beginning of what a reign has that starts there, and else nothing. */
    static Position beginning(Position start, NodeInfo seen) {
        boolean isOne =
                start.compare(seen.position()) != Position.Comparison.INCOMPARABLE && !isBeyond(start, seen.position());
        return isOne ? trace(seen) : Position.unknown();
    }

    /** Returns what is remembered of the data of a member that is of the present reign: nothing, but of a Pika. */
    static Position trace(NodeInfo info) {
        return isKept(info) && info.position() instanceof Position.Known ? info.position() : Position.unknown();
    }

    /**
     * Returns the same of a member that loses its mark: what it had when it was last seen following, or else when it got
     * the mark. Whether it is a Pika is told by itself, or else by its master; if neither ever told anything, it may be one.
     */
    static Position trace(Sights sights, NodeId node, NodeId master, Standing.InSync mark) {
        Optional<NodeInfo> last = lastGood(sights, node);
        boolean isKept = last.or(() -> sights.info(node))
                .or(() -> sights.info(master))
                .or(() -> lastGood(sights, master))
                .map(Copies::isKept)
                .orElse(true);
        boolean isKnown = isKept && mark.position() instanceof Position.Known;
        return isKnown
                ? last.filter(info -> info.role() instanceof Role.Replica
                                && info.incarnation().equals(mark.incarnation())
                                && info.position() instanceof Position.Known
                                && Detaching.isAt(sights, node, info, master))
                        .map(NodeInfo::position)
                        .orElse(mark.position())
                : Position.unknown();
    }

    private static Optional<NodeInfo> lastGood(Sights sights, NodeId node) {
        return sights.observation().lastGood(node).flatMap(Copies::info);
    }

    private static Optional<NodeInfo> info(NodeReport report) {
        return report.outcome() instanceof Outcome.Answered answered ? Optional.of(answered.info()) : Optional.empty();
    }
}
