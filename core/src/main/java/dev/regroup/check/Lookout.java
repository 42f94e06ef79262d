package dev.regroup.check;

import dev.regroup.check.World.Cell;
import dev.regroup.check.World.Global;
import dev.regroup.model.Address;
import dev.regroup.model.Attached;
import dev.regroup.model.Claim;
import dev.regroup.model.Commanded;
import dev.regroup.model.Commanded.Answer;
import dev.regroup.model.Commanded.Kind;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Life;
import dev.regroup.model.Link;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeInfo.Eligibility;
import dev.regroup.model.NodeInfo.Persistence;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Observation;
import dev.regroup.model.Outcome;
import dev.regroup.model.Outcome.Silence;
import dev.regroup.model.Position;
import dev.regroup.model.PromoteSent;
import dev.regroup.model.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One round of looks at the whole world, all at the same moment but for the one that is held. Every round happens at
 * the same {@link #NOW}.
 */
final class Lookout {

    /** The time of every round; what is remembered is made older instead, see {@link Canon}. */
    static final Duration NOW = Duration.ofHours(1);

    /** When a node was looked at that is looked at before the others: long after the last round, before this one. */
    private static final Duration EARLY = NOW.minusMillis(500);

    /** When something was ordered that may be repeated by now. */
    private static final Duration LONG_AGO = Duration.ZERO;

    /** Somebody outside the group has answered before, so that every miss counts. */
    private static final NodeReport SOMEBODY = new NodeReport(
            NodeId.of("somebody"),
            1,
            Duration.ZERO,
            Duration.ZERO,
            new Outcome.Answered(NodeInfo.of(Names.PRESENT, new Role.Master(), Position.unknown())));

    private Lookout() {}

    static Observation observe(World world, Looks looks, GroupRecord record) {
        Held held = looks.held();
        List<NodeReport> reports = new ArrayList<>();
        for (int node = 0; node < world.nodes(); node++) {
            if (node != held.node()) {
                reports.add(new NodeReport(Names.id(node), 1, NOW, NOW, outcome(world, node)));
            } else if (held instanceof Held.Early early) {
                reports.add(new NodeReport(Names.id(node), 1, EARLY, EARLY, early.outcome()));
            }
        }
        return Observation.of(NOW, Instant.EPOCH, reports)
                .withLastGood(lastGood(looks, reports))
                .withLives(lives(world))
                .withPromoteSent(promoteSent(world, record.claim() instanceof Claim.Pending claim ? claim.epoch() : 0))
                .withCommanded(
                        record.master().map(master -> refused(world, master)).orElseGet(List::of));
    }

    /** What is remembered of a node, or else this very report as long as there was none before; nothing without memory. */
    private static List<NodeReport> lastGood(Looks looks, List<NodeReport> reports) {
        List<NodeReport> last = new ArrayList<>();
        last.add(SOMEBODY);
        for (int node = 0; node < looks.told().size(); node++) {
            NodeId id = Names.id(node);
            looks.told(node)
                    .map(info -> new NodeReport(id, 0, LONG_AGO, LONG_AGO, new Outcome.Answered(info)))
                    .or(() -> reports.stream()
                            .filter(report -> report.node().equals(id) && report.outcome() instanceof Outcome.Answered)
                            .findFirst())
                    .ifPresent(last::add);
        }
        return last;
    }

    /** All have been known for longer than anything takes: what waits for that is over at once. */
    private static List<Life> lives(World world) {
        return IntStream.range(0, world.nodes())
                .mapToObj(node -> new Life(Names.id(node), Names.PRESENT, LONG_AGO))
                .toList();
    }

    /** The orders that were refused; those that were taken are not remembered here, so that they are repeated at once. */
    private static List<Commanded> refused(World world, NodeId master) {
        List<Commanded> refused = new ArrayList<>();
        for (int node = 0; node < world.nodes(); node++) {
            if (world.refusals(node) > 0) {
                Commanded.Order order = new Commanded.Order(Kind.FOLLOW, Names.id(node), Names.PRESENT, master);
                Duration at = world.hasJustRefused(node) ? NOW : LONG_AGO;
                refused.add(new Commanded(order, at, world.refusals(node), 0, Answer.REFUSED));
            }
        }
        return refused;
    }

    /** Returns what one look at that node shows. */
    static Outcome outcome(World world, int node) {
        if (!world.isUp(node)) {
            return new Outcome.Silent(Silence.REFUSED);
        }
        if (world.get(node, Cell.CUT) == 1) {
            return new Outcome.Silent(Silence.TIMEOUT);
        }
        return world.get(node, Cell.MUTE) == 1
                ? new Outcome.Uninformative(Outcome.Refusal.AUTH, "NOAUTH")
                : new Outcome.Answered(info(world, node));
    }

    private static NodeInfo info(World world, int node) {
        int follows = world.get(node, Cell.FOLLOWS);
        Role role = follows == 0 ? new Role.Master() : new Role.Replica(Names.address(follows - 1), link(world, node));
        Position position = Names.position(world, node);
        List<Address> fed = IntStream.range(0, world.nodes())
                .filter(other -> world.isUp(other) && world.isAttached(other, node))
                .mapToObj(Names::address)
                .toList();
        NodeInfo.Contents contents = world.get(node, Cell.RANK) == 0 ? NodeInfo.Contents.EMPTY : NodeInfo.Contents.SOME;
        return NodeInfo.of(Names.PRESENT, role, position)
                .withContents(contents)
                .withPersistence(persistence(world))
                .withEligibility(isComplete(world.full(node)) ? Eligibility.YES : Eligibility.INCOMPLETE)
                .withAttached(Attached.Told.of(fed));
    }

    private static boolean isComplete(Full full) {
        return full == Full.NONE || full == Full.UNSEEN;
    }

    private static Persistence persistence(World world) {
        if (world.isPika()) {
            return Persistence.ON_DISK;
        }
        return world.get(Global.VOLATILE) == 1 ? Persistence.SNAPSHOT_OR_NONE : Persistence.APPEND_ONLY;
    }

    private static Link link(World world, int node) {
        if (world.isCopying(node)) {
            return new Link.Syncing();
        }
        if (world.isStuck(node)) {
            return new Link.Stuck();
        }
        return world.isLinked(node) ? Link.up() : new Link.Down();
    }

    private static PromoteSent promoteSent(World world, long claimEpoch) {
        return switch (world.promotes()) {
            case UNKNOWN -> new PromoteSent.Unknown();
            case NEVER -> new PromoteSent.Never(claimEpoch);
            case JUST_SENT -> new PromoteSent.Possibly(claimEpoch, NOW.plusSeconds(1));
            case REFUSED -> new PromoteSent.Refused(claimEpoch);
            case SENT -> new PromoteSent.Possibly(claimEpoch, NOW.minusSeconds(1));
        };
    }
}
