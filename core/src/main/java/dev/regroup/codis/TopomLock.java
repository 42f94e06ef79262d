package dev.regroup.codis;

import dev.regroup.coordinator.Bytes;
import dev.regroup.json.Json;
import dev.regroup.json.Tree;
import java.util.Optional;

/**
 * The content of the node {@code topom}, with which a dashboard claims a product. Immutable.
 *
 * @param token who holds it; ours begin with {@code regroup-}
 * @param adminAddress where to ask whether the holder lives
 */
record TopomLock(String token, String adminAddress) {

    private static final String OURS = "regroup-";

    /** Returns the lock of one of ours. */
    static TopomLock ofOurs(String unique) {
        return new TopomLock(OURS + unique, "");
    }

    /** Reads a lock; empty if it is none that a dashboard could have written. */
    static Optional<TopomLock> read(Bytes content) {
        try {
            Tree.Fields root = Json.read(content.toArray()).asObject("the node");
            return Optional.of(new TopomLock(GoStruct.text(root, "token"), GoStruct.text(root, "admin_addr")));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    boolean isOurs() {
        return token.startsWith(OURS);
    }

    /** Returns the node as Go writes it, with every key that dashboards and their tools expect. */
    Bytes write(String product) {
        return Bytes.utf8(GoJson.write(Tree.Fields.builder()
                .text("token", token)
                .text("start_time", "")
                .text("admin_addr", adminAddress)
                .text("product_name", product)
                .number("pid", 0)
                .text("pwd", "")
                .text("sys", "regroup")
                .build()));
    }
}
