package dev.regroup.examples.orders;

import dev.regroup.model.NodeId;
import java.util.Locale;

/**
 * One thing that the player does to one node. Immutable.
 *
 * @param kind what is done
 * @param node to whom
 */
record Event(Kind kind, NodeId node) {

    /** What can be done. */
    enum Kind {
        /** kill -9. */
        STOP('-'),
        /** Start with the configuration file as it is. */
        START('+');

        private final char sign;

        Kind(char sign) {
            this.sign = sign;
        }
    }

    /** Returns it in the words of scenarios: {@code stop a}, {@code start a}. */
    String words() {
        return kind.name().toLowerCase(Locale.ROOT) + " " + node;
    }

    /** Returns the sign of the kind and the name of the node: {@code -a}, {@code +a}. */
    @Override
    public String toString() {
        return kind.sign + node.value();
    }
}
