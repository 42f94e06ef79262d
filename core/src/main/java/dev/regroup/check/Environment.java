package dev.regroup.check;

import dev.regroup.check.Event.StartAs;
import dev.regroup.check.World.Cell;
import dev.regroup.check.World.Global;
import dev.regroup.check.World.Promotes;
import dev.regroup.model.Action;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.Presumption;
import dev.regroup.model.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What the nodes, the network and the clients of the explored world can do, and what commands do to nodes. The
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
        boolean endsTrace = features.contains(Feature.NEW_HISTORY_ON_RESTART)
                && record.master().equals(Optional.of(Names.id(node)))
                && world.get(node, Cell.RANK) < world.get(Global.ACKED);
        World next = endsTrace ? world.with(Global.ACKED, world.get(node, Cell.RANK)) : world;
        return settled(next.with(node, Cell.UP, 0)
                .with(node, Cell.LINKED, 0)
                .with(node, Cell.CUT, 0)
                .with(node, Cell.MUTE, 0));
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
        int follows = world.get(node, Cell.FOLLOWS);
        if (features.contains(Feature.START_AS_MASTER) && follows != 0) {
            starts.add(new StartAs.Master());
        }
        for (int other = 0; other < world.nodes() && features.contains(Feature.START_OLD_ROLE); other++) {
            if (other != node && follows != other + 1) {
                starts.add(new StartAs.Following(other));
            }
        }
        return starts;
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
        if (features.contains(Feature.NEW_HISTORY_ON_RESTART)) {
            next = next.isMaster(node) ? next.branched(node, 0) : next.with(node, Cell.HISTORY, 0);
        }
        if (as instanceof StartAs.Empty) {
            next = next.with(node, Cell.RANK, 0).with(node, Cell.BASE, 0).branched(node, 0);
        }
        return settled(next);
    }

    /** Where data can be lost, who would lose some copies in a step of its own. */
    private World settled(World world) {
        return features.contains(Feature.LOST_DATA) ? world.settledWithoutLoss() : world.settled();
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
        if (features.contains(Feature.HANDS) && !world.isMaster(node)) {
            events.add(new Event.Hand(node));
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
        Event.Hand hand = (Event.Hand) mishap;
        return settled(mastered(world, hand.node())).with(Global.HANDED, 1);
    }

    /** Makes a running replica a master. */
    private World mastered(World world, int node) {
        World next = world.pointed(node, 0);
        return features.contains(Feature.NEW_HISTORY_ON_RESTART)
                ? next.branched(node, next.get(node, Cell.HISTORY))
                : next;
    }

    /**
     * Whether a client can write: through the recorded master, while no claim is pending. A write that is acknowledged
     * while one is pending is in a race with the Promote and not promised to survive; no more is one
     * that a second master stands beside, of which the observer does not know, or that a master takes which is cut off
     * from the observer.
     */
    boolean canWrite(World world, GroupRecord record) {
        return features.contains(Feature.WRITES)
                && !(isDividing() && isDivided(world))
                && record.claim() instanceof Claim.None
                && record.master()
                        .map(Names::index)
                        .filter(node -> world.isUp(node) && world.isMaster(node) && world.get(node, Cell.CUT) == 0)
                        .isPresent();
    }

    /** Whether a second master may come up that the observer has no part in, or cannot see. */
    private boolean isDividing() {
        return features.contains(Feature.HANDS)
                || features.contains(Feature.CUTS)
                || features.contains(Feature.MUTE_NODES);
    }

    /** Whether there are two masters, or somebody made a second one that nobody has seen yet. */
    private static boolean isDivided(World world) {
        long masters = IntStream.range(0, world.nodes())
                .filter(node -> world.isUp(node) && world.isMaster(node))
                .count();
        return masters > 1 || world.get(Global.HANDED) == 1;
    }

    World write(World world, int master) {
        int rank = Math.max(world.highest(Cell.RANK), world.get(Global.ACKED)) + 1;
        return settled(
                world.with(master, Cell.RANK, rank).with(master, Cell.BASE, 0).with(Global.ACKED, rank));
    }

    /** Sends a command, after the last look at all whom it concerns that senders owe. */
    World send(World world, GroupRecord record, Action action) {
        if (!holdsOfOthers(world, action)) {
            return suppressed(world, record, action);
        }
        World sent = noted(world, record, action);
        int node = Names.index(action.node());
        if (!action.own().holds(Lookout.outcome(world, node))) {
            return sent;
        }
        if (action instanceof Action.Follow follow) {
            return settled(sent.pointed(node, Names.index(follow.master().node()) + 1));
        }
        if (action instanceof Action.Fence) {
            return sent;
        }
        return settled(world.isMaster(node) ? sent : mastered(sent, node));
    }

    /** Sends a command that never arrives. */
    World lose(World world, GroupRecord record, Action action) {
        return holdsOfOthers(world, action) ? noted(world, record, action) : suppressed(world, record, action);
    }

    private static boolean holdsOfOthers(World world, Action action) {
        return action.others().stream().allMatch(presumption -> holds(world, presumption));
    }

    /** A node that is down may have died after the last look at it, unless it was restarted before that. */
    private static boolean holds(World world, Presumption presumption) {
        int node = Names.index(presumption.node());
        boolean mayHaveJustDied = !world.isUp(node)
                && presumption instanceof Presumption.Living living
                && living.incarnation().equals(Names.PRESENT);
        return mayHaveJustDied || presumption.holds(Lookout.outcome(world, node));
    }

    /** What the observer knows once a command may have left. */
    private static World noted(World world, GroupRecord record, Action action) {
        return isClaimed(record, action) ? world.with(Promotes.JUST_SENT) : world;
    }

    /** What it knows once a command was held back: after a while also that no earlier observer's is on its way. */
    private static World suppressed(World world, GroupRecord record, Action action) {
        return isClaimed(record, action) && world.promotes() == Promotes.UNKNOWN ? world.with(Promotes.NEVER) : world;
    }

    private static boolean isClaimed(GroupRecord record, Action action) {
        return action instanceof Action.Promote && record.claim() instanceof Claim.Pending;
    }

    /** What the observer and the oracles remember of a round of looks under that record. */
    World looked(World world, GroupRecord record, int misses) {
        World done = world.settled().with(Global.HANDED, 0);
        World next = world.promotes() == Promotes.JUST_SENT ? done.with(Promotes.SENT) : done;
        for (int node = 0; node < world.nodes(); node++) {
            int silent = world.isUp(node) && world.get(node, Cell.CUT) == 0
                    ? 0
                    : Math.min(world.get(node, Cell.SILENT) + 1, misses);
            next = next.with(node, Cell.SILENT, silent);
            if (isLinkedToRecorded(world, record, node)) {
                next = next.with(node, Cell.LINKED, Math.min(world.get(node, Cell.LINKED) + 1, 2));
            } else if (world.get(node, Cell.LINKED) < 2 || (world.isUp(node) && !world.isVisible(node))) {
                next = next.with(node, Cell.LINKED, 0);
            }
        }
        return next;
    }

    /** What the observer and the oracles remember of a commit that led from one record to the next. */
    World committed(World world, GroupRecord before, GroupRecord after) {
        World next = world;
        if (!before.claim().equals(after.claim())) {
            next = next.with(after.claim() instanceof Claim.Pending ? Promotes.NEVER : Promotes.UNKNOWN);
        }
        if (!before.reign().equals(after.reign())) {
            for (int node = 0; node < world.nodes(); node++) {
                next = next.with(node, Cell.LINKED, 0).with(node, Cell.PARENT, 0);
            }
        }
        return next;
    }

    /** What is left of that when the observer begins anew: it can no longer tell what it sent, nor what it saw. */
    static World forgotten(World world) {
        World next = world.with(Promotes.UNKNOWN);
        for (int node = 0; node < world.nodes(); node++) {
            next = next.with(node, Cell.LINKED, 0);
        }
        return next;
    }

    private static boolean isLinkedToRecorded(World world, GroupRecord record, int node) {
        return record.master()
                .map(NodeId::value)
                .map(master -> Names.index(NodeId.of(master)))
                .filter(master -> world.isVisible(node) && world.isVisible(master) && world.isLinkedTo(node, master))
                .flatMap(master -> record.member(Names.id(master)))
                .filter(master -> !(master.standing() instanceof Standing.LostData))
                .isPresent();
    }
}
