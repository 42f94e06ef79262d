package dev.regroup.architecture.planted.model;

import io.vavr.collection.TreeMap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a pure class may well do; no rule reports it. */
public record Pure(Instant at, List<String> names, TreeMap<String, Colour> colours) {

    /** A closed choice. */
    public enum Colour {
        RED,
        GREEN
    }

    public Pure {
        names = List.copyOf(names);
    }

    public Pure later(Duration delay) {
        return new Pure(at.plus(delay), names, colours);
    }

    public Optional<Colour> colourOf(String name) {
        return colours.get(name).toJavaOptional();
    }

    public String text() {
        return names.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT) + "@" + at)
                        .collect(Collectors.joining(","))
                + switch (colours.size()) {
                    case 0 -> " plain";
                    default -> String.format(Locale.ROOT, " in %d colours", colours.size());
                };
    }
}
