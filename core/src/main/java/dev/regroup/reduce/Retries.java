package dev.regroup.reduce;

import dev.regroup.model.Commanded;
import dev.regroup.model.Policy;
import java.time.Duration;

/** How long the same command is not repeated. */
final class Retries {

    private static final int MOST_DOUBLINGS = 6;

    private Retries() {}

    /**
     * A command that took effect needs time; one that was refused is repeated ever more seldom. To be master takes none: if
     * it is not seen done at once, then it was lost, or undone.
     */
    static Duration pause(Policy policy, Commanded last) {
        boolean isPromotion = last.order().kind() == Commanded.Kind.PROMOTE;
        return switch (last.answer()) {
            case TAKEN -> isPromotion ? least(evermore(policy, last), policy.followRetry()) : afterTaken(policy, last);
            case DONE -> isPromotion ? Duration.ZERO : policy.followRetry();
            case REFUSED -> evermore(policy, last);
            case REFUSED_FOR_GOOD -> policy.probeInterval().multipliedBy(1L << MOST_DOUBLINGS);
        };
    }

    /** To let go over and over has cost as many copies, none of which lasted. */
    private static Duration afterTaken(Policy policy, Commanded last) {
        int doublings = last.order().kind() == Commanded.Kind.DETACH ? Math.min(last.tries() - 1, MOST_DOUBLINGS) : 0;
        return policy.followRetry().multipliedBy(1L << doublings);
    }

    private static Duration evermore(Policy policy, Commanded last) {
        return policy.probeInterval().multipliedBy(1L << Math.min(last.tries() - 1, MOST_DOUBLINGS));
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
