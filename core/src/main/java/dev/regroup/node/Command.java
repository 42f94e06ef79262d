package dev.regroup.node;

import dev.regroup.model.Incarnation;
import dev.regroup.model.Member;

/** A command to a node, with the life of its process that it presumes: in another one it is not sent. Immutable. */
public sealed interface Command {

    /** Returns whom to command. */
    Member member();

    /** Returns the life of the node's process that the command presumes. */
    Incarnation incarnation();

    /**
     * Become master, persist that, drop normal clients. A node that is master already is left alone.
     *
     * @param member whom to command
     * @param incarnation the life of the node's process that the command presumes
     */
    record Promote(Member member, Incarnation incarnation) implements Command {}

    /**
     * Follow that master, persist that, drop normal clients. A node that follows it already is left alone.
     *
     * @param member whom to command
     * @param incarnation the life of the node's process that the command presumes
     * @param master whom to follow
     */
    record Follow(Member member, Incarnation incarnation, Member master) implements Command {}
}
