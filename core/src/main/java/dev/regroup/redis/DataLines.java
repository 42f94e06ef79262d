package dev.regroup.redis;

import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeInfo.Contents;
import dev.regroup.model.NodeInfo.Persistence;
import dev.regroup.model.NodeInfo.Readiness;
import dev.regroup.model.NodeInfo.Writability;
import dev.regroup.model.Role;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What INFO of a Redis tells about the data set: its persistence, whether there is any, whether it may be written to
 * (redis 7.0.15, server.c, genRedisInfoString, and writeCommandsDeniedByDiskError). Stateless, thread-safe.
 */
final class DataLines {

    private static final Pattern KEYS = Pattern.compile("(?m)^db\\d{1,9}:keys=([^,\\s]{0,40})");

    private DataLines() {}

    /**
     * Returns that report with what those lines, the text they are from, and the configuration tell about the data set.
     */
    static NodeInfo added(NodeInfo info, InfoLines lines, String text, ConfigFacts config) {
        Contents contents = info.readiness() == Readiness.LOADING ? Contents.UNKNOWN : contents(text);
        Writability writability = info.role() instanceof Role.Master ? writability(lines, config) : Writability.UNKNOWN;
        return info.withPersistence(persistence(lines)).withContents(contents).withWritability(writability);
    }

    private static Persistence persistence(InfoLines lines) {
        String isOn = lines.value("aof_enabled").orElse("");
        return switch (isOn) {
            case "1" -> Persistence.APPEND_ONLY;
            case "0" -> Persistence.SNAPSHOT_OR_NONE;
            default -> Persistence.UNKNOWN;
        };
    }

    /** A database without keys has no line, so that a section without lines means that there are none. */
    private static Contents contents(String text) {
        int header = InfoLines.lineAt(text, "# Keyspace");
        if (header < 0) {
            return Contents.UNKNOWN;
        }
        Contents contents = Contents.EMPTY;
        Matcher databases = KEYS.matcher(text).region(header, text.length());
        while (databases.find()) {
            Optional<Long> keys = InfoLines.unsigned(databases.group(1));
            if (keys.filter(count -> count != 0).isPresent()) {
                return Contents.SOME;
            }
            contents = keys.isPresent() ? contents : Contents.UNKNOWN;
        }
        return contents;
    }

    /**
     * Tells whether the writability hangs on parameters that are not in INFO: how many replicas are enough, and whether
     * a failed snapshot stops writes.
     */
    static boolean hangsOnConfig(InfoLines lines) {
        return lines.isTold("min_slaves_good_slaves")
                || lines.value("rdb_last_bgsave_status").equals(Optional.of("err"));
    }

    private static Writability writability(InfoLines lines, ConfigFacts config) {
        List<Writability> parts =
                List.of(withAppendOnlyFile(lines), withSnapshots(lines, config), withReplicas(lines, config));
        if (parts.contains(Writability.REFUSES_WRITES)) {
            return Writability.REFUSES_WRITES;
        }
        return parts.contains(Writability.UNKNOWN) ? Writability.UNKNOWN : Writability.WRITABLE;
    }

    /** A failed append stops writes until one succeeds. */
    private static Writability withAppendOnlyFile(InfoLines lines) {
        if (!lines.value("aof_enabled").equals(Optional.of("1"))) {
            return Writability.WRITABLE;
        }
        return lines.value("aof_last_write_status").map(DataLines::of).orElse(Writability.WRITABLE);
    }

    /** A failed snapshot stops writes where snapshots are configured, and told to do so. */
    private static Writability withSnapshots(InfoLines lines, ConfigFacts config) {
        Writability saved =
                lines.value("rdb_last_bgsave_status").map(DataLines::of).orElse(Writability.UNKNOWN);
        boolean isHarmless = config.parameter("stop-writes-on-bgsave-error").equals(Optional.of("no"))
                || config.parameter("save").equals(Optional.of(""));
        boolean isKnown = config.parameter("stop-writes-on-bgsave-error").isPresent()
                && config.parameter("save").isPresent();
        if (saved != Writability.REFUSES_WRITES || isHarmless) {
            return isHarmless ? Writability.WRITABLE : saved;
        }
        return isKnown ? saved : Writability.UNKNOWN;
    }

    /**
     * {@code min_slaves_good_slaves} is told only where at least one good replica is demanded; how many is a parameter,
     * {@code min-slaves-to-write} before Redis 5.
     */
    private static Writability withReplicas(InfoLines lines, ConfigFacts config) {
        if (!lines.isTold("min_slaves_good_slaves")) {
            return Writability.WRITABLE;
        }
        Optional<Long> good = lines.number("min_slaves_good_slaves");
        Optional<Long> enough = config.number("min-replicas-to-write").or(() -> config.number("min-slaves-to-write"));
        if (good.equals(Optional.of(0L))) {
            return Writability.REFUSES_WRITES;
        }
        return good.isEmpty() || enough.isEmpty()
                ? Writability.UNKNOWN
                : Long.compareUnsigned(good.get(), enough.get()) < 0
                        ? Writability.REFUSES_WRITES
                        : Writability.WRITABLE;
    }

    private static Writability of(String status) {
        return switch (status) {
            case "ok" -> Writability.WRITABLE;
            case "err" -> Writability.REFUSES_WRITES;
            default -> Writability.UNKNOWN;
        };
    }
}
