package dev.regroup.reduce;

import dev.regroup.model.GroupHealth;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.NodeHealth.Confirming;
import dev.regroup.model.NodeHealth.Down;
import dev.regroup.model.NodeHealth.Suspect;
import dev.regroup.model.Standing;
import java.util.List;

/** Drops counters that the new record has made meaningless. */
final class Settling {

    private Settling() {}

    static GroupHealth settle(GroupHealth health, GroupRecord before, GroupRecord after) {
        boolean sameReign = before.reign().equals(after.reign());
        GroupHealth next = health;
        for (MemberRecord member : after.members()) {
            NodeHealth counted = health.of(member.id());
            NodeHealth settled = counted instanceof Confirming && (!sameReign || isInSync(member))
                    ? NodeHealth.rest()
                    : sameReign ? counted : withoutWitnesses(counted);
            next = next.with(member.id(), settled);
        }
        return next;
    }

    private static boolean isInSync(MemberRecord member) {
        return member.standing() instanceof Standing.InSync;
    }

    private static NodeHealth withoutWitnesses(NodeHealth health) {
        if (health instanceof Suspect s) {
            return new Suspect(s.misses(), s.first(), s.lastSentAt(), s.look(), List.of());
        }
        return health instanceof Down down ? new Down(down.first(), down.look(), List.of()) : health;
    }
}
