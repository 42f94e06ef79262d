package dev.regroup.reduce;

import dev.regroup.model.Commanded;
import dev.regroup.model.Policy;
import java.time.Duration;

/** How long the same command is not repeated. */
final class Retries {

    private static final int MOST_DOUBLINGS = 6;

    private Retries() {}

    /** A command that took effect needs time; one that was refused is repeated ever more seldom. */
    static Duration pause(Policy policy, Commanded last) {
        return switch (last.answer()) {
            case TAKEN, DONE -> policy.followRetry();
            case REFUSED -> policy.probeInterval().multipliedBy(1L << Math.min(last.tries() - 1, MOST_DOUBLINGS));
            case REFUSED_FOR_GOOD -> policy.probeInterval().multipliedBy(1L << MOST_DOUBLINGS);
        };
    }
}
