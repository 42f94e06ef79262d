package dev.regroup.model;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the values of a {@link Knob} are written and read. Immutable.
 *
 * @param like what a value looks like, for people
 * @param range the values that there are, for people, if the text of a range does not say it
 * @param write gives the shortest exact text of any value; {@code read} reads it back
 * @param read reads a text; empty for one that is no such value
 */
record Measure<T>(String like, Optional<String> range, Function<T, String> write, Function<String, Optional<T>> read) {

    static final Measure<Duration> TIME =
            new Measure<>("a duration like 800ms, 2s, 1m or PT2S", Optional.empty(), Measure::time, Measure::parseTime);
    static final Measure<Integer> COUNT =
            new Measure<>("a whole number", Optional.empty(), String::valueOf, Measure::parseCount);
    static final Measure<Long> BYTES = new Measure<>(
            "a number of bytes like 4096, 64KiB or 1MiB", Optional.empty(), Measure::bytes, Measure::parseBytes);

    static final Measure<String> NAME =
            new Measure<>("a name", Optional.of("any name"), Function.identity(), Optional::of);

    private static final Pattern INTEGER = Pattern.compile("-?[0-9]+");
    private static final Pattern QUANTITY = Pattern.compile("(-?[0-9]{1,19}) ?([A-Za-z]*)");

    /** The largest first: a value is written in the first one that it is a multiple of. */
    private static final List<Unit> SPANS = List.of(
            new Unit("h", 3_600_000_000_000L),
            new Unit("m", 60_000_000_000L),
            new Unit("s", 1_000_000_000L),
            new Unit("ms", 1_000_000L),
            new Unit("us", 1_000L),
            new Unit("ns", 1L));

    private static final List<Unit> SIZES =
            List.of(new Unit("GiB", 1L << 30), new Unit("MiB", 1L << 20), new Unit("KiB", 1L << 10), new Unit("", 1));

    /** Returns the measure of a choice between constants, each written in kebab case. */
    static <E extends Enum<E>> Measure<E> ofChoice(E[] constants) {
        List<E> choices = List.of(constants);
        String names = String.join(", ", choices.stream().map(Measure::kebab).toList());
        return new Measure<>(
                "one of " + names,
                Optional.of(names),
                Measure::kebab,
                text -> choices.stream()
                        .filter(constant -> kebab(constant).equals(text))
                        .findFirst());
    }

    private static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private record Unit(String name, long size) {}

    private static String time(Duration value) {
        try {
            return value.isZero() ? "0s" : quantity(value.toNanos(), SPANS);
        } catch (ArithmeticException tooLongForNanoseconds) {
            return value.toString();
        }
    }

    private static String bytes(long value) {
        return value == 0 ? "0" : quantity(value, SIZES);
    }

    private static String quantity(long value, List<Unit> units) {
        for (Unit unit : units) {
            if (value % unit.size() == 0) {
                return value / unit.size() + unit.name();
            }
        }
        throw new IllegalStateException(value + " is not a multiple of 1");
    }

    private static Optional<Duration> parseTime(String text) {
        try {
            return text.startsWith("P")
                    ? Optional.of(Duration.parse(text))
                    : parseQuantity(text, SPANS).map(Duration::ofNanos);
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<Long> parseBytes(String text) {
        return parseQuantity(text, SIZES);
    }

    private static Optional<Integer> parseCount(String text) {
        try {
            return INTEGER.matcher(text).matches() ? Optional.of(Integer.parseInt(text)) : Optional.empty();
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    private static Optional<Long> parseQuantity(String text, List<Unit> units) {
        Matcher matcher = QUANTITY.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String digits = matcher.group(1);
        String name = matcher.group(2);
        return units.stream()
                .filter(unit -> unit.name().equals(name))
                .findFirst()
                .flatMap(unit -> multiple(digits, unit));
    }

    private static Optional<Long> multiple(String digits, Unit unit) {
        try {
            return Optional.of(Math.multiplyExact(Long.parseLong(digits), unit.size()));
        } catch (ArithmeticException | NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }
}
