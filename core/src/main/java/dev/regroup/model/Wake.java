package dev.regroup.model;

import java.time.Duration;

/** When something ends, or is due, by itself. Immutable. */
public sealed interface Wake {

    /** Only with an event. */
    record Never() implements Wake {}

    /**
     * At a time.
     *
     * @param time monotonic
     */
    record At(Duration time) implements Wake {

        /** Checks that the time is within a hundred years of its origin. */
        public At {
            Times.time(time);
        }
    }

    /** Returns that time; never, if it is more than a hundred years from the origin. */
    static Wake at(Duration time) {
        return Times.isNear(time) ? new At(time) : new Never();
    }

    /** Returns the earlier of the two. */
    default Wake or(Wake other) {
        if (!(this instanceof At mine)) {
            return other;
        }
        return other instanceof At theirs && theirs.time().compareTo(mine.time()) < 0 ? other : this;
    }
}
