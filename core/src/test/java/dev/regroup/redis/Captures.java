package dev.regroup.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** INFO replication as real nodes answered it, byte by byte. Stateless, thread-safe. */
final class Captures {

    static final List<String> REDIS = List.of(
            "redis-7.0.15/1-healthy-a",
            "redis-7.0.15/1-healthy-b",
            "redis-7.0.15/2b-master-down-state1-oos-b",
            "redis-7.0.15/4-old-master-back-a",
            "redis-7.0.15/4-old-master-back-b");
    static final List<String> PIKA = List.of(
            "pika-v4.0.1/ex-master-restarted",
            "pika-v4.0.1/master-eligible-false-promoted-mid-full-sync",
            "pika-v4.0.1/master-fresh",
            "pika-v4.0.1/master-one-slave",
            "pika-v4.0.1/master-two-slaves",
            "pika-v4.0.1/middle-of-cascade",
            "pika-v4.0.1/slave-after-noone",
            "pika-v4.0.1/slave-auth-error",
            "pika-v4.0.1/slave-during-full-sync",
            "pika-v4.0.1/slave-in-sync",
            "pika-v4.0.1/slave-just-after-slaveof",
            "pika-v4.0.1/slave-master-down",
            "pika-v4.0.1/slave-replication-id-mismatch",
            "pika-v4.0.1/slave-unreachable-master");

    private Captures() {}

    static String read(String name) {
        try (InputStream in = Captures.class.getResourceAsStream("/captures/" + name + ".txt")) {
            if (in == null) {
                throw new IllegalArgumentException("there is no capture " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
