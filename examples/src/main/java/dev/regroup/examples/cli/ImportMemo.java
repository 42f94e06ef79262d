package dev.regroup.examples.cli;

import dev.regroup.coordinator.Bytes;
import dev.regroup.examples.redis.CannotRun;
import dev.regroup.json.Envelope;
import dev.regroup.json.Json;
import dev.regroup.json.Tree;
import dev.regroup.model.InvalidConfiguration;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The document that says what imports wrote: for each path the beginning of its content's SHA-256. */
final class ImportMemo {

    private static final int FORMAT = 1;
    private static final int DIGEST = 8;

    private ImportMemo() {}

    static String digest(Bytes value) {
        try {
            byte[] whole = MessageDigest.getInstance("SHA-256").digest(value.toArray());
            return HexFormat.of().formatHex(whole, 0, DIGEST);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    static Bytes write(Map<String, String> digests) {
        Tree.Builder nodes = Tree.Fields.builder();
        digests.forEach(nodes::text);
        return Bytes.utf8(Json.write(
                Envelope.write(FORMAT, FORMAT).tree("nodes", nodes.build()).build()));
    }

    static Map<String, String> read(Bytes document) {
        try {
            Tree.Fields root = Json.read(document.toArray()).asObject("the memo");
            if (Envelope.minReader(root) > FORMAT) {
                throw new CannotRun("A later version of this program imported the product: use that one.");
            }
            Map<String, String> digests = new TreeMap<>();
            Tree.Fields nodes = root.object("nodes");
            nodes.byKey().keySet().forEach(key -> digests.put(key, nodes.text(key)));
            return digests;
        } catch (InvalidConfiguration broken) {
            throw new CannotRun("What an earlier import left in the target cannot be read: " + broken.getMessage());
        }
    }
}
