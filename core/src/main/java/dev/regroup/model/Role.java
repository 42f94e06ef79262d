package dev.regroup.model;

/** What a node says it is. Immutable. */
public sealed interface Role {

    /** Accepts writes of clients ({@code role:master}), with or without replicas. */
    record Master() implements Role {}

    /**
     * Follows another node ({@code role:slave}).
     *
     * @param of the address it follows, as the node itself spells it (normalised)
     * @param link the state of the connection to it
     */
    record Replica(Address of, Link link) implements Role {}
}
