package dev.regroup.coordinator;

import dev.regroup.json.Envelope;
import dev.regroup.json.Json;
import dev.regroup.json.RecordJson;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.InvalidConfiguration;
import java.util.regex.Pattern;

/**
 * Our own way to keep records in a store: one register for each group, holding one JSON document. Pure: no input or
 * output. Immutable.
 *
 * <p>A document begins with the numbers {@code format} (of its writer) and {@code minReader} (the lowest format that a
 * reader must know); keys that a reader does not know are ignored where {@code minReader} allows it.
 */
public final class NativeLayout {

    /** The format that is written, and the highest that is understood. */
    public static final int FORMAT = 1;

    private static final Pattern ROOT = Pattern.compile("(/[A-Za-z0-9._-]+)+");

    private final String root;

    private NativeLayout(String root) {
        this.root = root;
    }

    /** Returns the layout under {@code /regroup}. */
    public static NativeLayout defaults() {
        return new NativeLayout("/regroup");
    }

    /**
     * Returns the layout under another path.
     *
     * @param root segments of letters, digits, dots, underscores or hyphens, each after a slash
     * @throws InvalidConfiguration for anything else
     */
    public static NativeLayout under(String root) {
        if (!ROOT.matcher(root).matches()) {
            throw InvalidConfiguration.of("root '" + root + "' is not a path like /regroup");
        }
        return new NativeLayout(root);
    }

    /** Returns the path under which all groups are. */
    public String prefix() {
        return root + "/groups";
    }

    /** Returns the path of that group's register. */
    public String key(GroupId group) {
        return prefix() + "/" + group;
    }

    /** Returns the document of a well-formed record. */
    public Bytes encode(GroupRecord record) {
        return Bytes.utf8(Json.write(
                Envelope.write(FORMAT, 1).all(RecordJson.write(record)).build()));
    }

    /** Reads a document. Never throws, whatever the bytes are. */
    public Decoding decode(Bytes document) {
        return RecordReader.read(document);
    }

    /** What a document turned out to be. Immutable. */
    public sealed interface Decoding {

        /** A well-formed record. */
        record Decoded(GroupRecord record) implements Decoding {}

        /** Not a document of ours, or a damaged one. */
        record Unreadable(String reason) implements Decoding {}

        /**
         * A document that this version must not read.
         *
         * @param minReader the lowest format that a reader must know
         */
        record TooNew(int minReader) implements Decoding {}
    }
}
