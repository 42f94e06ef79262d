package dev.regroup.coordinator;

/**
 * Proof of a leadership, checked by the store inside the commit that carries it. Immutable.
 *
 * @param name the election
 * @param token one term of leadership; never used again
 */
public record Fence(String name, String token) {}
