package dev.regroup.redis;

import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeInfo.Contents;
import dev.regroup.model.NodeInfo.Persistence;
import dev.regroup.model.NodeInfo.Readiness;
import dev.regroup.model.NodeInfo.Writability;
import dev.regroup.model.Role;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What INFO of a Redis tells about the data set: its persistence, whether there is any, whether it may be written to
 * (redis 7.0.15, server.c, genRedisInfoString, and writeCommandsDeniedByDiskError). Stateless, thread-safe.
 */
final class DataLines {

    private static final Pattern HEADER = Pattern.compile("(?m)^# Keyspace\\s*$");
    private static final Pattern KEYS = Pattern.compile("(?m)^db\\d{1,9}:keys=([^,\\s]{0,40})");

    private DataLines() {}

    /** Returns that report with what those lines, and the text they are from, tell about the data set. */
    static NodeInfo added(NodeInfo info, InfoLines lines, String text) {
        Contents contents = info.readiness() == Readiness.LOADING ? Contents.UNKNOWN : contents(text);
        Writability writability = info.role() instanceof Role.Master ? writability(lines) : Writability.UNKNOWN;
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
        if (!HEADER.matcher(text).find()) {
            return Contents.UNKNOWN;
        }
        Contents contents = Contents.EMPTY;
        Matcher databases = KEYS.matcher(text);
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
     * {@code min_slaves_good_slaves} is told only where {@code min-replicas-to-write} is at least 1: with none of them
     * good nothing may be written, and how many are enough is not told. A failed append always stops writes, a failed
     * snapshot does where {@code stop-writes-on-bgsave-error} says so, which is not told either.
     */
    private static Writability writability(InfoLines lines) {
        Optional<String> appended = lines.value("aof_last_write_status");
        Optional<String> saved = lines.value("rdb_last_bgsave_status");
        Optional<Long> goodReplicas = lines.number("min_slaves_good_slaves");
        boolean isAppending = lines.value("aof_enabled").equals(Optional.of("1"));
        if ((isAppending && appended.equals(Optional.of("err"))) || goodReplicas.equals(Optional.of(0L))) {
            return Writability.REFUSES_WRITES;
        }
        boolean isToldWell = saved.equals(Optional.of("ok"))
                && (appended.equals(Optional.of("ok")) || !isAppending)
                && lines.value("min_slaves_good_slaves").isEmpty();
        return isToldWell ? Writability.WRITABLE : Writability.UNKNOWN;
    }
}
