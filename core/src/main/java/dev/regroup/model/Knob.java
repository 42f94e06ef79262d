package dev.regroup.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One rule that an operator can choose. The list of {@link #ALL} is the only place that names them: reading, writing
 * and checking a {@link Policy}, and its page {@code POLICY.md}, follow from it. Immutable.
 *
 * @param key its name, in kebab case
 * @param measure how its values are written
 * @param range which values can work
 * @param consequence what a choice brings, in one sentence
 * @param of takes the value out of a policy
 * @param with puts a value into a policy
 */
record Knob<T extends Comparable<T>>(
        String key,
        Measure<T> measure,
        Range<T> range,
        String consequence,
        Function<Policy, T> of,
        BiFunction<Policy, T, Policy> with) {

    private static final Range<Duration> REACTION = new Range<>(Duration.ofMillis(10), Duration.ofMinutes(1));
    private static final Range<Integer> NUMBER = new Range<>(1, 1000);

    /** Every knob there is. */
    static final List<Knob<?>> ALL = List.of(
            new Knob<>(
                    "probe-interval",
                    Measure.TIME,
                    REACTION,
                    "Each node is looked at this often, and two misses are at least this far apart: half of it finds a"
                            + " failure sooner and doubles the traffic.",
                    Policy::probeInterval,
                    Policy::withProbeInterval),
            new Knob<>(
                    "probe-deadline",
                    Measure.TIME,
                    REACTION,
                    "A look that takes longer is a miss: too short, and a slow node counts as silent.",
                    Policy::probeDeadline,
                    Policy::withProbeDeadline),
            new Knob<>(
                    "command-deadline",
                    Measure.TIME,
                    REACTION,
                    "The outcome of a command that takes longer is unknown, and the node is looked at before anything"
                            + " else is sent to it.",
                    Policy::commandDeadline,
                    Policy::withCommandDeadline),
            new Knob<>(
                    "minimum-duration",
                    Measure.TIME,
                    new Range<>(Duration.ZERO, Duration.ofHours(1)),
                    "No node is down sooner than this after its first miss: pauses shorter than this cause no failover,"
                            + " and no failover is faster.",
                    Policy::minimumDuration,
                    Policy::withMinimumDuration),
            new Knob<>(
                    "misses",
                    Measure.COUNT,
                    NUMBER,
                    "So many misses in a row make a node down: more forgive more lost answers and find a failure"
                            + " later.",
                    Policy::misses,
                    Policy::withMisses),
            new Knob<>(
                    "confirmations",
                    Measure.COUNT,
                    NUMBER,
                    "So many good looks with a live link make a replica in sync: until then it cannot be promoted.",
                    Policy::confirmations,
                    Policy::withConfirmations),
            new Knob<>(
                    "lag-max",
                    Measure.BYTES,
                    new Range<>(0L, Long.MAX_VALUE),
                    "A replica further behind than this is not in sync and cannot be promoted: more tolerates busier"
                            + " replicas and may cost more of the newest writes.",
                    Policy::lagMax,
                    Policy::withLagMax));

    /**
     * The values that can work, both ends included. Immutable.
     *
     * @param least the smallest
     * @param most the greatest
     */
    record Range<T>(T least, T most) {}

    /** Returns the value in that policy as text. */
    String text(Policy policy) {
        return measure.write().apply(of.apply(policy));
    }

    /** Returns the policy with the value that the text says; empty if it says none. */
    Optional<Policy> read(Policy policy, String text) {
        return measure.read().apply(text.strip()).map(value -> with.apply(policy, value));
    }

    /** Returns the range as text. */
    String rangeText() {
        return measure.write().apply(range.least()) + " to " + measure.write().apply(range.most());
    }

    /** Returns what is wrong with the value in that policy, if anything is. */
    Optional<String> fault(Policy policy) {
        T value = of.apply(policy);
        boolean isWithin = value.compareTo(range.least()) >= 0 && value.compareTo(range.most()) <= 0;
        return isWithin
                ? Optional.empty()
                : Optional.of(key + " is " + text(policy) + ", which is not within " + rangeText());
    }
}
