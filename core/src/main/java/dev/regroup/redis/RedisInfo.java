package dev.regroup.redis;

import dev.regroup.model.Address;
import dev.regroup.model.Attached;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Link;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeInfo.Eligibility;
import dev.regroup.model.NodeInfo.Readiness;
import dev.regroup.model.Position;
import dev.regroup.model.Role;
import dev.regroup.redis.InfoParser.Parsed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What INFO of Redis 2.8 to 8, of Valkey and of codis-server means. Stateless, thread-safe. From redis 7.0.15 (server.c,
 * genRedisInfoString) and captures of that server:
 *
 * <ul>
 *   <li>{@code run_id} is the incarnation, {@code loading:1} means that the data set is not in memory.
 *   <li>A replica that copies a data set ({@code master_sync_in_progress:1}) has no position. Nor has one that has no
 *       link and shows {@code slave_repl_offset} 1: it has no cached master, and prints 1 for <em>unknown</em>. A 0 is
 *       the offset of a master that has not replicated anything yet.
 *   <li>{@code master_replid2} is an ancestor up to {@code second_repl_offset - 1}, unless it is all zeros.
 *   <li>{@code slave_priority} is printed by replicas only: the eligibility of a master is unknown.
 *   <li>{@code slaveN} lines tell whom a master feeds, see {@link SlaveLines}.
 *   <li>Without {@code master_replid} (before Redis 4.0, codis-server 3.2) a replica has an offset in a history without a
 *       name, and a master has no position: what it tells is how far each replica that it feeds is behind.
 * </ul>
 */
final class RedisInfo {

    private static final int SECONDS_DIGITS = 9;

    private RedisInfo() {}

    static Parsed parse(InfoLines lines, String text, ConfigFacts config) {
        Optional<String> runId = lines.value("run_id");
        if (runId.isEmpty()) {
            return InfoParser.unparsable("there is no run_id");
        }
        String role = lines.value("role").orElse("");
        return switch (role) {
            case "master" -> master(lines, text, runId.get(), config);
            case "slave" -> replica(lines, text, runId.get(), config);
            default -> InfoParser.unparsable("role '" + role + "' is neither 'master' nor 'slave'");
        };
    }

    private static Parsed master(InfoLines lines, String text, String runId, ConfigFacts config) {
        Position position = position(lines, "master_repl_offset");
        Optional<Long> offset = lines.number("master_repl_offset");
        NodeInfo info = info(lines, runId, new Role.Master(), position)
                .withAttached(new Attached.Told(
                        lines.isTold("master_replid")
                                ? SlaveLines.fed(text, offset)
                                : SlaveLines.fedWithLag(text, offset)));
        return new Parsed.Told(DataLines.added(info, lines, text, config));
    }

    private static Parsed replica(InfoLines lines, String text, String runId, ConfigFacts config) {
        Optional<Address> master = InfoParser.master(lines);
        if (master.isEmpty()) {
            return InfoParser.noAddress(lines);
        }
        Optional<Link> link = link(lines);
        if (link.isEmpty()) {
            return InfoParser.unparsable(
                    "the link is '" + lines.value("master_link_status").orElse("") + "', quiet for '"
                            + lines.value("master_last_io_seconds_ago").orElse("") + "' seconds");
        }
        Role role = new Role.Replica(master.get(), link.get());
        NodeInfo info = info(lines, runId, role, replicaPosition(lines, link.get()));
        return new Parsed.Told(DataLines.added(info.withEligibility(eligibility(lines)), lines, text, config));
    }

    private static NodeInfo info(InfoLines lines, String runId, Role role, Position position) {
        boolean isLoading = lines.value("loading").filter("1"::equals).isPresent();
        return NodeInfo.of(Incarnation.of(runId), role, position)
                .withReadiness(isLoading ? Readiness.LOADING : Readiness.READY);
    }

    /**
     * Returns nothing if the link is up, but since when it is quiet cannot be read: that is what a witness testifies.
     */
    private static Optional<Link> link(InfoLines lines) {
        if (lines.value("master_sync_in_progress").filter("1"::equals).isPresent()) {
            return Optional.of(new Link.Syncing());
        }
        String status = lines.value("master_link_status").orElse("");
        return switch (status) {
            case "up" ->
                lines.value("master_last_io_seconds_ago")
                        .filter(digits -> digits.length() <= SECONDS_DIGITS)
                        .flatMap(InfoLines::unsigned)
                        .map(seconds -> new Link.Up(Duration.ofSeconds(seconds)));
            case "" -> Optional.empty();
            default -> Optional.of(new Link.Down());
        };
    }

    private static Position replicaPosition(InfoLines lines, Link link) {
        if (link instanceof Link.Syncing) {
            return Position.unknown();
        }
        boolean hasNoCachedMaster = link instanceof Link.Down
                && lines.number("slave_repl_offset")
                        .filter(offset -> offset == 1)
                        .isPresent();
        if (hasNoCachedMaster) {
            return Position.unknown();
        }
        return lines.isTold("master_replid") ? position(lines, "slave_repl_offset") : unnamed(lines);
    }

    private static Position unnamed(InfoLines lines) {
        return lines.number("slave_repl_offset")
                .<Position>map(Position.Unnamed::new)
                .orElseGet(Position::unknown);
    }

    private static Position position(InfoLines lines, String offsetKey) {
        Optional<String> history = lines.value("master_replid").filter(RedisInfo::isHistory);
        Optional<Long> offset = lines.number(offsetKey);
        return history.isPresent() && offset.isPresent()
                ? new Position.Known(history.get(), List.of(offset.get()), ancestors(lines))
                : Position.unknown();
    }

    private static List<Position.Ancestor> ancestors(InfoLines lines) {
        Optional<String> history = lines.value("master_replid2").filter(RedisInfo::isHistory);
        Optional<Long> second = lines.number("second_repl_offset").filter(offset -> offset != 0);
        return history.isPresent() && second.isPresent()
                ? List.of(new Position.Ancestor(history.get(), second.get() - 1))
                : List.of();
    }

    private static boolean isHistory(String replid) {
        return replid.chars().anyMatch(c -> c != '0');
    }

    private static Eligibility eligibility(InfoLines lines) {
        return lines.number("slave_priority")
                .map(priority -> priority == 0 ? Eligibility.NO : Eligibility.YES)
                .orElse(Eligibility.UNKNOWN);
    }
}
