package dev.regroup.reduce;

import dev.regroup.model.Attached;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Link;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Observation;
import dev.regroup.model.Outcome;
import dev.regroup.model.Role;

/** Whether a master confirms that it feeds a replica which believes to be linked. */
final class Feeding {

    private Feeding() {}

    /**
     * By address. Only a master that sees none of its replicas under an address of a member, as behind address
     * translation, is believed by number: if it feeds at least as many as believe to be linked, it feeds them all.
     */
    static boolean isConfirmed(GroupRecord record, Observation observation, NodeInfo master, MemberRecord replica) {
        return !(master.attached() instanceof Attached.Told told)
                || told.fed().stream().anyMatch(fed -> replica.member().isAt(fed.address()))
                || (!told.fed().isEmpty()
                        && told.fed().stream()
                                .allMatch(fed -> record.memberAt(fed.address()).isEmpty())
                        && told.fed().size() >= believers(record, observation));
    }

    /** Whether the master tells that it feeds that very one. */
    static boolean isNamed(NodeInfo master, MemberRecord replica) {
        return master.attached() instanceof Attached.Told told
                && told.fed().stream().anyMatch(fed -> replica.member().isAt(fed.address()));
    }

    private static long believers(GroupRecord record, Observation observation) {
        return record.members().stream()
                .filter(member -> observation
                        .report(member.id())
                        .filter(report -> report.outcome() instanceof Outcome.Answered answered
                                && answered.info().role() instanceof Role.Replica role
                                && role.link() instanceof Link.Up)
                        .isPresent())
                .count();
    }
}
