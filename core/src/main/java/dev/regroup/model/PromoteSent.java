package dev.regroup.model;

import java.time.Duration;

/**
 * What the observer knows about Promote commands under the pending claim: a claim may only be dropped in favour of a
 * returned master while no Promote can be on its way. Immutable.
 */
public sealed interface PromoteSent {

    /** This observer made the claim of that epoch, and has sent nothing yet. */
    record Never(long epoch) implements PromoteSent {}

    /**
     * This observer may have sent one under that epoch.
     *
     * @param epoch the claim's epoch
     * @param deadAt monotonic time after which the last one can no longer take effect by itself
     */
    record Possibly(long epoch, Duration deadAt) implements PromoteSent {

        /** Checks that the time is within a hundred years of its origin. */
        public Possibly {
            Times.time(deadAt);
        }
    }

    /**
     * The candidate refused one under that epoch, and would refuse it again.
     *
     * @param epoch the claim's epoch
     */
    record Refused(long epoch) implements PromoteSent {}

    /** Nothing is known, as right after a takeover. */
    record Unknown() implements PromoteSent {}
}
