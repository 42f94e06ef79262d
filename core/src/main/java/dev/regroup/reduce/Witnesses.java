package dev.regroup.reduce;

import dev.regroup.model.GroupRecord;
import dev.regroup.model.Link;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeHealth.Miss;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Role;
import dev.regroup.model.Veto;
import dev.regroup.model.Wake;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The testimony of visible replicas about a master that this observer cannot reach. */
final class Witnesses {

    /** How much longer than its ping period a master may be silent towards a replica that still has a link to it. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    /** Redis' default {@code repl-ping-replica-period}, for a master that was never asked (redis 7.0.15, config.c). */
    private static final Duration PING_PERIOD = Duration.ofSeconds(10);

    /**
     * Redis tells the age of the last contact in whole seconds, cut off (redis 7.0.15, server.c, genRedisInfoString).
     */
    private static final Duration GRAIN = Duration.ofSeconds(1);

    private final Sights sights;
    private final NodeId master;
    private final Miss first;

    private Witnesses(Sights sights, NodeId master, Miss first) {
        this.sights = sights;
        this.master = master;
        this.first = first;
    }

    /**
     * Returns who speaks against the death of the master; a replica whose link is down agrees, one not seen is silent.
     */
    static List<Veto> vetoes(GroupRecord record, Sights sights, NodeId master, Miss first) {
        Witnesses witnesses = new Witnesses(sights, master, first);
        Vector<Veto> vetoes = Vector.empty();
        for (Veto.Kind kind : List.of(Veto.Kind.FED, Veto.Kind.LINKED)) {
            List<NodeId> nodes = record.members().stream()
                    .map(MemberRecord::id)
                    .filter(node -> witnesses.veto(node).equals(Optional.of(kind)))
                    .toList();
            vetoes = nodes.isEmpty() ? vetoes : vetoes.append(new Veto(kind, nodes, witnesses.until(kind)));
        }
        return vetoes.asJava();
    }

    private Wake until(Veto.Kind kind) {
        return kind == Veto.Kind.LINKED
                ? Wake.at(first.sentAt().plus(pingPeriod()).plus(SLACK))
                : new Wake.Never();
    }

    private Optional<Veto.Kind> veto(NodeId node) {
        return sights.good(node)
                .filter(good -> good.report().sentAt().compareTo(first.doneAt()) >= 0)
                .flatMap(good -> link(node, good).flatMap(up -> veto(good, up)));
    }

    private Optional<Link.Up> link(NodeId node, Sight.Good good) {
        boolean linked = sights.isLinkedTo(node, good.info(), master);
        return linked && good.info().role() instanceof Role.Replica replica && replica.link() instanceof Link.Up up
                ? Optional.of(up)
                : Optional.empty();
    }

    private Optional<Veto.Kind> veto(Sight.Good good, Link.Up up) {
        Duration heardAt = good.report().sentAt().minus(up.lastIo()).minus(GRAIN);
        if (heardAt.compareTo(first.doneAt()) > 0) {
            return Optional.of(Veto.Kind.FED);
        }
        Duration sinceFirst = sights.observation().at().minus(first.sentAt());
        return sinceFirst.compareTo(pingPeriod().plus(SLACK)) < 0 ? Optional.of(Veto.Kind.LINKED) : Optional.empty();
    }

    private Duration pingPeriod() {
        return sights.lastGood(master).map(NodeInfo::pingPeriod).orElse(PING_PERIOD);
    }
}
