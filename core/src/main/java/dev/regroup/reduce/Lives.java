package dev.regroup.reduce;

import dev.regroup.model.MemberRecord;
import dev.regroup.model.MemberRecord.Health;
import dev.regroup.model.Reason;

/** Records who is up and who is down. */
final class Lives {

    private Lives() {}

    /**
     * A visible node is recorded as up at its first good look, whatever its role and whether or not anything needs
     * mending: the dashboard of OpenAtomFoundation/pikiwidb issue 2649 recorded it only after mending something. A node
     * that never answered stays unseen.
     */
    static Draft record(Draft draft, Sights sights) {
        Draft next = draft;
        for (MemberRecord member : draft.record().members()) {
            if (sights.of(member.id()) instanceof Sight.Good && member.health() != Health.UP) {
                next = next.withMember(member.id(), m -> m.withHealth(Health.UP))
                        .because(Reason.Code.NODE_UP, member.id());
            } else if (sights.isDown(member.id()) && member.health() == Health.UP) {
                next = next.withMember(member.id(), m -> m.withHealth(Health.DOWN))
                        .because(Reason.Code.NODE_DOWN, member.id());
            }
        }
        return next;
    }
}
