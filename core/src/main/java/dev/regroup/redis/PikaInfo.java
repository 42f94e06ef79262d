package dev.regroup.redis;

import dev.regroup.model.Address;
import dev.regroup.model.Attached;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Link;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeInfo.Contents;
import dev.regroup.model.NodeInfo.Eligibility;
import dev.regroup.model.NodeInfo.Persistence;
import dev.regroup.model.NodeInfo.Writability;
import dev.regroup.model.Position;
import dev.regroup.model.Role;
import dev.regroup.redis.InfoParser.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What INFO of Pika 3.x and 4.x means. Stateless, thread-safe. From pika v4.0.1 (pika_admin.cc, InfoCmd) and captures of
 * that server:
 *
 * <ul>
 *   <li>{@code role:master&&slave} is a replica that has replicas itself; {@code role:single} (2016) is a master.
 *   <li>{@code run_id} is kept over a restart (it is written to the config file), so that the incarnation is made of it,
 *       of {@code process_id}, and of the second in which the process started, see {@link ConfigFacts#startedAt}. The
 *       last matters in containers, where every process has the same number.
 *   <li>The link is up if every database says {@code connected}; {@code error} is never left without a new command.
 *       Pika does not tell when it last heard from its master, but drops a link that was silent for 20 s
 *       (pika_rm.h, kRecvKeepAliveTimeout): a link that is up counts as having heard this very moment.
 *   <li>Until 3.5.4 {@code is_eligible_for_master_election} is missing, and the eligibility unknown; there
 *       {@code slave_priority} is 0 unless configured and says nothing.
 *   <li>The number of keys is not told: INFO keyspace repeats the result of a scan of long ago. But one that has neither
 *       a name of its history nor a binlog never held anything that a replica has.
 * </ul>
 */
final class PikaInfo {

    private PikaInfo() {}

    static Parsed parse(InfoLines lines, String text, ConfigFacts config) {
        Optional<Incarnation> incarnation = incarnation(lines, config);
        if (incarnation.isEmpty()) {
            return InfoParser.unparsable("there is neither run_id nor process_id");
        }
        String role = lines.value("role").orElse("");
        return switch (role) {
            case "master", "single" -> master(incarnation.get(), lines, text, config);
            case "slave", "master&&slave" -> replica(incarnation.get(), lines, text, config);
            default -> InfoParser.unparsable("role '" + role + "' is not one of a Pika");
        };
    }

    private static Parsed master(Incarnation incarnation, InfoLines lines, String text, ConfigFacts config) {
        Position position = position(lines, text, config);
        return new Parsed.Told(NodeInfo.of(incarnation, new Role.Master(), position)
                .withAttached(new Attached.Told(SlaveLines.fedByPika(text)))
                .withEligibility(eligibility(lines))
                .withPersistence(Persistence.ON_DISK)
                .withContents(contents(lines))
                .withWritability(writability(lines)));
    }

    private static Parsed replica(Incarnation incarnation, InfoLines lines, String text, ConfigFacts config) {
        Optional<Address> master = InfoParser.master(lines);
        if (master.isEmpty()) {
            return InfoParser.noAddress(lines);
        }
        Optional<Link> link = PikaLink.of(lines, text);
        if (link.isEmpty()) {
            return InfoParser.unparsable(
                    "the link is '" + lines.value("master_link_status").orElse("") + "'");
        }
        boolean isInHistory = !(link.get() instanceof Link.Syncing) && !(link.get() instanceof Link.Stuck);
        Position position = isInHistory ? position(lines, text, config) : Position.unknown();
        Role role = new Role.Replica(master.get(), link.get());
        return new Parsed.Told(NodeInfo.of(incarnation, role, position)
                .withEligibility(eligibility(lines))
                .withPersistence(Persistence.ON_DISK));
    }

    private static Optional<Incarnation> incarnation(InfoLines lines, ConfigFacts config) {
        List<String> parts = new ArrayList<>();
        lines.value("run_id").ifPresent(parts::add);
        lines.value("process_id").ifPresent(parts::add);
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        config.startedAt().ifPresent(second -> parts.add(Long.toString(second)));
        return Optional.of(Incarnation.of(String.join("-", parts)));
    }

    /** Offsets of different databases are components; one that cannot be read makes the whole unknown. */
    private static Position position(InfoLines lines, String text, ConfigFacts config) {
        Optional<String> history = lines.value("ReplicationID");
        Optional<List<Long>> offsets =
                BinlogOffsets.of(text, lines.number("slave_repl_offset"), config.number("binlog-file-size"));
        return history.isPresent() && offsets.isPresent()
                ? new Position.Known(history.get(), offsets.get(), List.of())
                : Position.unknown();
    }

    private static Contents contents(InfoLines lines) {
        boolean isFresh = lines.isTold("ReplicationID")
                && lines.value("ReplicationID").isEmpty()
                && lines.number("slave_repl_offset").equals(Optional.of(0L));
        return isFresh ? Contents.EMPTY : Contents.UNKNOWN;
    }

    private static Eligibility eligibility(InfoLines lines) {
        boolean mustNot = lines.number("slave_priority").equals(Optional.of(0L));
        String isEligible = lines.value("is_eligible_for_master_election").orElse("");
        return switch (isEligible) {
            case "true" -> mustNot ? Eligibility.NO : Eligibility.YES;
            case "false" -> mustNot ? Eligibility.NO : Eligibility.INCOMPLETE;
            default -> Eligibility.UNKNOWN;
        };
    }

    private static Writability writability(InfoLines lines) {
        String isPaused = lines.value("pause_write").orElse("");
        return switch (isPaused) {
            case "1" -> Writability.REFUSES_WRITES;
            case "0" -> Writability.WRITABLE;
            default -> Writability.UNKNOWN;
        };
    }
}
