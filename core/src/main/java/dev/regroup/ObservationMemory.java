package dev.regroup;

import dev.regroup.model.Life;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo.Readiness;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Observation;
import dev.regroup.model.Outcome;
import dev.regroup.model.Returned;
import dev.regroup.model.Unlinked;
import io.vavr.collection.TreeMap;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an observer keeps of its looks: of each node the newest report, and the last ones that told about its data.
 * Pure: it reads no clock. Immutable.
 */
final class ObservationMemory {

    private static final ObservationMemory EMPTY = new ObservationMemory(
            TreeMap.empty(), TreeMap.empty(), TreeMap.empty(), TreeMap.empty(), List.of(), List.of());

    /** The last two reports of a node whose data set was in memory; both the same while there is only one. */
    private record Good(NodeReport last, NodeReport before) {}

    private final TreeMap<NodeId, NodeReport> newest;
    private final TreeMap<NodeId, Good> good;

    /** The lowest look that counts, of nodes that were commanded. */
    private final TreeMap<NodeId, Long> floors;

    private final TreeMap<NodeId, Returned> returned;
    private final List<Unlinked> unlinked;
    private final List<Life> lives;

    private ObservationMemory(
            TreeMap<NodeId, NodeReport> newest,
            TreeMap<NodeId, Good> good,
            TreeMap<NodeId, Long> floors,
            TreeMap<NodeId, Returned> returned,
            List<Unlinked> unlinked,
            List<Life> lives) {
        this.newest = newest;
        this.good = good;
        this.floors = floors;
        this.returned = returned;
        this.unlinked = unlinked;
        this.lives = lives;
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
        return new ObservationMemory(
                newest.put(report.node(), report),
                remembered(report),
                floors,
                cameBack(report),
                Unlinked.after(unlinked, report),
                Life.after(lives, report));
    }

    private TreeMap<NodeId, Returned> cameBack(NodeReport report) {
        if (!newest.get(report.node()).exists(known -> Returned.isReturn(known, report))) {
            return returned;
        }
        Vector<Duration> times = returned.get(report.node())
                .map(before -> Vector.ofAll(before.times()))
                .getOrElse(Vector.empty())
                .append(report.doneAt())
                .takeRight(Returned.KEPT);
        return returned.put(report.node(), new Returned(report.node(), times.asJava()));
    }

    /** Returns the same without what came back that long before then: it is calm again. */
    ObservationMemory calmedSince(Duration time) {
        TreeMap<NodeId, Returned> recent = returned.filterValues(
                back -> back.times().get(back.times().size() - 1).compareTo(time) > 0);
        return recent.size() == returned.size()
                ? this
                : new ObservationMemory(newest, good, floors, recent, unlinked, lives);
    }

    /** While a data set is being read a node tells nothing about it. */
    private TreeMap<NodeId, Good> remembered(NodeReport report) {
        boolean isGood = report.outcome() instanceof Outcome.Answered answered
                && answered.info().readiness() == Readiness.READY;
        return isGood
                ? good.put(
                        report.node(),
                        new Good(report, good.get(report.node()).map(Good::last).getOrElse(report)))
                : good;
    }

    /**
     * Returns the same, but looks at that node below this number are kept back: they may have been overtaken by a
     * command.
     *
     * @param look the first number that counts; {@link Long#MAX_VALUE} while the command is outstanding
     */
    ObservationMemory withFloor(NodeId node, long look) {
        return new ObservationMemory(newest, good, floors.put(node, look), returned, unlinked, lives);
    }

    /**
     * Returns the same without the newest reports, and without what lasted over them. What nodes last told stays: how far their data reached is still
     * true, and a node that answered before may be missed by any look.
     */
    ObservationMemory withoutReports() {
        return new ObservationMemory(TreeMap.empty(), good, floors, returned, List.of(), List.of());
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
        Observation observation = Observation.of(at, wall, current);
        return observation
                .withReturned(returned.values().toJavaList())
                .withUnlinked(unlinked)
                .withLives(lives)
                .withLastGood(good.values()
                        .map(reports ->
                                observation.report(reports.last().node()).equals(Optional.of(reports.last()))
                                        ? reports.before()
                                        : reports.last())
                        .toJavaList());
    }
}
