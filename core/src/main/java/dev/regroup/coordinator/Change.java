package dev.regroup.coordinator;

import java.util.List;

/** What a watch tells: which registers to read again. Immutable. */
public sealed interface Change {

    /** These registers may have changed. */
    record Keys(List<String> keys) implements Change {

        /** Copies the list. */
        public Keys {
            keys = List.copyOf(keys);
        }
    }

    /** Any register under the prefix may have changed. */
    record All() implements Change {}
}
