package dev.regroup;

import dev.regroup.model.GroupRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Observation;
import dev.regroup.model.Outcome;
import dev.regroup.model.Role;
import dev.regroup.model.Standing;
import java.util.List;
import java.util.Optional;

/**
 * Looks at two nodes that overlapped in time: which of the two was first as it was seen cannot be told from them. The
 * cadence alone may keep the looks at all nodes of a group in step for ever. Pure.
 */
final class Overlaps {

    private Overlaps() {}

    /**
     * Returns whom to look at once more after that report, so that the order can be told: nobody, as long as all roles are
     * as recorded and the master has its data.
     */
    static List<NodeId> of(GroupRecord record, Observation observation, NodeReport report) {
        boolean hasData = record.master()
                .flatMap(record::member)
                .filter(master -> master.standing() instanceof Standing.LostData)
                .isEmpty();
        boolean isAgreed = hasData && observation.reports().stream().noneMatch(seen -> isAgainst(record, seen));
        return isAgreed
                ? List.of()
                : observation.reports().stream()
                        .filter(other -> !other.node().equals(report.node()) && isOverlapping(other, report))
                        .map(NodeReport::node)
                        .filter(node -> record.member(node).isPresent())
                        .toList();
    }

    /** Whether a node shows the role of a master although it is not recorded as one, or the other way round. */
    private static boolean isAgainst(GroupRecord record, NodeReport report) {
        boolean isRecorded = record.master().equals(Optional.of(report.node()));
        return record.master().isPresent()
                && report.outcome() instanceof Outcome.Answered answered
                && answered.info().role() instanceof Role.Master != isRecorded;
    }

    private static boolean isOverlapping(NodeReport one, NodeReport other) {
        return one.sentAt().compareTo(other.doneAt()) < 0 && other.sentAt().compareTo(one.doneAt()) < 0;
    }
}
