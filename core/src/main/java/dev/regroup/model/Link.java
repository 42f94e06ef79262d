package dev.regroup.model;

import java.time.Duration;

/** A replica's testimony about the connection to the master it follows. Immutable. */
public sealed interface Link {

    /**
     * Connected and replicating ({@code master_link_status:up}).
     *
     * @param lastIo how long ago the replica last heard from its master, as the replica says; Redis tells whole
     *     seconds, so the truth may be up to one second more
     */
    record Up(Duration lastIo) implements Link {

        /** Checks that the span is within zero and a hundred years. */
        public Up {
            Times.span(lastIo);
        }
    }

    /** Copying the master's data set; what it holds in between says nothing. */
    record Syncing() implements Link {}

    /** Not connected. */
    record Down() implements Link {}

    /** Not connected, and the node has given up: it will not try again until told anew (Pika's {@code error}). */
    record Stuck() implements Link {}

    /** Tells whether it is neither connected nor copying. */
    default boolean isBroken() {
        return this instanceof Down || this instanceof Stuck;
    }

    /** Returns a live link that heard from its master within the last second. */
    static Link up() {
        return new Up(Duration.ZERO);
    }
}
