package dev.regroup.model;

/**
 * The stable name of a node; its address is an attribute that may change. Immutable.
 *
 * @param value 1 to 128 letters, digits, dots, underscores or hyphens, beginning with a letter or digit
 */
public record NodeId(String value) implements Comparable<NodeId> {

    /** Checks the name; throws {@link InvalidConfiguration} for a malformed one. */
    public NodeId {
        if (!GroupId.NAME.matcher(value).matches()) {
            throw InvalidConfiguration.of("node id '" + value + "' is not 1 to 128 letters, digits, '.', '_' or '-'");
        }
    }

    /** Returns the node of that name; throws {@link InvalidConfiguration} for a malformed one. */
    public static NodeId of(String value) {
        return new NodeId(value);
    }

    @Override
    public int compareTo(NodeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
