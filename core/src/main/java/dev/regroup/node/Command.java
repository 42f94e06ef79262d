package dev.regroup.node;

import dev.regroup.model.Member;
import dev.regroup.model.Presumption;

/** A command to a node, with what it presumes of it: if that is no longer true, it is not sent. Immutable. */
public sealed interface Command {

    /** Returns whom to command. */
    Member member();

    /** Returns what the command presumes of the node: the life of its process at least. */
    Presumption.Living own();

    /**
     * Become master, persist that, drop normal clients. A node that is master already is left alone.
     *
     * @param member whom to command
     * @param own what the command presumes of the node
     */
    record Promote(Member member, Presumption.Living own) implements Command {}

    /**
     * Follow that master, persist that, drop normal clients. A node that follows it already is left alone.
     *
     * @param member whom to command
     * @param own what the command presumes of the node
     * @param master whom to follow
     */
    record Follow(Member member, Presumption.Living own, Member master) implements Command {}
}
