package dev.regroup.examples.orders;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * When to kill the store: right before or right after the so-many-th commit or command that belongs to a failover.
 * Immutable.
 */
record KillPoint(Moment moment, Step step, int number) {

    /** On which side of it. */
    enum Moment {
        BEFORE,
        AFTER
    }

    /** Of what. */
    enum Step {
        COMMIT,
        COMMAND
    }

    /** Returns every point of an order with so many of each. */
    static List<KillPoint> all(int commits, int commands) {
        List<KillPoint> all = new ArrayList<>();
        for (Step step : Step.values()) {
            for (int number = 1; number <= (step == Step.COMMIT ? commits : commands); number++) {
                for (Moment moment : Moment.values()) {
                    all.add(new KillPoint(moment, step, number));
                }
            }
        }
        return List.copyOf(all);
    }

    @Override
    public String toString() {
        return moment.name().toLowerCase(Locale.ROOT) + " " + step.name().toLowerCase(Locale.ROOT) + " " + number;
    }
}
