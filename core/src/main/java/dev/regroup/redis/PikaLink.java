package dev.regroup.redis;

import dev.regroup.model.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The state of a Pika replica's link, which has a state for each database: {@code db0:connected} below
 * {@code repl_connect_status:} (3.5.5, 4.0.1 and later; the same key occurs again with the binlog offset), and while not
 * all are connected {@code db_repl_state:(db0:WaitDBSync)} (before that, too). Stateless, thread-safe.
 */
final class PikaLink {

    private static final Pattern CONNECT_STATUS = Pattern.compile("(?m)^db\\d{1,9}:([a-z_]{1,40})\\s*$");
    private static final Pattern REPL_STATES = Pattern.compile("(?m)^db_repl_state:(.{0,4000})$");
    private static final Pattern REPL_STATE = Pattern.compile("\\(db\\d{1,9}:([A-Za-z]{1,40})\\)");

    private PikaLink() {}

    /** Returns the worst state of any database; nothing if there is no word about the link at all. */
    static Optional<Link> of(InfoLines lines, String text) {
        Optional<String> status = lines.value("master_link_status");
        if (status.isEmpty()) {
            return Optional.empty();
        }
        List<String> states = states(text);
        if (states.contains("error")) {
            return Optional.of(new Link.Stuck());
        }
        if (states.stream().anyMatch(PikaLink::isCopying)) {
            return Optional.of(new Link.Syncing());
        }
        boolean isUp = status.equals(Optional.of("up")) && states.stream().allMatch("connected"::equals);
        return Optional.of(isUp ? Link.up() : new Link.Down());
    }

    private static List<String> states(String text) {
        List<String> states = new ArrayList<>();
        Matcher connectStatus = CONNECT_STATUS.matcher(text);
        while (connectStatus.find()) {
            states.add(connectStatus.group(1));
        }
        Matcher line = REPL_STATES.matcher(text);
        if (line.find()) {
            Matcher state = REPL_STATE.matcher(line.group(1));
            while (state.find()) {
                states.add(state.group(1).toLowerCase(Locale.ROOT));
            }
        }
        return states;
    }

    /** Asking for a copy counts, too: what the node holds is about to be replaced. */
    private static boolean isCopying(String state) {
        return switch (state) {
            case "syncing_full", "try_to_full_sync", "waitdbsync", "trydbsync" -> true;
            default -> false;
        };
    }
}
