package dev.regroup.model;

/**
 * What an election made of one member. Immutable.
 *
 * @param node the member
 * @param ruling its rank or the reason why it has none
 */
public record Verdict(NodeId node, Ruling ruling) {

    /** What was found. */
    public enum Ruling {
        /** It is the best candidate. */
        FIRST,
        /** It may be promoted, but another one is better. */
        ELECTABLE,
        /** It was not seen in this observation. */
        NOT_VISIBLE,
        /** Its data set is not in memory yet. */
        LOADING,
        /** It must not be promoted, by its own word. */
        INELIGIBLE,
        /** The operator forbids it. */
        FORBIDDEN,
        /** It is not in the data centre that masters have to be in. */
        ELSEWHERE,
        /** It is made to follow anew: what it holds is not the group's data. */
        DETACHED,
        /** It shows no key although the group has some. */
        EMPTY,
        /** Its position shows that it lacks writes of the recorded master. */
        LAGGING,
        /** Nothing shows that it has all writes of the recorded master. */
        UNPROVEN
    }
}
