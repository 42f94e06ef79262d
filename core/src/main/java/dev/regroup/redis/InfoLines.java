package dev.regroup.redis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The {@code key:value} lines of INFO that {@link InfoParser} asks for; the others are skipped unread. Immutable. */
final class InfoLines {

    private static final Set<String> KEYS = Set.of(
            "run_id",
            "process_id",
            "uptime_in_seconds",
            "pika_version",
            "ReplicationID",
            "is_eligible_for_master_election",
            "pause_write",
            "loading",
            "aof_enabled",
            "aof_last_write_status",
            "rdb_last_bgsave_status",
            "min_slaves_good_slaves",
            "role",
            "master_host",
            "master_port",
            "master_link_status",
            "master_last_io_seconds_ago",
            "master_sync_in_progress",
            "slave_repl_offset",
            "slave_priority",
            "master_replid",
            "master_replid2",
            "master_repl_offset",
            "second_repl_offset");
    private static final Map<Integer, List<String>> KEYS_BY_LENGTH =
            KEYS.stream().collect(Collectors.groupingBy(String::length));
    private static final int MAX_DIGITS = 20;

    private final Map<String, String> values;
    private final Optional<String> contradiction;

    private InfoLines(Map<String, String> values, Optional<String> contradiction) {
        this.values = values;
        this.contradiction = contradiction;
    }

    /**
     * Returns the lines of that text, whatever it is; the first colon ends the key, so that an IPv6 value stays whole.
     */
    static InfoLines of(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        Optional<String> contradiction = Optional.empty();
        int start = 0;
        while (start < text.length()) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline;
            int colon = text.indexOf(':', start);
            Optional<String> known = colon > start && colon < end ? key(text, start, colon) : Optional.empty();
            if (known.isPresent()) {
                String key = known.get();
                String value = text.substring(colon + 1, end).trim();
                String earlier = values.getOrDefault(key, value);
                values.put(key, earlier);
                if (!earlier.equals(value) && contradiction.isEmpty()) {
                    contradiction = Optional.of(key + " is told twice, as '" + earlier + "' and as '" + value + "'");
                }
            }
            start = end + 1;
        }
        return new InfoLines(values, contradiction);
    }

    /** Most lines are not asked for: of those nothing is copied. */
    private static Optional<String> key(String text, int start, int end) {
        for (String key : KEYS_BY_LENGTH.getOrDefault(end - start, List.of())) {
            if (text.startsWith(key, start)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    /** Tells whether a line of that text begins like that. */
    static boolean hasLine(String text, String beginning) {
        return lineAt(text, beginning) >= 0;
    }

    /** Returns where the first line begins that begins like that, or -1. */
    static int lineAt(String text, String beginning) {
        int at = text.indexOf(beginning);
        while (at > 0 && text.charAt(at - 1) != '\n') {
            at = text.indexOf(beginning, at + 1);
        }
        return at;
    }

    /** Returns the first key that has two different values, as a sentence. */
    Optional<String> contradiction() {
        return contradiction;
    }

    /** Returns the value of one of the known keys, unless it is missing or empty. */
    Optional<String> value(String key) {
        if (!KEYS.contains(key)) {
            throw new IllegalArgumentException("'" + key + "' is not among the keys that are kept");
        }
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
    }

    /** Tells whether one of the known keys is there, possibly without a value. */
    boolean isTold(String key) {
        return values.containsKey(key);
    }

    /** Returns the value of one of the known keys as an unsigned number of 64 bits, unless it is anything else. */
    Optional<Long> number(String key) {
        return value(key).flatMap(InfoLines::unsigned);
    }

    /** Reads an unsigned number of 64 bits in ASCII digits, without sign or blanks. */
    static Optional<Long> unsigned(String digits) {
        boolean isNumber = !digits.isEmpty()
                && digits.length() <= MAX_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!isNumber) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseUnsignedLong(digits));
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }
}
