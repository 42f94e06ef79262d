package dev.regroup.model;

import java.util.List;
import java.util.Optional;

/**
 * How far a node's data reaches. Positions of different histories are incomparable, never smaller. Immutable.
 *
 * <p>On Redis the history is the replication id, the offset {@code master_repl_offset} (master) or
 * {@code slave_repl_offset} (replica), and the ancestor {@code master_replid2} up to {@code second_repl_offset - 1}: a
 * promoted replica keeps its data under a new id and remembers the old one (redis 7.0.15, replication.c,
 * shiftReplicationId).
 */
public sealed interface Position {

    /** How one position relates to another. */
    enum Comparison {
        /** The other has everything that this one has, and more. */
        BEHIND,
        /** Both reach exactly as far. */
        EQUAL,
        /** This one has everything that the other has, and more. */
        AHEAD,
        /** Neither is known to contain the other. */
        INCOMPARABLE
    }

    /** The node did not tell, or what it told says nothing. */
    record Unknown() implements Position {

        static final Unknown INSTANCE = new Unknown();

        @Override
        public String toString() {
            return "?";
        }
    }

    /**
     * An offset in a history that has no name: what a replica tells before Redis 4.0, and of codis-server 3.2 (redis 3.2.11,
     * server.c, genRedisInfoString: {@code slave_repl_offset} without {@code master_replid}). It is incomparable with
     * everything, as an unknown one is. Only two replicas that follow the same master, and are seen at the same time, have
     * offsets in the same history.
     *
     * @param offset unsigned
     */
    record Unnamed(long offset) implements Position {
        @Override
        public String toString() {
            return "?:" + Long.toUnsignedString(offset);
        }
    }

    /**
     * A position within a history.
     *
     * @param history the name of the history, not empty
     * @param offsets unsigned, one for each database in a fixed order; never empty (Redis has exactly one)
     * @param ancestors the histories that this one continues, newest first; usually none or one
     */
    record Known(String history, List<Long> offsets, List<Ancestor> ancestors) implements Position {

        /** Checks that there is something to compare. */
        public Known {
            if (history.isEmpty() || offsets.isEmpty()) {
                throw new IllegalArgumentException(
                        "a known position needs a history and an offset: '" + history + "' " + offsets);
            }
            offsets = List.copyOf(offsets);
            ancestors = List.copyOf(ancestors);
        }

        @Override
        public String toString() {
            StringBuilder out = new StringBuilder(history.length() > 8 ? history.substring(0, 8) : history);
            for (long offset : offsets) {
                out.append(':').append(Long.toUnsignedString(offset));
            }
            return out.toString();
        }
    }

    /**
     * An earlier history that was continued under another name.
     *
     * @param history its name
     * @param upTo unsigned: the last offset that both histories share
     */
    record Ancestor(String history, long upTo) {}

    /** Returns the unknown position. */
    static Position unknown() {
        return Unknown.INSTANCE;
    }

    /** Returns a position with a single offset (unsigned) and no ancestors. */
    static Position of(String history, long offset) {
        return new Known(history, List.of(offset), List.of());
    }

    /** Returns how this position relates to the other; one without a history is incomparable with everything. */
    default Comparison compare(Position other) {
        return this instanceof Known mine && other instanceof Known theirs
                ? Positions.compare(mine, theirs)
                : Comparison.INCOMPARABLE;
    }

    /**
     * Returns by how much this position is behind the other, in offset units (bytes on Redis), unsigned; zero if it is
     * not behind, empty if the two cannot be compared. With several databases it is the greatest lag of any.
     */
    default Optional<Long> lagBehind(Position other) {
        return compare(other) == Comparison.INCOMPARABLE
                ? Optional.empty()
                : Optional.of(Positions.lag((Known) this, (Known) other));
    }

    /**
     * Tells whether whoever is here cannot have had everything that was at the other position: this one is behind it,
     * or continues its history from an earlier point.
     */
    default boolean lacks(Position other) {
        return this instanceof Known mine && other instanceof Known theirs && Positions.lacks(mine, theirs);
    }

    /**
     * Tells whether this position shows that something was written since its history began, or branched off its newest
     * ancestor, to any of its databases. A server that was restarted as a master with an append-only file begins at 0
     * (redis 7.0.15, server.c, initServer; since 7.0 the offset rises with each write also without replicas,
     * replication.c, replicationFeedSlaves).
     */
    default boolean hasWritesOfItsOwn() {
        return this instanceof Known known
                && known.offsets().stream()
                        .anyMatch(offset -> offset
                                != (known.ancestors().isEmpty()
                                        ? 0
                                        : known.ancestors().get(0).upTo()));
    }

    /**
     * Tells whether this position shows that nothing was written since its history branched off its newest ancestor.
     */
    default boolean hasNoWritesOfItsOwn() {
        return this instanceof Known known
                && known.offsets().size() == 1
                && !known.ancestors().isEmpty()
                && known.ancestors().get(0).upTo() == known.offsets().get(0);
    }
}
