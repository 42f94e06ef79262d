package dev.regroup.model;

import java.util.List;
import java.util.Optional;

/**
 * One rule that an operator can choose. {@link Knobs} is the only place that names them: reading, writing and checking
 * a {@link Policy}, and its page {@code POLICY.md}, follow from it. Immutable.
 *
 * @param key its name, in kebab case
 * @param measure how its values are written
 * @param range which values can work
 * @param usual the default
 * @param consequence what a choice brings, in one or two sentences
 */
record Knob<T extends Comparable<? super T>>(
        String key, Measure<T> measure, Range<T> range, T usual, String consequence) {

    /**
     * The values that can work, both ends included. Immutable.
     *
     * @param least the smallest
     * @param most the greatest
     */
    record Range<T>(T least, T most) {}

    static <T extends Comparable<? super T>> Knob<T> of(
            String key, Measure<T> measure, Range<T> range, T usual, String consequence) {
        return new Knob<>(key, measure, range, usual, consequence);
    }

    /** A choice between constants, any of which can work. */
    static <E extends Enum<E>> Knob<E> of(String key, Measure<E> measure, E usual, String consequence) {
        List<E> constants = List.of(usual.getDeclaringClass().getEnumConstants());
        return new Knob<>(
                key, measure, new Range<>(constants.get(0), constants.get(constants.size() - 1)), usual, consequence);
    }

    /** Returns the value in that policy as text. */
    String text(Policy policy) {
        return measure.write().apply(policy.get(this));
    }

    /** Returns the policy with the value that the text says; empty if it says none. */
    Optional<Policy> read(Policy policy, String text) {
        return measure.read().apply(text.strip()).map(value -> policy.with(this, value));
    }

    /** Returns the range as text. */
    String rangeText() {
        return measure.range()
                .orElseGet(() -> measure.write().apply(range.least()) + " to "
                        + measure.write().apply(range.most()));
    }

    /** Returns what is wrong with the value in that policy, if anything is. */
    Optional<String> fault(Policy policy) {
        T value = policy.get(this);
        boolean isWithin = value.compareTo(range.least()) >= 0 && value.compareTo(range.most()) <= 0;
        return isWithin
                ? Optional.empty()
                : Optional.of(key + " is " + text(policy) + ", which is not within " + rangeText());
    }
}
