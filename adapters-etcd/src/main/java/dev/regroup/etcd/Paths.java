package dev.regroup.etcd;

import dev.regroup.coordinator.Bytes;
import dev.regroup.coordinator.Register;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import java.nio.charset.StandardCharsets;

/**
 * Where keys are in the cluster: below a root. Immutable.
 *
 * @param root without a slash behind it; empty for the cluster's own
 */
record Paths(String root) {

    /** Elections have a folder of their own, which no layout uses. */
    private static final String ELECTIONS = "/regroup/elections/";

    /** Tells whether that is a path of non-empty segments in UTF-8; etcd would take anything. */
    static boolean isKey(String key) {
        boolean isPath = key.startsWith("/") && !key.endsWith("/") && !key.contains("//");
        return isPath && StandardCharsets.UTF_8.newEncoder().canEncode(key);
    }

    /** Tells whether that is UTF-8: somebody else's key may be anything. */
    static boolean isText(ByteSequence path) {
        return bytes(path.toString(StandardCharsets.UTF_8)).equals(path);
    }

    ByteSequence of(String key) {
        return bytes(root + key);
    }

    /** Returns the smallest key that is greater than all below the folder: a slash is followed by a zero. */
    ByteSequence end(String folder) {
        return bytes(root + folder + "0");
    }

    /** Returns the smallest key that is greater than that one. */
    ByteSequence behind(String key) {
        return behind(of(key));
    }

    /** Returns the smallest key that is greater than that one. */
    static ByteSequence behind(ByteSequence path) {
        return path.concat(bytes("\0"));
    }

    String key(ByteSequence path) {
        return path.toString(StandardCharsets.UTF_8).substring(root.length());
    }

    Register register(KeyValue found) {
        return new Register(
                key(found.getKey()),
                Versions.of(found).toVersion(),
                Bytes.of(found.getValue().getBytes()));
    }

    /** Returns the folder of an election's candidates. */
    static String election(String name) {
        return ELECTIONS + name;
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }
}
