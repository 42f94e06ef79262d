package dev.regroup.model;

import dev.regroup.model.Position.Ancestor;
import dev.regroup.model.Position.Comparison;
import dev.regroup.model.Position.Known;

/** The arithmetic behind {@link Position}: unsigned, and by component where there are several databases. */
final class Positions {

    private Positions() {}

    static Comparison compare(Known mine, Known theirs) {
        if (mine.offsets().size() != theirs.offsets().size()) {
            return Comparison.INCOMPARABLE;
        }
        return mine.history().equals(theirs.history()) || isPrefix(mine, theirs) || isPrefix(theirs, mine)
                ? byComponent(mine, theirs)
                : Comparison.INCOMPARABLE;
    }

    static boolean lacks(Known mine, Known theirs) {
        boolean isBranchedBefore = mine.ancestors().stream()
                .anyMatch(ancestor -> ancestor.history().equals(theirs.history())
                        && theirs.offsets().stream()
                                .anyMatch(offset -> Long.compareUnsigned(ancestor.upTo(), offset) < 0));
        return isBranchedBefore || compare(mine, theirs) == Comparison.BEHIND;
    }

    static long lag(Known mine, Known theirs) {
        long most = 0;
        for (int i = 0; i < mine.offsets().size(); i++) {
            long own = mine.offsets().get(i);
            long other = theirs.offsets().get(i);
            if (Long.compareUnsigned(own, other) < 0 && Long.compareUnsigned(other - own, most) > 0) {
                most = other - own;
            }
        }
        return most;
    }

    private static boolean isPrefix(Known shorter, Known longer) {
        for (Ancestor ancestor : longer.ancestors()) {
            if (ancestor.history().equals(shorter.history())) {
                return shorter.offsets().stream().allMatch(o -> Long.compareUnsigned(o, ancestor.upTo()) <= 0);
            }
        }
        return false;
    }

    private static Comparison byComponent(Known mine, Known theirs) {
        boolean behind = false;
        boolean ahead = false;
        for (int i = 0; i < mine.offsets().size(); i++) {
            int order =
                    Long.compareUnsigned(mine.offsets().get(i), theirs.offsets().get(i));
            behind |= order < 0;
            ahead |= order > 0;
        }
        if (behind && ahead) {
            return Comparison.INCOMPARABLE;
        }
        return behind ? Comparison.BEHIND : ahead ? Comparison.AHEAD : Comparison.EQUAL;
    }
}
