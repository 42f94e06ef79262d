package dev.regroup.model;

import java.time.Duration;
import java.time.Instant;

/** What is remembered of failovers, so that one does not follow the other too soon. Immutable. */
public sealed interface Failovers {

    /** None, or none that matters any more. */
    record None() implements Failovers {}

    /**
     * Some, with less than the policy's calm time between them.
     *
     * @param count how many, 1 to 1000; it rises no further
     * @param last when the last one was confirmed, by the clock of the observer that recorded it
     */
    record Recent(int count, Instant last) implements Failovers {

        private static final int MOST = 1000;

        /** Further from the epoch no clock is right, and differences would overflow. */
        private static final Instant LATEST = Instant.ofEpochSecond(1L << 40);

        private static final Instant EARLIEST = Instant.ofEpochSecond(-(1L << 40));

        /** Checks the count. */
        public Recent {
            if (count < 1 || count > MOST) {
                throw new IllegalArgumentException(count + " failovers are not within 1 to " + MOST);
            }
        }
    }

    /** Returns how long ago the last one was, never negative; a hundred years if there was none. */
    default Duration sinceLast(Instant now) {
        if (!(this instanceof Recent recent)) {
            return Times.MOST;
        }
        Duration since = Duration.between(near(recent.last()), near(now));
        return since.isNegative() ? Duration.ZERO : since.compareTo(Times.MOST) > 0 ? Times.MOST : since;
    }

    private static Instant near(Instant instant) {
        if (instant.isAfter(Recent.LATEST)) {
            return Recent.LATEST;
        }
        return instant.isBefore(Recent.EARLIEST) ? Recent.EARLIEST : instant;
    }

    /** Returns what is remembered after one more. */
    default Recent next(Instant confirmed) {
        return this instanceof Recent recent
                ? new Recent(Math.min(recent.count() + 1, Recent.MOST), confirmed)
                : new Recent(1, confirmed);
    }
}
