package dev.regroup.model;

import java.time.Duration;
import java.util.Objects;

/** What a node told about itself in one look. Immutable. */
public final class NodeInfo {

    /** Whether a node may become master, by its own word. */
    public enum Eligibility {
        /** It may. */
        YES,
        /** It must not: priority 0, or an unfinished full copy. */
        NO,
        /** It does not say. */
        UNKNOWN
    }

    /** Whether the node's data set is in memory. */
    public enum Readiness {
        /** It is. */
        READY,
        /** It is still being read from disk ({@code loading:1}). */
        LOADING
    }

    private final Incarnation incarnation;
    private final Role role;
    private final Position position;
    private final Readiness readiness;
    private final Eligibility eligibility;
    private final Duration pingPeriod;
    private final Attached attached;

    private NodeInfo(
            Incarnation incarnation,
            Role role,
            Position position,
            Readiness readiness,
            Eligibility eligibility,
            Duration pingPeriod,
            Attached attached) {
        this.incarnation = incarnation;
        this.role = role;
        this.position = position;
        this.readiness = readiness;
        this.eligibility = eligibility;
        this.pingPeriod = pingPeriod;
        this.attached = attached;
    }

    /**
     * Returns what is always told; the rest is: ready, eligibility unknown, a ping period of 10 s (Redis' default),
     * replicas untold.
     */
    public static NodeInfo of(Incarnation incarnation, Role role, Position position) {
        return new NodeInfo(
                incarnation,
                role,
                position,
                Readiness.READY,
                Eligibility.UNKNOWN,
                Duration.ofSeconds(10),
                new Attached.Untold());
    }

    /** Returns which life of the process answered. */
    public Incarnation incarnation() {
        return incarnation;
    }

    /** Returns what the node says it is. */
    public Role role() {
        return role;
    }

    /** Returns how far its data reaches. */
    public Position position() {
        return position;
    }

    /** Returns whether its data set is in memory. */
    public Readiness readiness() {
        return readiness;
    }

    /** Returns whether it may become master. */
    public Eligibility eligibility() {
        return eligibility;
    }

    /** Returns how often it sends a ping to its replicas while it is a master ({@code repl-ping-replica-period}). */
    public Duration pingPeriod() {
        return pingPeriod;
    }

    /** Returns whom it feeds, if it is a master. */
    public Attached attached() {
        return attached;
    }

    /** Returns the same with that readiness. */
    public NodeInfo withReadiness(Readiness readiness) {
        return new NodeInfo(incarnation, role, position, readiness, eligibility, pingPeriod, attached);
    }

    /** Returns the same with that eligibility. */
    public NodeInfo withEligibility(Eligibility eligibility) {
        return new NodeInfo(incarnation, role, position, readiness, eligibility, pingPeriod, attached);
    }

    /** Returns the same with that ping period, zero to a hundred years. */
    public NodeInfo withPingPeriod(Duration pingPeriod) {
        return new NodeInfo(incarnation, role, position, readiness, eligibility, Times.span(pingPeriod), attached);
    }

    /** Returns the same with that testimony about its replicas. */
    public NodeInfo withAttached(Attached attached) {
        return new NodeInfo(incarnation, role, position, readiness, eligibility, pingPeriod, attached);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NodeInfo that
                && incarnation.equals(that.incarnation)
                && role.equals(that.role)
                && position.equals(that.position)
                && readiness == that.readiness
                && eligibility == that.eligibility
                && pingPeriod.equals(that.pingPeriod)
                && attached.equals(that.attached);
    }

    @Override
    public int hashCode() {
        return Objects.hash(incarnation, role, position, readiness, eligibility, pingPeriod, attached);
    }

    @Override
    public String toString() {
        return role + " at " + position + (readiness == Readiness.LOADING ? " loading" : "");
    }
}
