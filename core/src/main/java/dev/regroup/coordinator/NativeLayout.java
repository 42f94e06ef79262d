package dev.regroup.coordinator;

import dev.regroup.json.Envelope;
import dev.regroup.json.Json;
import dev.regroup.json.RecordJson;
import dev.regroup.json.Tree;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.InvalidConfiguration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Our own way to keep records in a store: one register for each group, holding one JSON document. Pure: no input or
 * output. Immutable.
 *
 * <p>A document begins with the numbers {@code format} (of its writer) and {@code minReader} (the lowest format that a
 * reader must know); keys that a reader does not know are ignored where {@code minReader} allows it, and kept when it
 * writes the document again.
 */
public final class NativeLayout implements Layout {

    /** The format that is written, and the highest that is understood. */
    public static final int FORMAT = 1;

    private static final String ROOT_DEFAULT = "/regroup";
    private static final Pattern ROOT = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+)+");

    private final String root;

    private NativeLayout(String root) {
        this.root = root;
    }

    /** Returns the layout under {@code /regroup}. */
    public static NativeLayout defaults() {
        return new NativeLayout(ROOT_DEFAULT);
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

    @Override
    public List<String> prefixes() {
        return List.of(prefix());
    }

    @Override
    public List<String> keys(GroupId group) {
        return List.of(key(group));
    }

    @Override
    public List<String> faults(GroupId group) {
        return List.of();
    }

    @Override
    public int format() {
        return FORMAT;
    }

    @Override
    public String election() {
        return root.equals(ROOT_DEFAULT) ? Layout.super.election() : Layout.super.election() + root.replace('/', '.');
    }

    @Override
    public Reading read(GroupRecord configured, Registers registers) {
        return registers
                .value(key(configured.id()))
                .map(document -> reading(decode(document), configured.id()))
                .orElseGet(Reading.Nothing::new);
    }

    private static Reading reading(Decoding decoding, GroupId group) {
        if (decoding instanceof Decoding.TooNew tooNew) {
            return new Reading.Unusable(
                    "its register needs a reader of format " + tooNew.minReader() + ", and this one knows " + FORMAT);
        }
        if (decoding instanceof Decoding.Unreadable unreadable) {
            return new Reading.Unusable("its register cannot be read: " + unreadable.reason());
        }
        GroupRecord record = ((Decoding.Decoded) decoding).record();
        return record.id().equals(group)
                ? new Reading.Recorded(record)
                : new Reading.Unusable("its register is of another group, " + record.id());
    }

    @Override
    public List<Put> write(GroupRecord record, Registers before, int format) {
        String key = key(record.id());
        Optional<Bytes> current = before.value(key);
        Bytes next = current.map(document -> encode(record, document)).orElseGet(() -> encode(record));
        return current.equals(Optional.of(next)) ? List.of() : List.of(new Put(key, next));
    }

    /** Returns the document of a well-formed record. */
    public Bytes encode(GroupRecord record) {
        return document(RecordJson.write(record));
    }

    /**
     * Returns the document of a well-formed record with what this version does not know in the former one: keys of
     * their own, and all those within a part that stays as it is.
     *
     * @param former any bytes
     */
    public Bytes encode(GroupRecord record, Bytes former) {
        return document(RecordReader.merge(RecordJson.write(record), former));
    }

    private static Bytes document(Tree.Fields fields) {
        return Bytes.utf8(Json.write(Envelope.write(FORMAT, 1).all(fields).build()));
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
