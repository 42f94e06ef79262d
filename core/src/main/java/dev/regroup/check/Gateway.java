package dev.regroup.check;

import dev.regroup.check.World.Cell;
import dev.regroup.check.World.Global;
import dev.regroup.check.World.Promotes;
import dev.regroup.model.Action;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Presumption;
import java.util.List;

/** What becomes of commands between the observer and the nodes of the explored world. Immutable. */
final class Gateway {

    private final Environment environment;
    private final int misses;

    Gateway(Environment environment, int misses) {
        this.environment = environment;
        this.misses = misses;
    }

    /** Sends a command, after the last look at all whom it concerns that senders owe. */
    World send(World world, GroupRecord record, Action action) {
        if (!holdsOfOthers(world, action)) {
            return suppressed(world, record, action);
        }
        World sent = noted(world, record, action);
        boolean arrives = !(action instanceof Action.Fence) && holdsOfOwn(world, action);
        if (!arrives) {
            return sent;
        }
        return Environment.refuses(world, Order.of(action)) ? refuse(world, record, action) : obeyed(sent, action);
    }

    private World obeyed(World world, Action action) {
        Order order = Order.of(action);
        boolean isForced = world.isPika()
                && action instanceof Action.Follow follow
                && follow.copy() == Action.Copy.FULL
                && world.get(order.node(), Cell.FOLLOWS) != order.follows();
        return environment.obeyed(world, order, isForced);
    }

    /** Sends a command that never arrives. */
    static World lose(World world, GroupRecord record, Action action) {
        return holdsOfOthers(world, action) ? noted(world, record, action) : suppressed(world, record, action);
    }

    /** Whether that command would leave now and find its node as presumed. */
    static boolean wouldArrive(World world, Action action) {
        return holdsOfOthers(world, action) && holdsOfOwn(world, action);
    }

    /** Sends a command that stays on its way. */
    static World delay(World world, GroupRecord record, Action action) {
        return noted(world, record, action).with(Global.LATE, Order.of(action).code(world.nodes()));
    }

    /** Leaves on their way what a former leader may have been about to send. */
    static World leftBehind(World world, List<Action> actions) {
        World next = world;
        for (Action action : actions) {
            boolean isSent = !(action instanceof Action.Fence) && wouldArrive(world, action);
            next = isSent ? Order.of(action).former(next) : next;
        }
        return next;
    }

    /**
     * Sends a command that its node refuses. One that refuses to become master is not trusted to become one any more; how
     * often one refuses to follow is remembered as often as it matters.
     */
    World refuse(World world, GroupRecord record, Action action) {
        int node = Names.index(action.node());
        if (action instanceof Action.Follow) {
            int times = Math.min(world.refusals(node) + 1, misses);
            return world.with(node, Cell.REFUSED, 2 * times - 1);
        }
        return isClaimed(record, action) ? world.with(Promotes.REFUSED).with(node, Cell.LINKED, 0) : world;
    }

    private static boolean holdsOfOwn(World world, Action action) {
        return action.own().holds(Lookout.outcome(world, Names.index(action.node())));
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
        World next = action instanceof Action.Follow ? world.with(Names.index(action.node()), Cell.REFUSED, 0) : world;
        return isClaimed(record, action) ? next.with(Promotes.JUST_SENT) : next;
    }

    /** What it knows once a command was held back: after a while also that no earlier observer's is on its way. */
    private static World suppressed(World world, GroupRecord record, Action action) {
        return isClaimed(record, action) && world.promotes() == Promotes.UNKNOWN ? world.with(Promotes.NEVER) : world;
    }

    private static boolean isClaimed(GroupRecord record, Action action) {
        return action instanceof Action.Promote && record.claim() instanceof Claim.Pending;
    }
}
