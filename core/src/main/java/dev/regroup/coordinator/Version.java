package dev.regroup.coordinator;

/**
 * The version of a register: changes with every write, compared for equality only. Immutable.
 *
 * @param value opaque
 */
public record Version(String value) {}
