package dev.regroup.coordinator;

/**
 * A register to write. Immutable.
 *
 * @param key its path
 * @param value its new content
 */
public record Put(String key, Bytes value) {}
