package dev.regroup.model;

/**
 * One life of a node's process: a different value means that the process was restarted. Immutable.
 *
 * @param value opaque and compared for equality only; on Redis the {@code run_id} of INFO server, which is drawn anew
 *     at every start (redis 7.0.15, server.c, initServerConfig)
 */
public record Incarnation(String value) {

    /** Returns the incarnation with that opaque value. */
    public static Incarnation of(String value) {
        return new Incarnation(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
