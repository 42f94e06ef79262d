package dev.regroup;

import dev.regroup.model.NodeId;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Observation;
import dev.regroup.model.Outcome;
import io.vavr.collection.TreeMap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What an observer keeps of its looks: of each node the newest report, and the last one with information. Pure: it
 * reads no clock. Immutable.
 */
final class ObservationMemory {

    private static final ObservationMemory EMPTY =
            new ObservationMemory(TreeMap.empty(), TreeMap.empty(), TreeMap.empty());

    private final TreeMap<NodeId, NodeReport> newest;
    private final TreeMap<NodeId, NodeReport> lastGood;

    /** The lowest look that counts, of nodes that were commanded. */
    private final TreeMap<NodeId, Long> floors;

    private ObservationMemory(
            TreeMap<NodeId, NodeReport> newest, TreeMap<NodeId, NodeReport> lastGood, TreeMap<NodeId, Long> floors) {
        this.newest = newest;
        this.lastGood = lastGood;
        this.floors = floors;
    }

    /** Returns the memory of an observer that has not looked yet. */
    static ObservationMemory empty() {
        return EMPTY;
    }

    /** Returns the same with that report; unchanged if a newer look at that node is known already. */
    ObservationMemory with(NodeReport report) {
        boolean isNew = newest.get(report.node()).forAll(known -> known.look() < report.look());
        if (!isNew) {
            return this;
        }
        TreeMap<NodeId, NodeReport> good =
                report.outcome() instanceof Outcome.Answered ? lastGood.put(report.node(), report) : lastGood;
        return new ObservationMemory(newest.put(report.node(), report), good, floors);
    }

    /**
     * Returns the same, but looks at that node below this number are kept back: they may have been overtaken by a
     * command.
     *
     * @param look the first number that counts; {@link Long#MAX_VALUE} while the command is outstanding
     */
    ObservationMemory withFloor(NodeId node, long look) {
        return new ObservationMemory(newest, lastGood, floors.put(node, look));
    }

    /**
     * Returns the same without the newest reports. What nodes last told stays: how far their data reached is still
     * true, and a node that answered before may be missed by any look.
     */
    ObservationMemory withoutReports() {
        return new ObservationMemory(TreeMap.empty(), lastGood, floors);
    }

    /**
     * Returns what is known now.
     *
     * @param oldest reports of looks that began before that time are left out
     */
    Observation observe(Duration at, Instant wall, Duration oldest) {
        List<NodeReport> current = newest.values()
                .filter(report -> report.sentAt().compareTo(oldest) >= 0)
                .filter(report -> report.look() >= floors.getOrElse(report.node(), Long.MIN_VALUE))
                .toJavaList();
        return Observation.of(at, wall, current).withLastGood(lastGood.values().toJavaList());
    }
}
