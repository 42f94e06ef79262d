package dev.regroup.check;

import dev.regroup.check.World.Cell;
import dev.regroup.model.Address;
import dev.regroup.model.Attached;
import dev.regroup.model.Link;
import dev.regroup.model.NodeInfo;
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

/** One round of looks at the whole world, all at the same moment. Every round happens at the same {@link #NOW}. */
final class Lookout {

    /** The time of every round; what is remembered is made older instead, see {@link Canon}. */
    static final Duration NOW = Duration.ofHours(1);

    private Lookout() {}

    static Observation observe(World world, long claimEpoch) {
        List<NodeReport> reports = new ArrayList<>();
        for (int node = 0; node < world.nodes(); node++) {
            reports.add(new NodeReport(Names.id(node), 1, NOW, NOW, outcome(world, node)));
        }
        return Observation.of(NOW, Instant.EPOCH, reports).withPromoteSent(promoteSent(world, claimEpoch));
    }

    /** Returns what one look at that node shows. */
    static Outcome outcome(World world, int node) {
        return world.isUp(node) ? new Outcome.Answered(info(world, node)) : new Outcome.Silent(Silence.REFUSED);
    }

    private static NodeInfo info(World world, int node) {
        int follows = world.get(node, Cell.FOLLOWS);
        Role role = follows == 0
                ? new Role.Master()
                : new Role.Replica(Names.address(follows - 1), world.isLinked(node) ? Link.up() : new Link.Down());
        Position position = Names.position(world.get(node, Cell.HISTORY), world.get(node, Cell.RANK));
        List<Address> fed = IntStream.range(0, world.nodes())
                .filter(other -> world.isUp(other) && world.isLinkedTo(other, node))
                .mapToObj(Names::address)
                .toList();
        return NodeInfo.of(Names.PRESENT, role, position).withAttached(new Attached.Told(fed));
    }

    private static PromoteSent promoteSent(World world, long claimEpoch) {
        return switch (world.promotes()) {
            case UNKNOWN -> new PromoteSent.Unknown();
            case NEVER -> new PromoteSent.Never(claimEpoch);
            case JUST_SENT -> new PromoteSent.Possibly(claimEpoch, NOW.plusSeconds(1));
            case SENT -> new PromoteSent.Possibly(claimEpoch, NOW.minusSeconds(1));
        };
    }
}
