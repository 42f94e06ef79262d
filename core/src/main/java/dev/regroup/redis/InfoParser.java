package dev.regroup.redis;

import dev.regroup.model.Address;
import dev.regroup.model.NodeInfo;
import java.util.Optional;

/**
 * Says what the text of INFO means: the sections server, replication, persistence and keyspace, in any order, of any
 * dialect. Total: every text has an answer, none throws. Stateless, thread-safe.
 *
 * <p>Pika is told by what only Pika prints ({@code pika_version}, {@code ReplicationID}, a mode in brackets behind the
 * header of the section), everything else by the presence of keys, never by a version: Pika 4.0.0 and 4.0.1 both call
 * themselves 4.0.0. See {@link RedisInfo} and {@link PikaInfo} for what the lines mean.
 *
 * <p>A line that is told twice in two ways is not believed: the whole text is unparsable. A number that cannot be read
 * makes unknown what it stands for; only what has no unknown (who it is, its role, whom it follows, whether the link is
 * up and since when it is quiet) makes the text unparsable.
 */
final class InfoParser {

    private static final int HOST_LENGTH = 255;

    private InfoParser() {}

    /** What a text means. Immutable. */
    sealed interface Parsed {

        /** It tells about a node; the ping period is not in it and has its default. */
        record Told(NodeInfo info) implements Parsed {}

        /**
         * It does not.
         *
         * @param reason why not, in one short sentence
         */
        record Unparsable(String reason) implements Parsed {}
    }

    /** The languages that nodes speak. */
    enum Dialect {
        /** Redis, Valkey and codis-server. */
        REDIS,
        /** Pika. */
        PIKA
    }

    /** Returns what that text means; lines may end with CRLF or LF, and unknown ones are skipped. */
    static Parsed parse(String text) {
        return parse(text, ConfigFacts.none());
    }

    /** Returns what that text means beside what CONFIG GET and TIME told on the same connection. */
    static Parsed parse(String text, ConfigFacts config) {
        return parse(InfoLines.of(text), text, config);
    }

    /** Like {@link #parse(String, ConfigFacts)}, of a text whose lines were read already. */
    static Parsed parse(InfoLines lines, String text, ConfigFacts config) {
        Optional<String> contradiction = lines.contradiction();
        if (contradiction.isPresent()) {
            return unparsable(contradiction.get());
        }
        return dialect(lines, text) == Dialect.PIKA
                ? PikaInfo.parse(lines, text, config)
                : RedisInfo.parse(lines, text, config);
    }

    /** Returns which language the text is in; what says nothing counts as Redis. */
    static Dialect dialect(InfoLines lines, String text) {
        boolean isPika = lines.isTold("pika_version")
                || lines.isTold("ReplicationID")
                || InfoLines.hasLine(text, "# Replication(")
                || InfoLines.hasLine(text, "# Replication (");
        return isPika ? Dialect.PIKA : Dialect.REDIS;
    }

    /** Returns whom the lines say the node follows, if that is an address. */
    static Optional<Address> master(InfoLines lines) {
        Optional<String> host = lines.value("master_host").filter(name -> name.length() <= HOST_LENGTH);
        Optional<Long> port = lines.number("master_port").filter(number -> number > 0 && number <= 65535);
        if (host.isEmpty() || port.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Address.of(host.get(), port.get().intValue()));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    static Parsed noAddress(InfoLines lines) {
        return unparsable("the master is '" + lines.value("master_host").orElse("") + "' port '"
                + lines.value("master_port").orElse("") + "', which is no address");
    }

    static Parsed unparsable(String reason) {
        return new Parsed.Unparsable(ReplyClassifier.shortened(reason));
    }
}
