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
        List<NodeId> overlapped = observation.reports().stream()
                .filter(other -> !other.node().equals(report.node()) && isOverlapping(other, report))
                .map(NodeReport::node)
                .filter(node -> record.member(node).isPresent())
                .toList();
        if (observation.reports().stream().anyMatch(seen -> isAgainst(record, seen))) {
            return overlapped;
        }
        return record.master()
                .filter(master -> hasLostData(record, master))
                .map(master -> besideLoss(master, overlapped, report.node()))
                .orElse(List.of());
    }

    private static boolean hasLostData(GroupRecord record, NodeId master) {
        return record.member(master)
                .filter(member -> member.standing() instanceof Standing.LostData)
                .isPresent();
    }

    /** Replicas only, each after the master: to look at that one again would undo what is in order with the others. */
    private static List<NodeId> besideLoss(NodeId master, List<NodeId> overlapped, NodeId node) {
        return node.equals(master) ? overlapped : overlapped.contains(master) ? List.of(node) : List.of();
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
