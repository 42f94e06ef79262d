package dev.regroup.reduce;

import dev.regroup.model.Link;
import dev.regroup.model.NodeId;

/** Whom a node follows, in terms of the group. */
sealed interface Pointer {

    /** Nobody: it is a master. */
    record None() implements Pointer {}

    /** Another member. */
    record ToMember(NodeId node, Link link) implements Pointer {}

    /** Its own address. */
    record ToSelf() implements Pointer {}

    /** An address outside the group. */
    record ToStranger() implements Pointer {}
}
