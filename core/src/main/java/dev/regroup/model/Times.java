package dev.regroup.model;

import java.time.Duration;

/** Keeps times and spans so small that adding and subtracting them cannot overflow. */
final class Times {

    static final Duration MOST = Duration.ofDays(36_525);

    /** Kept, since to negate a duration takes a decimal number of any length. */
    private static final Duration LEAST = MOST.negated();

    private Times() {}

    static boolean isNear(Duration time) {
        return time.compareTo(MOST) <= 0 && time.compareTo(LEAST) >= 0;
    }

    /** Returns a monotonic time that lies within a hundred years of its origin; throws for another one. */
    static Duration time(Duration time) {
        if (!isNear(time)) {
            throw new IllegalArgumentException("the time " + time + " is more than a hundred years from its origin");
        }
        return time;
    }

    /** Returns a span from zero to a hundred years; throws for another one. */
    static Duration span(Duration span) {
        if (span.isNegative() || span.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("the span " + span + " is not within zero and a hundred years");
        }
        return span;
    }
}
