package dev.regroup.model;

/**
 * What an election made of one member. Immutable.
 *
 * @param node the member
 * @param ruling that it may be promoted, or why not
 * @param rank its place among those who may be promoted, from 1, which is that of the first; several have the same one if
 *     contradictory reports show each to be ahead of another; 0 if it has none
 */
public record Verdict(NodeId node, Ruling ruling, int rank) {

    /** Checks that whoever has a rank may be promoted, and that the first has the first. */
    public Verdict {
        boolean isPossible = switch (ruling) {
            case FIRST -> rank == 1;
            case ELECTABLE -> rank >= 0;
            default -> rank == 0;
        };
        if (!isPossible) {
            throw new IllegalArgumentException(node + " is " + ruling + " and has the rank " + rank);
        }
    }

    /** Creates one without a rank, or with the first. */
    public Verdict(NodeId node, Ruling ruling) {
        this(node, ruling, ruling == Ruling.FIRST ? 1 : 0);
    }

    /** What was found. */
    public enum Ruling {
        /** It is the best candidate. */
        FIRST,
        /** It may be promoted, but others are better: its rank says how many. */
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

    @Override
    public String toString() {
        return node + " " + ruling + (ruling == Ruling.ELECTABLE && rank > 0 ? " " + rank : "");
    }
}
