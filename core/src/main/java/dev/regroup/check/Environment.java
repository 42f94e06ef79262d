package dev.regroup.check;

import dev.regroup.check.Event.StartAs;
import dev.regroup.check.World.Cell;
import dev.regroup.check.World.Global;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What the nodes, the network and the clients of the explored world can do, and what orders do to nodes. The
 * behaviour of nodes is that of Redis 7.0.15 with persisted roles: a restarted node has the role of its configuration,
 * a replica whose master runs is linked and has its data at once.
 */
final class Environment {

    private final Set<Feature> features;

    Environment(Set<Feature> features) {
        this.features = features;
    }

    /**
     * Stops a node. If it is the recorded master, and was made to copy older data from somebody else before, then the
     * only trace of that ends with its process; what it lost is not held against anybody from then on.
     */
    World stop(World world, GroupRecord record, int node) {
        boolean endsTrace = hasNewHistories()
                && record.master().equals(Optional.of(Names.id(node)))
                && world.get(node, Cell.RANK) < world.get(Global.ACKED);
        World next = endsTrace ? world.with(Global.ACKED, world.get(node, Cell.RANK)) : world;
        return settled(next.with(node, Cell.UP, 0)
                .with(node, Cell.LINKED, 0)
                .with(node, Cell.CUT, 0)
                .with(node, Cell.MUTE, 0)
                .with(node, Cell.LAG, 0)
                .with(node, Cell.REFUSED, 0)
                .with(node, Cell.FORMER, 0)
                .with(node, world.isToCopy(node) ? Full.BROKEN : world.full(node))
                .with(Global.LATE, isLateTo(world, node) ? Order.NONE : world.get(Global.LATE)));
    }

    /** A command on its way does not outlive the connection that it was sent on. */
    private static boolean isLateTo(World world, int node) {
        return Order.late(world).filter(order -> order.node() == node).isPresent();
    }

    List<StartAs> starts(World world, int node) {
        if (world.isUp(node)) {
            return List.of();
        }
        List<StartAs> starts = new ArrayList<>();
        starts.add(new StartAs.LastRole());
        if (features.contains(Feature.LOST_DATA) && world.get(node, Cell.RANK) > 0) {
            starts.add(new StartAs.Empty());
        }
        if (features.contains(Feature.REPLACED)) {
            starts.add(new StartAs.Replaced());
        }
        int follows = world.get(node, Cell.FOLLOWS);
        if (features.contains(Feature.START_AS_MASTER) && follows != 0) {
            starts.add(new StartAs.Master());
        }
        for (int other : targets(world, Feature.START_OLD_ROLE)) {
            if (other != node && follows != other + 1) {
                starts.add(new StartAs.Following(other));
            }
        }
        return starts;
    }

    /** Returns whom a node may be pointed at by an event of that feature. */
    private List<Integer> targets(World world, Feature feature) {
        List<Integer> targets = new ArrayList<>();
        for (int node = 0; node < world.nodes() && features.contains(feature); node++) {
            targets.add(node);
        }
        if (features.contains(Feature.STRANGERS)) {
            targets.add(World.STRANGER);
        }
        return targets;
    }

    World start(World world, int node, StartAs as) {
        World next = world.with(node, Cell.UP, 1).with(node, Cell.LINKED, 0);
        if (as instanceof StartAs.Master) {
            next = next.pointed(node, 0);
        } else if (as instanceof StartAs.Following following) {
            next = next.pointed(node, following.node() + 1);
        }
        if (next.isMaster(node)) {
            next = next.with(node, Cell.BASE, next.get(node, Cell.RANK));
        }
        if (hasNewHistories()) {
            next = next.isMaster(node) ? next.branched(node, 0) : next.with(node, Cell.HISTORY, 0);
        }
        if (as instanceof StartAs.Empty) {
            next = emptied(next, node);
        }
        if (as instanceof StartAs.Replaced) {
            next = next.with(node, Cell.RANK, World.ALIEN)
                    .with(node, Cell.BASE, next.isMaster(node) ? World.ALIEN : 0)
                    .branched(node, 0)
                    .with(node, Full.NONE);
        }
        return settled(next);
    }

    /** A Pika without data copies everything from whomever it follows. */
    private static World emptied(World world, int node) {
        World next = world.with(node, Cell.RANK, 0).with(node, Cell.BASE, 0);
        return world.isPika() && !world.isMaster(node)
                ? next.with(node, Cell.HISTORY, 0).with(node, Full.PENDING)
                : next.branched(node, 0).with(node, Full.NONE);
    }

    /** A Pika keeps its history, whatever becomes of it. */
    private boolean hasNewHistories() {
        return features.contains(Feature.NEW_HISTORY_ON_RESTART) && !features.contains(Feature.PIKA);
    }

    /** Where data can be lost, who would lose some copies in a step of its own. */
    private World settled(World world) {
        boolean isInSteps = features.contains(Feature.LOST_DATA)
                || features.contains(Feature.REPLACED)
                || features.contains(Feature.PIKA);
        return isInSteps ? world.broken().settledWithoutLoss() : world.settled();
    }

    /** Returns what may befall a node that runs, beside its end. */
    List<Event> mishaps(World world, int node) {
        List<Event> events = new ArrayList<>();
        if (world.isCopying(node)) {
            events.add(new Event.Copy(node));
        }
        if (features.contains(Feature.CUTS)) {
            events.add(new Event.Cut(node, world.get(node, Cell.CUT) == 0 ? Event.Turn.BEGIN : Event.Turn.END));
        }
        if (features.contains(Feature.MUTE_NODES)) {
            events.add(new Event.Mute(node, world.get(node, Cell.MUTE) == 0 ? Event.Turn.BEGIN : Event.Turn.END));
        }
        if (features.contains(Feature.LAG) && world.isLinked(node)) {
            events.add(new Event.Lag(node, world.get(node, Cell.LAG) == 0 ? Event.Turn.BEGIN : Event.Turn.END));
        }
        if (features.contains(Feature.HANDS) && !world.isMaster(node)) {
            events.add(new Event.Hand(node));
        }
        for (int target : targets(world, Feature.HANDS)) {
            if (world.get(node, Cell.FOLLOWS) != target + 1) {
                events.add(new Event.Point(node, target));
            }
        }
        return events;
    }

    World befall(World world, Event mishap) {
        if (mishap instanceof Event.Copy copy) {
            return settled(world.copied(copy.node()));
        }
        if (mishap instanceof Event.Cut cut) {
            return world.with(cut.node(), Cell.CUT, cut.turn() == Event.Turn.BEGIN ? 1 : 0);
        }
        if (mishap instanceof Event.Mute mute) {
            return world.with(mute.node(), Cell.MUTE, mute.turn() == Event.Turn.BEGIN ? 1 : 0);
        }
        if (mishap instanceof Event.Arrive arrive) {
            World next = obeyed(arrive.order().arrived(world), arrive.order());
            boolean changes = next.isMaster(arrive.order().node())
                    != world.isMaster(arrive.order().node());
            return changes ? next.with(Global.HANDED, 1) : next;
        }
        if (mishap instanceof Event.Lag lag) {
            return settled(world.with(lag.node(), Cell.LAG, lag.turn() == Event.Turn.BEGIN ? 1 : 0));
        }
        if (mishap instanceof Event.Point point) {
            return obeyed(world, new Order(point.node(), point.target() + 1)).with(Global.HANDED, 1);
        }
        Event.Hand hand = (Event.Hand) mishap;
        return obeyed(world, new Order(hand.node(), 0)).with(Global.HANDED, 1);
    }

    /** Whether a node would refuse to follow anybody: a Pika does while others follow it. */
    static boolean refuses(World world, Order order) {
        return world.isPika() && order.follows() != 0 && world.isHeld(order.node());
    }

    /** A running node does what it is told, if it can. */
    World obeyed(World world, Order order) {
        return refuses(world, order) ? world : obeyed(world, order, false);
    }

    /** The same; whoever is to follow somebody may be told to copy everything. */
    World obeyed(World world, Order order, boolean isForced) {
        if (order.follows() != 0) {
            World next = world.pointed(order.node(), order.follows());
            return settled(isForced ? next.with(order.node(), Full.PENDING) : next);
        }
        return settled(world.isMaster(order.node()) ? world : mastered(world, order.node()));
    }

    /** Makes a running replica a master. */
    private World mastered(World world, int node) {
        World next = world.pointed(node, 0);
        return hasNewHistories() ? next.branched(node, next.get(node, Cell.HISTORY)) : next;
    }

    /**
     * Whether a client can write: through the recorded master, while no claim is pending. A write that is acknowledged
     * while one is pending is in a race with the Promote and not promised to survive; no more is one
     * that a second master stands beside, of which the observer does not know, that a master takes which is cut off
     * from the observer, or one that lacks what another node still has.
     */
    boolean canWrite(World world, GroupRecord record) {
        return features.contains(Feature.WRITES)
                && !(isDividing() && isDivided(world))
                && record.claim() instanceof Claim.None
                && record.master()
                        .map(Names::index)
                        .filter(node -> world.isUp(node) && world.isMaster(node) && world.get(node, Cell.CUT) == 0)
                        .filter(node ->
                                !world.isAckedAnywhere() || world.get(node, Cell.RANK) >= world.get(Global.ACKED))
                        .filter(node -> !features.contains(Feature.LAG) || isAheadOfAll(world, node))
                        .isPresent();
    }

    /**
     * Whether nobody has more, or what another instance had before one came that has no write yet; while a replica lags
     * some of that may be promised to nobody yet.
     */
    private static boolean isAheadOfAll(World world, int node) {
        return IntStream.range(0, world.nodes()).allMatch(other -> {
            int rank = world.get(other, Cell.RANK);
            boolean isOfAnother = world.get(node, Cell.RANK) == World.ALIEN
                    && world.get(other, Cell.HISTORY) != world.get(node, Cell.HISTORY);
            return rank == World.ALIEN ? !isOfAnother : rank <= world.get(node, Cell.RANK);
        });
    }

    /** Whether a second master may come up that the observer has no part in, cannot see, or has no claim for any more. */
    private boolean isDividing() {
        return features.contains(Feature.HANDS)
                || features.contains(Feature.CUTS)
                || features.contains(Feature.MUTE_NODES)
                || features.contains(Feature.RIVAL_WRITES)
                || features.contains(Feature.LATE_COMMANDS)
                || features.contains(Feature.TWO_OBSERVERS)
                || features.contains(Feature.FAILED_COMMITS);
    }

    /** Whether there are two masters, or somebody made a second one that nobody has seen yet. */
    private static boolean isDivided(World world) {
        long masters = IntStream.range(0, world.nodes())
                .filter(node -> world.isUp(node) && world.isMaster(node))
                .count();
        return masters > 1 || world.get(Global.HANDED) == 1;
    }

    World write(World world, int master) {
        int most = Math.max(world.highest(Cell.RANK), world.get(Global.ACKED));
        // Where nobody has anything left, not what another instance has.
        int rank = Math.max(most, World.ALIEN) + 1;
        World written = settled(world.with(master, Cell.RANK, rank));
        boolean isLagging = IntStream.range(0, world.nodes()).anyMatch(node -> world.get(node, Cell.LAG) == 1);
        return isLagging ? written : written.with(Global.ACKED, rank);
    }

    /** Whether a client may write through a node that is master beside the recorded one. */
    boolean canWriteBeside(World world, GroupRecord record, int node) {
        return features.contains(Feature.RIVAL_WRITES)
                && world.isUp(node)
                && world.isMaster(node)
                && world.get(node, Cell.BASE) == world.get(node, Cell.RANK)
                && record.claim() instanceof Claim.None
                && record.master().filter(master -> Names.index(master) != node).isPresent();
    }

    /** Notes a write that nobody is promised: what it shows of itself tells of it, and no more. */
    static World writeBeside(World world, int node) {
        return world.with(node, Cell.BASE, 0);
    }
}
