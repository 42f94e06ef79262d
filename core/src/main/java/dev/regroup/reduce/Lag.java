package dev.regroup.reduce;

import dev.regroup.model.Position;

/** How far a replica may be behind. */
final class Lag {

    private Lag() {}

    /** Whether a position is known to lack no more than that of another; positions that cannot be compared are not. */
    static boolean isWithin(long lagMax, Position of, Position behind) {
        return of.lagBehind(behind)
                .filter(lag -> Long.compareUnsigned(lag, lagMax) <= 0)
                .isPresent();
    }

    /** Whether a position is known to lack more than that of another. */
    static boolean isBeyond(long lagMax, Position of, Position behind) {
        return of.lagBehind(behind)
                .filter(lag -> Long.compareUnsigned(lag, lagMax) > 0)
                .isPresent();
    }
}
