package dev.regroup.coordinator;

import dev.regroup.coordinator.NativeLayout.Decoding;
import dev.regroup.json.Envelope;
import dev.regroup.json.Json;
import dev.regroup.json.RecordJson;
import dev.regroup.json.Tree;

/** Reads the document of a record, in two steps: any JSON becomes a {@link Tree}, and that a record. */
final class RecordReader {

    private RecordReader() {}

    static Decoding read(Bytes document) {
        try {
            Tree.Fields root = Json.read(document.toArray()).asObject("the document");
            int minReader = Envelope.minReader(root);
            return minReader > NativeLayout.FORMAT
                    ? new Decoding.TooNew(minReader)
                    : new Decoding.Decoded(RecordJson.read(root));
        } catch (IllegalArgumentException wrong) {
            return new Decoding.Unreadable(String.valueOf(wrong.getMessage()));
        }
    }

    /** Returns the fresh object with what is not known in the former document; just the fresh one if that is broken. */
    static Tree.Fields merge(Tree.Fields fresh, Bytes former) {
        try {
            Tree.Fields raw = Json.read(former.toArray()).asObject("the document");
            return merge(fresh, raw, RecordJson.write(RecordJson.read(raw)));
        } catch (IllegalArgumentException broken) {
            return fresh;
        }
    }

    /**
     * What is in the raw object but not in the known one is not known; a part whose known content stays the same stays
     * as it was, with everything in it.
     */
    private static Tree.Fields merge(Tree.Fields fresh, Tree.Fields raw, Tree.Fields known) {
        Tree.Builder out = Tree.Fields.builder();
        fresh.byKey()
                .forEach((key, value) -> out.tree(
                        key,
                        raw.optional(key)
                                .flatMap(was -> known.optional(key).map(read -> merge(value, was, read)))
                                .orElse(value)));
        raw.byKey().forEach((key, value) -> {
            boolean isEnvelope = key.equals("format") || key.equals("minReader");
            if (!isEnvelope
                    && known.optional(key).isEmpty()
                    && fresh.optional(key).isEmpty()) {
                out.tree(key, value);
            }
        });
        return out.build();
    }

    private static Tree merge(Tree fresh, Tree raw, Tree known) {
        if (fresh.equals(known)) {
            return raw;
        }
        if (fresh instanceof Tree.Items next && raw instanceof Tree.Items was && known instanceof Tree.Items read) {
            return new Tree.Items(
                    next.all().stream().map(item -> merge(item, was, read)).toList());
        }
        return fresh;
    }

    /** Members are told apart by their id, and other items not at all. */
    private static Tree merge(Tree fresh, Tree.Items raw, Tree.Items known) {
        for (int i = 0; i < known.all().size(); i++) {
            if (fresh instanceof Tree.Fields next
                    && raw.all().get(i) instanceof Tree.Fields was
                    && known.all().get(i) instanceof Tree.Fields read
                    && next.optional("id").isPresent()
                    && next.optional("id").equals(read.optional("id"))) {
                return merge(next, was, read);
            }
        }
        return fresh;
    }
}
