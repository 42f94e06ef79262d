package dev.regroup.reduce;

import dev.regroup.model.Claim;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Position;
import dev.regroup.model.Reason;
import dev.regroup.model.Reign;
import dev.regroup.model.Role;
import dev.regroup.model.Standing;
import dev.regroup.model.Standing.InSync;
import dev.regroup.model.Standing.OutOfSync;
import java.util.Optional;

/** Records a new master: the only place where a reign begins. */
final class Enthronement {

    private Enthronement() {}

    /**
     * Begins the reign of a node that is shown as master: the former master is deposed, and all other in-sync standings
     * end with it, since they spoke of the old reign and a write that the new master takes before its replicas link is
     * on it alone.
     */
    static Draft begin(Draft draft, Sights sights, long epoch, NodeId node, NodeInfo info, Reason.Code code) {
        Draft next = draft.because(code, node);
        Position start = start(sights, node, info);
        for (MemberRecord member : draft.record().members()) {
            Standing standing = standingUnder(draft, sights, node, info, start, member);
            Optional<Reason.Code> owes = Copies.reason(member.standing(), standing);
            next = next.withStanding(member.id(), standing);
            next = owes.isPresent() ? next.because(owes.get(), member.id()) : next;
        }
        Reign reign = new Reign.Of(epoch, node, start);
        return next.with(next.record().withClaim(epoch, new Claim.None()).withReign(reign));
    }

    /**
     * Returns how far its data reached when it became master. A Pika that somebody else made master may have taken writes
     * before it was looked at; what it had as a replica without a link, at the look before, is what the reign began with.
     */
    private static Position start(Sights sights, NodeId node, NodeInfo info) {
        return sights.lastGood(node)
                .filter(last -> last.persistence() == NodeInfo.Persistence.ON_DISK
                        && last.incarnation().equals(info.incarnation())
                        && last.role() instanceof Role.Replica replica
                        && replica.link().isBroken()
                        && Copies.isBeyond(last.position(), info.position()))
                .map(NodeInfo::position)
                .orElse(info.position());
    }

    private static Standing standingUnder(
            Draft draft, Sights sights, NodeId node, NodeInfo info, Position start, MemberRecord member) {
        if (member.id().equals(node)) {
            return Losses.mark(info);
        }
        Standing next = standingUnder(draft, member);
        return info.persistence() == NodeInfo.Persistence.ON_DISK
                ? Copies.with(next, Copies.under(draft.record(), sights, member, node, start))
                : next;
    }

    private static Standing standingUnder(Draft draft, MemberRecord member) {
        boolean isFormer = draft.record().master().filter(member.id()::equals).isPresent();
        if (isFormer) {
            return new Standing.Deposed();
        }
        return member.standing() instanceof InSync inSync ? new OutOfSync(inSync.incarnation()) : member.standing();
    }
}
