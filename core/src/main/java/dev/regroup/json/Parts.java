package dev.regroup.json;

import dev.regroup.model.Incarnation;
import dev.regroup.model.InvalidConfiguration;
import dev.regroup.model.NodeId;
import dev.regroup.model.Position;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The small parts of which our documents are made; readers throw {@link InvalidConfiguration} for anything else. */
public final class Parts {

    private Parts() {}

    /** The value of an enum constant as documents spell it: {@code LINK_DOWN} is {@code link-down}. */
    public static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the one of these constants that the string of that key spells. */
    public static <E extends Enum<E>> E constant(Tree.Fields item, String key, E[] constants) {
        String text = item.text(key);
        for (E constant : constants) {
            if (kebab(constant).equals(text)) {
                return constant;
            }
        }
        throw InvalidConfiguration.of("'" + key + "' is '" + text + "', which is unknown");
    }

    /** Returns what to throw for a kind that this version does not know. */
    public static InvalidConfiguration unknownKind(String what, String kind) {
        return InvalidConfiguration.of("the " + what + " '" + kind + "' is unknown");
    }

    /** Returns the name of a node. */
    public static NodeId node(Tree.Fields item, String key) {
        return NodeId.of(item.text(key));
    }

    /** Returns the names of nodes. */
    public static List<NodeId> nodes(Tree.Fields item) {
        return item.texts("nodes", NodeId::of);
    }

    /** Returns the life of a process. */
    public static Incarnation incarnation(Tree.Fields item) {
        return Incarnation.of(item.text("incarnation"));
    }

    /** Returns a duration, which is written in ISO-8601: {@code PT0.8S}. */
    public static Duration duration(Tree.Fields item, String key) {
        return duration(key, item.text(key));
    }

    /** Returns durations, each written like that. */
    public static List<Duration> durations(Tree.Fields item, String key) {
        return item.texts(key, text -> duration(key, text));
    }

    private static Duration duration(String key, String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException malformed) {
            throw InvalidConfiguration.of("'" + key + "' is '" + text + "', which is not a duration like PT1.5S");
        }
    }

    /** Returns a time of day, which is written in ISO-8601: {@code 2026-01-31T12:00:00Z}. */
    public static Instant instant(Tree.Fields item, String key) {
        String text = item.text(key);
        try {
            return Instant.parse(text);
        } catch (DateTimeException malformed) {
            throw InvalidConfiguration.of(
                    "'" + key + "' is '" + text + "', which is not a time like 2026-01-31T12:00:00Z");
        }
    }

    /** Returns a position; an unknown one is not written. */
    public static Position position(Tree.Fields item, String key) {
        return item.optionalObject(key).map(Parts::told).orElseGet(Position::unknown);
    }

    /**
     * Returns the object of a position; empty for an unknown one. One in a history without a name has an empty name. Offsets are decimal text: they are unsigned 64-bit
     * numbers, which many readers of JSON would round.
     */
    public static Optional<Tree.Fields> position(Position position) {
        if (position instanceof Position.Known known) {
            return Optional.of(position(known.history(), known.offsets(), known.ancestors()));
        }
        return position instanceof Position.Unnamed unnamed
                ? Optional.of(position("", List.of(unnamed.offset()), List.of()))
                : Optional.empty();
    }

    private static Tree.Fields position(String history, List<Long> offsets, List<Position.Ancestor> ancestors) {
        return Tree.Fields.builder()
                .text("history", history)
                .texts("offsets", offsets.stream().map(Long::toUnsignedString).toList())
                .array("ancestors", ancestors, Parts::ancestor)
                .build();
    }

    private static Tree.Fields ancestor(Position.Ancestor ancestor) {
        return Tree.Fields.builder()
                .text("history", ancestor.history())
                .text("upTo", Long.toUnsignedString(ancestor.upTo()))
                .build();
    }

    private static Position told(Tree.Fields item) {
        String history = item.text("history");
        List<Long> offsets = item.texts("offsets", Parts::unsigned);
        List<Position.Ancestor> ancestors = item.objects(
                "ancestors",
                ancestor -> new Position.Ancestor(ancestor.text("history"), unsigned(ancestor.text("upTo"))));
        boolean isUnnamed = history.isEmpty() && offsets.size() == 1 && ancestors.isEmpty();
        return isUnnamed ? new Position.Unnamed(offsets.get(0)) : new Position.Known(history, offsets, ancestors);
    }

    /** Returns an unsigned 64-bit number, which is written as decimal text. */
    public static long unsigned(String digits) {
        try {
            return Long.parseUnsignedLong(digits);
        } catch (NumberFormatException wrong) {
            throw InvalidConfiguration.of("'" + digits + "' is not an unsigned 64-bit number");
        }
    }
}
