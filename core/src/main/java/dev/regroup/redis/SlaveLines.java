package dev.regroup.redis;

import dev.regroup.model.Address;
import dev.regroup.model.Attached;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code slaveN} lines of a master's INFO replication: {@code
 * slave0:ip=10.0.0.2,port=6379,state=online,offset=14,lag=1}.
 *
 * <p>{@code state=online} alone does not mean that writes flow: after a diskless copy the replica counts as online, and
 * shows its link as up, but the master begins to stream only at its first {@code REPLCONF ACK}, up to a second later
 * (redis 7.0.15, {@code repl_start_cmd_stream_on_ack} in replication.c and networking.c). Until that ack {@code offset}
 * is 0.
 */
final class SlaveLines {

    private static final Pattern LINE = Pattern.compile("(?m)^slave\\d{1,6}:(\\S{1,400}?)\\s*$");

    private static final Pattern PIKA_LINE = Pattern.compile("(?m)^slave\\d{1,6}:(.{1,4000}?)\\s*$");
    private static final Pattern LAGS = Pattern.compile("(\\(db\\d{1,9}:\\d{1,20}\\)){1,200}");

    private SlaveLines() {}

    /**
     * Returns the replicas that have acknowledged something on their present connection; what cannot be read is left
     * out.
     */
    static List<Attached.Fed> fed(String text, Optional<Long> masterOffset) {
        return fed(text, masterOffset, (address, offset) -> Attached.Fed.of(address));
    }

    /**
     * Returns the same with how far each is behind by what it last acknowledged, which is up to a second ago: for servers
     * whose replicas cannot be compared with their master, since they name no history.
     */
    static List<Attached.Fed> fedWithLag(String text, Optional<Long> masterOffset) {
        return fed(
                text,
                masterOffset,
                (address, offset) -> masterOffset
                        .filter(end -> Long.compareUnsigned(offset, end) <= 0)
                        .map(end -> Attached.Fed.of(address, end - offset))
                        .orElseGet(() -> Attached.Fed.of(address)));
    }

    private static List<Attached.Fed> fed(
            String text, Optional<Long> masterOffset, BiFunction<Address, Long, Attached.Fed> known) {
        List<Attached.Fed> fed = new ArrayList<>();
        Matcher lines = LINE.matcher(text);
        while (lines.find()) {
            String line = lines.group(1);
            Optional<Long> offset = field(line, "offset").flatMap(InfoLines::unsigned);
            boolean hasAcknowledged = offset.isPresent() && (offset.get() != 0 || offset.equals(masterOffset));
            if (hasAcknowledged && field(line, "state").equals(Optional.of("online"))) {
                address(line).map(address -> known.apply(address, offset.get())).ifPresent(fed::add);
            }
        }
        return fed;
    }

    /**
     * Returns the replicas of a Pika that have a lag in every database ({@code lag=(db0:0)(db1:12)}), in bytes of binlog;
     * the others wait for, or receive, a full copy ({@code (db0:not syncing)}, {@code (db0:full syncing)}). The greatest
     * lag counts, not the sum: the limit that it is held against is one for each database, as for positions.
     */
    static List<Attached.Fed> fedByPika(String text) {
        List<Attached.Fed> fed = new ArrayList<>();
        Matcher lines = PIKA_LINE.matcher(text);
        while (lines.find()) {
            String line = lines.group(1);
            Optional<Long> lag = field(line, "lag").flatMap(SlaveLines::greatest);
            address(line)
                    .flatMap(address -> lag.map(bytes -> Attached.Fed.of(address, bytes)))
                    .ifPresent(fed::add);
        }
        return fed;
    }

    /** Empty unless there is a number for each database; one that does not fit is beyond any limit. */
    private static Optional<Long> greatest(String lags) {
        if (!LAGS.matcher(lags).matches()) {
            return Optional.empty();
        }
        return Arrays.stream(lags.split("[()]", -1))
                .filter(lag -> !lag.isEmpty())
                .map(lag ->
                        InfoLines.unsigned(lag.substring(lag.indexOf(':') + 1)).orElse(-1L))
                .max(Long::compareUnsigned);
    }

    private static Optional<Address> address(String line) {
        try {
            return field(line, "ip")
                    .flatMap(ip -> field(line, "port").map(port -> Address.of(ip, Integer.parseInt(port))));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<String> field(String line, String name) {
        for (String part : line.split(",", -1)) {
            if (part.startsWith(name + "=")) {
                return Optional.of(part.substring(name.length() + 1));
            }
        }
        return Optional.empty();
    }
}
