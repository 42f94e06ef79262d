package dev.regroup.model;

import java.time.Duration;

/**
 * The last time that this observer told a node to follow: it keeps the same command from being repeated too soon, and
 * never asks for anything. Immutable.
 *
 * @param node who was told
 * @param incarnation in which life of its process
 * @param master whom to follow
 * @param at monotonic time at which it was sent
 * @param tries how often in a row it was told the same, at least 1
 * @param answer what came of it
 */
public record Commanded(NodeId node, Incarnation incarnation, NodeId master, Duration at, int tries, Answer answer) {

    /** What came of a command. */
    public enum Answer {
        /** It took effect, or may have. */
        TAKEN,
        /** The node refused it, and may not refuse it later. */
        REFUSED,
        /** The node refused it, and will refuse it again. */
        REFUSED_FOR_GOOD
    }

    /** Checks the time and the tries. */
    public Commanded {
        Times.time(at);
        if (tries < 1) {
            throw new IllegalArgumentException(tries + " tries of a command to " + node);
        }
    }

    /** Returns the same with what came of it. */
    public Commanded withAnswer(Answer answer) {
        return new Commanded(node, incarnation, master, at, tries, answer);
    }
}
