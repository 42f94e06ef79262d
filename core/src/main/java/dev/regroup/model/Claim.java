package dev.regroup.model;

/** The durable intent that the next epoch belongs to a node; it is stored before any Promote is sent. Immutable. */
public sealed interface Claim {

    /** No claim is pending. */
    record None() implements Claim {}

    /**
     * A pending claim: the candidate shall become master.
     *
     * @param epoch the epoch it claims, exactly one above the highest before
     * @param candidate who shall become master
     * @param incarnation the life of the candidate's process that was elected; in another one it has to be elected anew
     * @param cause why
     */
    record Pending(long epoch, NodeId candidate, Incarnation incarnation, Reason.Code cause) implements Claim {}
}
