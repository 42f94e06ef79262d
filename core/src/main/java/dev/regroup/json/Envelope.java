package dev.regroup.json;

import dev.regroup.model.InvalidConfiguration;

/**
 * The numbers with which each of our documents begins: {@code format} (of its writer) and {@code minReader} (the lowest
 * format that a reader must know).
 */
public final class Envelope {

    private Envelope() {}

    /** Returns a document of that format, readable by that one and all later ones. */
    public static Tree.Builder write(int format, int minReader) {
        return Tree.Fields.builder().number("format", format).number("minReader", minReader);
    }

    /** Returns the lowest format that a reader of that document must know. */
    public static int minReader(Tree.Fields root) {
        int format = root.integer("format");
        int minReader = root.integer("minReader");
        if (format < 1 || minReader < 1 || minReader > format) {
            throw InvalidConfiguration.of("format " + format + " and minReader " + minReader + " make no sense");
        }
        return minReader;
    }
}
