package dev.regroup.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known about the nodes of one group at one moment. A node without a report is missing, which is not the same
 * as silent. Reports of unknown nodes are kept and ignored. Immutable.
 */
public final class Observation {

    private final Duration at;
    private final Instant wall;
    private final List<NodeReport> reports;
    private final List<NodeReport> lastGood;
    private final PromoteSent promoteSent;
    private final List<Commanded> commanded;
    private final List<Returned> returned;
    private final List<Unlinked> unlinked;
    private final List<Life> lives;

    private Observation(
            Duration at,
            Instant wall,
            List<NodeReport> reports,
            List<NodeReport> lastGood,
            PromoteSent promoteSent,
            List<Commanded> commanded,
            List<Returned> returned,
            List<Unlinked> unlinked,
            List<Life> lives) {
        this.at = at;
        this.wall = wall;
        this.reports = reports;
        this.lastGood = lastGood;
        this.promoteSent = promoteSent;
        this.commanded = commanded;
        this.returned = returned;
        this.unlinked = unlinked;
        this.lives = lives;
    }

    /**
     * Returns an observation. Order and duplicates of the reports do not matter: of several reports of one node the one
     * with the highest look counts.
     *
     * @param at monotonic time, on the same clock as the reports' times
     * @param wall the time of day, for people only
     * @param reports the newest report of each node that has one
     */
    public static Observation of(Duration at, Instant wall, List<NodeReport> reports) {
        return new Observation(
                Times.time(at),
                wall,
                newestPerNode(reports),
                List.of(),
                new PromoteSent.Unknown(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /** Returns the monotonic time of this observation. */
    public Duration at() {
        return at;
    }

    /** Returns the time of day; decides nothing. */
    public Instant wall() {
        return wall;
    }

    /** Returns the newest reports, ordered by node, at most one for each. */
    public List<NodeReport> reports() {
        return reports;
    }

    /**
     * Returns of each node, ordered by node, the last report that told this observer about its data before the one in
     * {@link #reports()}; that one itself as long as there was none before. A node that came back in another life can be
     * compared with what it had, and one that is silent is known by what it had.
     */
    public List<NodeReport> lastGood() {
        return lastGood;
    }

    /** Returns what is known about Promote commands under the pending claim. */
    public PromoteSent promoteSent() {
        return promoteSent;
    }

    /** Returns the last orders of this observer that still matter, at most one of a kind for each node. */
    public List<Commanded> commanded() {
        return commanded;
    }

    /** Returns the last order of that kind to that node, if one still matters. */
    public Optional<Commanded> commanded(Commanded.Kind kind, NodeId node) {
        return commanded.stream()
                .filter(last -> last.order().kind() == kind && last.node().equals(node))
                .findFirst();
    }

    /** Returns the newest report of that node, if there is one. */
    public Optional<NodeReport> report(NodeId node) {
        return find(reports, node);
    }

    /** Returns the one of {@link #lastGood()} that is of that node, if it ever told anything. */
    public Optional<NodeReport> lastGood(NodeId node) {
        return find(lastGood, node);
    }

    /** Returns the same with these last reports with information. */
    public Observation withLastGood(List<NodeReport> lastGood) {
        return new Observation(
                at, wall, reports, newestPerNode(lastGood), promoteSent, commanded, returned, unlinked, lives);
    }

    /** Returns the same with that knowledge about Promote commands. */
    public Observation withPromoteSent(PromoteSent promoteSent) {
        return new Observation(at, wall, reports, lastGood, promoteSent, commanded, returned, unlinked, lives);
    }

    /** Returns the same with these last orders, of which the first of a kind for each node counts. */
    public Observation withCommanded(List<Commanded> commanded) {
        return new Observation(
                at, wall, reports, lastGood, promoteSent, List.copyOf(commanded), returned, unlinked, lives);
    }

    /** Returns when which nodes answered again after they had not; at most one for each node. */
    public List<Returned> returned() {
        return returned;
    }

    /** Returns the same with these, of which the first for each node counts. */
    public Observation withReturned(List<Returned> returned) {
        return new Observation(
                at, wall, reports, lastGood, promoteSent, commanded, List.copyOf(returned), unlinked, lives);
    }

    /** Returns since when which replicas have shown no link; at most one for each node. */
    public List<Unlinked> unlinked() {
        return unlinked;
    }

    /** Returns the same with these, of which the first for each node counts. */
    public Observation withUnlinked(List<Unlinked> unlinked) {
        return new Observation(
                at, wall, reports, lastGood, promoteSent, commanded, returned, List.copyOf(unlinked), lives);
    }

    /** Returns since when which lives of nodes have been known; at most one for each node. */
    public List<Life> lives() {
        return lives;
    }

    /** Returns the same with these, of which the first for each node counts. */
    public Observation withLives(List<Life> lives) {
        return new Observation(
                at, wall, reports, lastGood, promoteSent, commanded, returned, unlinked, List.copyOf(lives));
    }

    /** Returns since when that life of a node has been known; now, if nothing is said of it. */
    public Duration knownSince(NodeId node, Incarnation incarnation) {
        return lives.stream()
                .filter(life -> life.node().equals(node))
                .limit(1)
                .filter(life -> life.incarnation().equals(incarnation))
                .map(Life::since)
                .findFirst()
                .orElse(at);
    }

    private static Optional<NodeReport> find(List<NodeReport> reports, NodeId node) {
        for (int i = 0; i < reports.size(); i++) {
            if (reports.get(i).node().equals(node)) {
                return Optional.of(reports.get(i));
            }
        }
        return Optional.empty();
    }

    private static List<NodeReport> newestPerNode(List<NodeReport> reports) {
        List<NodeReport> newest = new ArrayList<>(reports.size());
        for (NodeReport report : reports) {
            int at = 0;
            while (at < newest.size() && newest.get(at).node().compareTo(report.node()) < 0) {
                at++;
            }
            boolean known = at < newest.size() && newest.get(at).node().equals(report.node());
            if (!known) {
                newest.add(at, report);
            } else if (isNewer(report, newest.get(at))) {
                newest.set(at, report);
            }
        }
        return List.copyOf(newest);
    }

    /** A total order, so that the given order never decides: garbage may hold two reports with one look number. */
    private static boolean isNewer(NodeReport one, NodeReport other) {
        int byLook = Long.compare(one.look(), other.look());
        int byTime = byLook != 0 ? byLook : one.doneAt().compareTo(other.doneAt());
        int order = byTime != 0 ? byTime : one.toString().compareTo(other.toString());
        return order > 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Observation that
                && at.equals(that.at)
                && wall.equals(that.wall)
                && reports.equals(that.reports)
                && lastGood.equals(that.lastGood)
                && promoteSent.equals(that.promoteSent)
                && commanded.equals(that.commanded)
                && returned.equals(that.returned)
                && unlinked.equals(that.unlinked)
                && lives.equals(that.lives);
    }

    @Override
    public int hashCode() {
        return Objects.hash(at, wall, reports, lastGood, promoteSent, commanded, returned, unlinked, lives);
    }

    @Override
    public String toString() {
        return "at " + at + " " + reports;
    }
}
