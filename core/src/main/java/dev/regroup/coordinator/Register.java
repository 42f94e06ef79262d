package dev.regroup.coordinator;

/**
 * A register as it was read or written. Immutable.
 *
 * @param key its path
 * @param version its version
 * @param value its content
 */
public record Register(String key, Version version, Bytes value) {}
