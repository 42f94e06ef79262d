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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
        return next.with(node, Cell.UP, 0).with(node, Cell.LINKED, 0).settled();
    }

    List<StartAs> starts(World world, int node) {
        if (world.isUp(node)) {
            return List.of();
        }
        List<StartAs> starts = new ArrayList<>();
        starts.add(new StartAs.LastRole());
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
        if (features.contains(Feature.NEW_HISTORY_ON_RESTART)) {
            next = next.with(node, Cell.HISTORY, next.isMaster(node) ? World.NEW_HISTORY : 0);
        }
        return next.settled();
    }

    /**
     * Whether a client can write: through the recorded master, while no claim is pending. A write that is acknowledged
     * while one is pending is in a race with the Promote and not promised to survive.
     */
    boolean canWrite(World world, GroupRecord record) {
        return features.contains(Feature.WRITES)
                && record.claim() instanceof Claim.None
                && record.master()
                        .map(Names::index)
                        .filter(node -> world.isUp(node) && world.isMaster(node))
                        .isPresent();
    }

    World write(World world, int master) {
        int rank = Math.max(world.highest(Cell.RANK), world.get(Global.ACKED)) + 1;
        return world.with(master, Cell.RANK, rank).with(Global.ACKED, rank).settled();
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
        World next = sent.pointed(
                node,
                action instanceof Action.Follow follow
                        ? Names.index(follow.master().node()) + 1
                        : 0);
        boolean isNewMaster = next.isMaster(node) && !world.isMaster(node);
        if (isNewMaster && features.contains(Feature.NEW_HISTORY_ON_RESTART)) {
            next = next.with(node, Cell.HISTORY, World.NEW_HISTORY);
        }
        return next.settled();
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
        World next = world.promotes() == Promotes.JUST_SENT ? world.with(Promotes.SENT) : world;
        for (int node = 0; node < world.nodes(); node++) {
            int silent = world.isUp(node) ? 0 : Math.min(world.get(node, Cell.SILENT) + 1, misses);
            next = next.with(node, Cell.SILENT, silent);
            if (isLinkedToRecorded(world, record, node)) {
                next = next.with(node, Cell.LINKED, Math.min(world.get(node, Cell.LINKED) + 1, 2));
            } else if (world.get(node, Cell.LINKED) < 2) {
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
                next = next.with(node, Cell.LINKED, 0);
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
                .filter(master -> world.isLinkedTo(node, Names.index(NodeId.of(master))))
                .isPresent();
    }
}
