package dev.regroup.model;

import java.util.regex.Pattern;

/**
 * The stable name of a replication group. Immutable.
 *
 * @param value 1 to 128 letters, digits, dots, underscores or hyphens, beginning with a letter or digit
 */
public record GroupId(String value) implements Comparable<GroupId> {

    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    /** Checks the name; throws {@link InvalidConfiguration} for a malformed one. */
    public GroupId {
        if (!NAME.matcher(value).matches()) {
            throw InvalidConfiguration.of("group id '" + value + "' is not 1 to 128 letters, digits, '.', '_' or '-'");
        }
    }

    /** Returns the group of that name; throws {@link InvalidConfiguration} for a malformed one. */
    public static GroupId of(String value) {
        return new GroupId(value);
    }

    @Override
    public int compareTo(GroupId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
