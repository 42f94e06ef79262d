package dev.regroup.model;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/** What a node told about itself in one look. Immutable. */
public final class NodeInfo {

    /** Whether a node may become master, by its own word. */
    public enum Eligibility {
        /** It may. */
        YES,
        /** It must not: its configuration forbids it (priority 0). */
        NO,
        /**
         * It must not: a full copy was begun and not finished. Pika forgets that with the next complete one only, even
         * if the link is up and the offsets are equal meanwhile (pika v4.0.1, pika_conf.h, internal-used-unfinished-full-sync).
         */
        INCOMPLETE,
        /** It does not say. */
        UNKNOWN;

        /** Tells whether it must not become master. */
        public boolean isForbidden() {
            return this == NO || this == INCOMPLETE;
        }
    }

    /** Whether the node's data set is in memory. */
    public enum Readiness {
        /** It is. */
        READY,
        /** It is still being read from disk ({@code loading:1}). */
        LOADING
    }

    /** What a start of the node reads its data set from. */
    public enum Persistence {
        /** A file that every write is appended to ({@code aof_enabled:1}): a restart loses next to nothing. */
        APPEND_ONLY,
        /** A snapshot or nothing: a restart loses what was written since, or everything. */
        SNAPSHOT_OR_NONE,
        /** A database on disk that keeps the name of its history, too (Pika): after a restart both are as before. */
        ON_DISK,
        /** It does not say. */
        UNKNOWN
    }

    /** Whether the node holds any key at all. Zero keys alone do not mean that data was lost. */
    public enum Contents {
        /** No key. */
        EMPTY,
        /** One key or more. */
        SOME,
        /** It does not say, or its data set is not complete. */
        UNKNOWN
    }

    /** Whether a master takes writes of clients; a replica never says. */
    public enum Writability {
        /** Nothing it tells stands in the way of a write. */
        WRITABLE,
        /** It refuses them: too few replicas, persistence in trouble, a full disk, or writes were paused. */
        REFUSES_WRITES,
        /** It does not say. */
        UNKNOWN
    }

    private static final Duration DEFAULT_PING_PERIOD = Duration.ofSeconds(10);
    private static final Attached UNTOLD = new Attached.Untold();

    private final Incarnation incarnation;
    private final Role role;
    private final Position position;
    private final Readiness readiness;
    private final Eligibility eligibility;
    private final Duration pingPeriod;
    private final Attached attached;
    private final Persistence persistence;
    private final Contents contents;
    private final Writability writability;

    private NodeInfo(Draft draft) {
        this.incarnation = draft.incarnation;
        this.role = draft.role;
        this.position = draft.position;
        this.readiness = draft.readiness;
        this.eligibility = draft.eligibility;
        this.pingPeriod = draft.pingPeriod;
        this.attached = draft.attached;
        this.persistence = draft.persistence;
        this.contents = draft.contents;
        this.writability = draft.writability;
    }

    /**
     * Returns what is always told; the rest is: ready, a ping period of 10 s (Redis' default), replicas untold, and
     * unknown.
     */
    public static NodeInfo of(Incarnation incarnation, Role role, Position position) {
        return new NodeInfo(new Draft(incarnation, role, position));
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

    /** Returns what its next start would read its data set from. */
    public Persistence persistence() {
        return persistence;
    }

    /** Returns whether it holds any key. */
    public Contents contents() {
        return contents;
    }

    /** Returns whether it takes writes, if it is a master. */
    public Writability writability() {
        return writability;
    }

    /** Returns the same with that readiness. */
    public NodeInfo withReadiness(Readiness readiness) {
        return with(draft -> draft.readiness = readiness);
    }

    /** Returns the same with that eligibility. */
    public NodeInfo withEligibility(Eligibility eligibility) {
        return with(draft -> draft.eligibility = eligibility);
    }

    /** Returns the same with that ping period, zero to a hundred years. */
    public NodeInfo withPingPeriod(Duration pingPeriod) {
        return with(draft -> draft.pingPeriod = Times.span(pingPeriod));
    }

    /** Returns the same with that testimony about its replicas. */
    public NodeInfo withAttached(Attached attached) {
        return with(draft -> draft.attached = attached);
    }

    /** Returns the same with that persistence. */
    public NodeInfo withPersistence(Persistence persistence) {
        return with(draft -> draft.persistence = persistence);
    }

    /** Returns the same with those contents. */
    public NodeInfo withContents(Contents contents) {
        return with(draft -> draft.contents = contents);
    }

    /** Returns the same with that writability. */
    public NodeInfo withWritability(Writability writability) {
        return with(draft -> draft.writability = writability);
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
                && attached.equals(that.attached)
                && persistence == that.persistence
                && contents == that.contents
                && writability == that.writability;
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                incarnation,
                role,
                position,
                readiness,
                eligibility,
                pingPeriod,
                attached,
                persistence,
                contents,
                writability);
    }

    @Override
    public String toString() {
        return role + " at " + position + (readiness == Readiness.LOADING ? " loading" : "");
    }

    private NodeInfo with(Consumer<Draft> change) {
        Draft draft = new Draft(incarnation, role, position);
        draft.readiness = readiness;
        draft.eligibility = eligibility;
        draft.pingPeriod = pingPeriod;
        draft.attached = attached;
        draft.persistence = persistence;
        draft.contents = contents;
        draft.writability = writability;
        change.accept(draft);
        return new NodeInfo(draft);
    }

    /** What becomes a report; so that one more fact is not one more argument everywhere. Confined to one call. */
    private static final class Draft {
        private final Incarnation incarnation;
        private final Role role;
        private final Position position;
        private Readiness readiness = Readiness.READY;
        private Eligibility eligibility = Eligibility.UNKNOWN;
        private Duration pingPeriod = DEFAULT_PING_PERIOD;
        private Attached attached = UNTOLD;
        private Persistence persistence = Persistence.UNKNOWN;
        private Contents contents = Contents.UNKNOWN;
        private Writability writability = Writability.UNKNOWN;

        private Draft(Incarnation incarnation, Role role, Position position) {
            this.incarnation = incarnation;
            this.role = role;
            this.position = position;
        }
    }
}
