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
}
