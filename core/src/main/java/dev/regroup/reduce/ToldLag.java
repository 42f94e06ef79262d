package dev.regroup.reduce;

import dev.regroup.model.Attached;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Incarnation;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeInfo.Persistence;
import dev.regroup.model.Position;
import dev.regroup.model.Role;
import dev.regroup.model.Standing;
import java.util.Optional;

/**
 * How far a candidate is behind on a server whose positions are each node's own numbers (Pika v4.0.1: file and offset of
 * the node's own binlog, under a name that all share and that no promotion changes). The same goes for servers
 * that name no history (before Redis 4.0), of which no two numbers compare but those of replicas of one stream.
 *
 * <p>What may be compared there, and what follows from it:
 *
 * <ul>
 *   <li>A replica and its master: only the master's word counts, at this look or, once it is gone, at the last good one
 *       of the life that is recorded; a replica that it did not feed then is not known to have everything. Only if it
 *       told no lag the numbers have to do: a replica takes over those of its master as it copies (it asks the master to
 *       go on from its own file and offset), so that it should not show a lower one and lack nothing.
 *   <li>Two replicas that followed the recorded master last: both took over its numbers, unless they had more than
 *       its reign began with. They rank them, see {@link
 *       Preference}, and bar the lower one only where the master told nothing of it.
 *   <li>A former master and the position at which the reign began: its own number and one that it had itself passed on,
 *       see {@link Copies#hasGoneOn}.
 *   <li>A node and what is recorded of itself. Nothing else: a diverged node shows the same numbers for other data.
 * </ul>
 */
final class ToldLag {

    /** What is known about a candidate. */
    enum Finding {
        /** It is within the limit, or nothing shows that it is not. */
        NEAR,
        /** It lacks more than the limit allows. */
        FAR,
        /** Its master did not feed it when it was last seen. */
        UNFED
    }

    private final long lagMax;
    private final GroupRecord record;
    private final Sights sights;
    private final NodeId master;

    /** Whether nobody that the master feeds is known by its address. */
    private final boolean isTranslated;

    ToldLag(long lagMax, GroupRecord record, Sights sights, NodeId master) {
        this.lagMax = lagMax;
        this.record = record;
        this.sights = sights;
        this.master = master;
        this.isTranslated = isTranslated(record, testimony());
    }

    /** Whether that node's positions are numbers of its own. */
    static boolean concerns(NodeInfo info) {
        return info.persistence() == Persistence.ON_DISK;
    }

    /** Returns what is known about a member that is in sync as recorded. */
    Finding of(MemberRecord member, NodeInfo info) {
        if (isOutrunInStream(member, info)) {
            return Finding.FAR;
        }
        Optional<NodeInfo> testimony = testimony();
        Optional<Long> told = testimony.flatMap(of -> Lag.told(record, of, member));
        if (told.isPresent()) {
            return Long.compareUnsigned(told.get(), lagMax) > 0 ? Finding.FAR : Finding.NEAR;
        }
        if (testimony.filter(of -> !isFed(of, member)).isPresent()) {
            return Finding.UNFED;
        }
        return isBehindAnother(member, info) || Lag.isBeyond(lagMax, info.position(), reached())
                ? Finding.FAR
                : Finding.NEAR;
    }

    /** Whether a member without proof is known to lack something, having followed the recorded master last. */
    boolean isBehind(MemberRecord member, NodeInfo info) {
        return member.standing() instanceof Standing.OutOfSync
                && testimony()
                        .flatMap(of -> Lag.told(record, of, member))
                        .map(lag -> lag != 0)
                        .orElseGet(() -> info.position().compare(reached()) == Position.Comparison.BEHIND);
    }

    private boolean isBehindAnother(MemberRecord member, NodeInfo info) {
        return record.members().stream()
                .filter(other -> !other.id().equals(master) && !other.id().equals(member.id()))
                .filter(other -> other.standing() instanceof Standing.InSync
                        || (other.standing() instanceof Standing.OutOfSync && !Copies.owesAll(other)))
                .anyMatch(other -> Lag.isBeyond(lagMax, info.position(), reached(other)));
    }

    /** Whether another one that is in sync, and names no history either, received more of what the master sent. */
    private boolean isOutrunInStream(MemberRecord member, NodeInfo info) {
        return record.members().stream()
                .filter(other -> !other.id().equals(member.id()))
                .anyMatch(other -> seen(other.id())
                        .filter(more -> other.isInSync(more.incarnation()) && Lag.isInStreamBeyond(lagMax, info, more))
                        .isPresent());
    }

    /** What the master tells as master, or told last in the life that is recorded. */
    private Optional<NodeInfo> testimony() {
        return seen(master)
                .filter(info -> info.role() instanceof Role.Master)
                .filter(info -> life().filter(info.incarnation()::equals).isPresent());
    }

    private Optional<Incarnation> life() {
        return record.member(master)
                .flatMap(member -> member.standing() instanceof Standing.InSync mark
                        ? Optional.of(mark.incarnation())
                        : Optional.empty());
    }

    /** Behind address translation, where nobody that it feeds is known, it feeds this one as likely as another. */
    private boolean isFed(NodeInfo of, MemberRecord member) {
        return !(of.attached() instanceof Attached.Told told)
                || told.fed().stream().anyMatch(fed -> member.member().isAt(fed.address()))
                || isTranslated;
    }

    private static boolean isTranslated(GroupRecord record, Optional<NodeInfo> testimony) {
        return testimony
                .map(NodeInfo::attached)
                .filter(attached -> attached instanceof Attached.Told told
                        && !told.fed().isEmpty()
                        && told.fed().stream()
                                .allMatch(fed -> record.memberAt(fed.address()).isEmpty()))
                .isPresent();
    }

    /** What the master reached as master: as a replica it takes over the numbers of whom it copies. */
    private Position reached() {
        return record.member(master)
                .map(member -> reached(member, seen(master).filter(info -> info.role() instanceof Role.Master)))
                .orElseGet(Position::unknown);
    }

    private Position reached(MemberRecord member) {
        return reached(member, seen(member.id()));
    }

    private static Position reached(MemberRecord member, Optional<NodeInfo> seen) {
        return seen.map(NodeInfo::position)
                .filter(Position.Known.class::isInstance)
                .orElseGet(() -> recorded(member.standing()));
    }

    private static Position recorded(Standing standing) {
        if (standing instanceof Standing.LostData lost) {
            return lost.had();
        }
        return standing instanceof Standing.InSync mark ? mark.position() : Position.unknown();
    }

    private Optional<NodeInfo> seen(NodeId node) {
        return sights.info(node).or(() -> sights.lastGood(node));
    }
}
