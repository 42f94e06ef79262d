package dev.regroup.model;

/** Who is recorded as master, and since which epoch. Immutable. */
public sealed interface Reign {

    /** Nobody yet: the group has not been adopted. */
    record None() implements Reign {}

    /**
     * A recorded master.
     *
     * @param epoch the epoch at which it was confirmed, at least 1
     * @param master its name
     * @param start how far its data reached then
     */
    record Of(long epoch, NodeId master, Position start) implements Reign {}
}
