package dev.regroup.coordinator;

import dev.regroup.model.InvalidConfiguration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Any JSON value, as far as our documents use them. Whoever asks for what is not there hears {@link
 * InvalidConfiguration}, which the reader turns into a result. Immutable.
 */
sealed interface Tree {

    /** An object. */
    record Fields(Map<String, Tree> byKey) implements Tree {

        Optional<Tree> optional(String key) {
            return Optional.ofNullable(byKey.get(key));
        }

        Tree required(String key) {
            return optional(key).orElseThrow(() -> InvalidConfiguration.of("the key '" + key + "' is missing"));
        }

        Tree.Fields object(String key) {
            return required(key).asObject("'" + key + "'");
        }

        List<Tree> array(String key) {
            if (required(key) instanceof Items items) {
                return items.all();
            }
            throw InvalidConfiguration.of("'" + key + "' is not an array");
        }

        String text(String key) {
            return required(key).asText("'" + key + "'");
        }

        long number(String key) {
            if (required(key) instanceof Digits number) {
                return number.value();
            }
            throw InvalidConfiguration.of("'" + key + "' is not an integer");
        }

        int integer(String key) {
            long value = number(key);
            if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
                throw InvalidConfiguration.of("'" + key + "' is out of range: " + value);
            }
            return (int) value;
        }
    }

    /** An array. */
    record Items(List<Tree> all) implements Tree {}

    /** A string. */
    record Text(String value) implements Tree {}

    /** An integer of any size, in decimal. */
    record Digits(String digits) implements Tree {

        long value() {
            try {
                return Long.parseLong(digits);
            } catch (NumberFormatException tooLarge) {
                throw InvalidConfiguration.of("the number " + digits + " is out of range");
            }
        }
    }

    /** Anything else: no document of ours holds one. */
    record Other() implements Tree {}

    default Tree.Fields asObject(String what) {
        if (this instanceof Tree.Fields object) {
            return object;
        }
        throw InvalidConfiguration.of(what + " is not an object");
    }

    default String asText(String what) {
        if (this instanceof Text text) {
            return text.value();
        }
        throw InvalidConfiguration.of(what + " is not a string");
    }
}
