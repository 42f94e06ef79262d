package dev.regroup.examples.orders;

import java.time.Duration;
import java.util.Locale;

/** The time from the beginning of one event to the beginning of the next. */
enum Gap {
    /** Long enough for a failover and for its replicas to link. */
    SETTLED(Duration.ofMillis(1200)),
    /** Shorter than detection and promotion together. */
    QUICK(Duration.ofMillis(250));

    private final Duration length;

    Gap(Duration length) {
        this.length = length;
    }

    Duration length() {
        return length;
    }

    /** Returns the name in lower case, as the command line has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
