package dev.regroup.coordinator;

/**
 * A moment in the history of a store, from which a watch may begin. Immutable.
 *
 * @param value opaque
 */
public record Revision(String value) {}
