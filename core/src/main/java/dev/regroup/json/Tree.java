package dev.regroup.json;

import dev.regroup.model.InvalidConfiguration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Any JSON value, as far as our documents use them. Whoever asks for what is not there hears {@link
 * InvalidConfiguration}, which the reader turns into a result. Immutable.
 */
public sealed interface Tree {

    /**
     * An object.
     *
     * @param byKey its values, in the order of the text
     */
    record Fields(Map<String, Tree> byKey) implements Tree {

        /** Copies the map and keeps its order. */
        public Fields {
            byKey = Collections.unmodifiableMap(new LinkedHashMap<>(byKey));
        }

        /** Returns a builder of an object, without keys yet. */
        public static Builder builder() {
            return new Builder();
        }

        /** Returns the value of that key, if it is there. */
        public Optional<Tree> optional(String key) {
            return Optional.ofNullable(byKey.get(key));
        }

        /** Returns the value of that key. */
        public Tree required(String key) {
            return optional(key).orElseThrow(() -> InvalidConfiguration.of("the key '" + key + "' is missing"));
        }

        /** Returns the object of that key. */
        public Fields object(String key) {
            return required(key).asObject("'" + key + "'");
        }

        /** Returns the object of that key, if it is there. */
        public Optional<Fields> optionalObject(String key) {
            return optional(key).map(tree -> tree.asObject("'" + key + "'"));
        }

        /** Returns the items of the array of that key. */
        public List<Tree> array(String key) {
            if (required(key) instanceof Items items) {
                return items.all();
            }
            throw InvalidConfiguration.of("'" + key + "' is not an array");
        }

        /** Returns the objects of the array of that key, each read by {@code each}. */
        public <T> List<T> objects(String key, Function<Fields, T> each) {
            return array(key).stream()
                    .map(item -> each.apply(item.asObject("an item of '" + key + "'")))
                    .toList();
        }

        /** Returns the strings of the array of that key, each read by {@code each}. */
        public <T> List<T> texts(String key, Function<String, T> each) {
            return array(key).stream()
                    .map(item -> each.apply(item.asText("an item of '" + key + "'")))
                    .toList();
        }

        /** Returns the string of that key. */
        public String text(String key) {
            return required(key).asText("'" + key + "'");
        }

        /** Returns the integer of that key. */
        public long number(String key) {
            if (required(key) instanceof Digits number) {
                return number.value();
            }
            throw InvalidConfiguration.of("'" + key + "' is not an integer");
        }

        /** Returns the integer of that key, if it fits into 32 bits. */
        public int integer(String key) {
            long value = number(key);
            if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
                throw InvalidConfiguration.of("'" + key + "' is out of range: " + value);
            }
            return (int) value;
        }
    }

    /**
     * An array.
     *
     * @param all its items
     */
    record Items(List<Tree> all) implements Tree {

        /** Copies the list. */
        public Items {
            all = List.copyOf(all);
        }
    }

    /**
     * A string.
     *
     * @param value its text
     */
    record Text(String value) implements Tree {}

    /**
     * An integer of any size.
     *
     * @param digits in decimal
     */
    record Digits(String digits) implements Tree {

        /** Returns its value, if it fits into 64 bits. */
        public long value() {
            try {
                return Long.parseLong(digits);
            } catch (NumberFormatException tooLarge) {
                throw InvalidConfiguration.of("the number " + digits + " is out of range");
            }
        }
    }

    /**
     * Anything else: no document of ours holds one, but one of a later version may.
     *
     * @param literal {@code true}, {@code false}, {@code null}, or a number that is no integer, as the text has it
     */
    record Other(String literal) implements Tree {}

    /** Returns this as an object; {@code what} names it if it is none. */
    default Fields asObject(String what) {
        if (this instanceof Fields object) {
            return object;
        }
        throw InvalidConfiguration.of(what + " is not an object");
    }

    /** Returns this as a string; {@code what} names it if it is none. */
    default String asText(String what) {
        if (this instanceof Text text) {
            return text.value();
        }
        throw InvalidConfiguration.of(what + " is not a string");
    }

    /** Collects the keys of an object, in the order in which they are written. Confined to one thread. */
    final class Builder {

        private final Map<String, Tree> byKey = new LinkedHashMap<>();

        private Builder() {}

        /** Adds a value of any kind. */
        public Builder tree(String key, Tree value) {
            byKey.put(key, value);
            return this;
        }

        /** Adds the text of that value. */
        public Builder text(String key, Object value) {
            return tree(key, new Text(value.toString()));
        }

        /** Adds an integer. */
        public Builder number(String key, long value) {
            return tree(key, new Digits(Long.toString(value)));
        }

        /** Adds an array of these values, each written by {@code each}. */
        public <T> Builder array(String key, List<T> values, Function<? super T, Tree> each) {
            return tree(key, new Items(values.stream().map(each).toList()));
        }

        /** Adds an array of the texts of these values. */
        public Builder texts(String key, List<?> values) {
            return array(key, values, value -> new Text(value.toString()));
        }

        /** Adds every key of that object. */
        public Builder all(Fields fields) {
            byKey.putAll(fields.byKey());
            return this;
        }

        /** Returns the object. */
        public Fields build() {
            return new Fields(byKey);
        }
    }
}
