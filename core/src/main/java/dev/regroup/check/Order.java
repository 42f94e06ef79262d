package dev.regroup.check;

import dev.regroup.check.World.Cell;
import dev.regroup.check.World.Global;
import dev.regroup.model.Action;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a command makes of a node: all that is left of it once it has been sent. Immutable.
 *
 * @param node who is told
 * @param follows whom to follow: 0 nobody, else the index of the node plus 1
 */
record Order(int node, int follows) {

    /** The code for no order. */
    static final int NONE = 0;

    static Order of(Action action) {
        int follows = action instanceof Action.Follow follow
                ? Names.index(follow.master().node()) + 1
                : 0;
        return new Order(Names.index(action.node()), follows);
    }

    /** Returns the one that is still on its way, if any. */
    static Optional<Order> late(World world) {
        int code = world.get(Global.LATE) - 1;
        int width = world.nodes() + 1;
        return code < 0 ? Optional.empty() : Optional.of(new Order(code / width, code % width));
    }

    /** Returns all that are still on their way: that one, and those of a former leader. */
    static Set<Order> allLate(World world) {
        Set<Order> orders = new LinkedHashSet<>();
        late(world).ifPresent(orders::add);
        for (int node = 0; node < world.nodes(); node++) {
            int former = world.get(node, Cell.FORMER);
            if (former > 0) {
                orders.add(new Order(node, former - 1));
            }
        }
        return orders;
    }

    /** Returns the world without it, once it has arrived. */
    World arrived(World world) {
        return late(world).filter(this::equals).isPresent()
                ? world.with(Global.LATE, NONE)
                : world.with(node, Cell.FORMER, 0);
    }

    /** Returns the world with it on its way from a leader that no longer leads; one at a time to a node. */
    World former(World world) {
        return world.get(node, Cell.FORMER) == 0 ? world.with(node, Cell.FORMER, follows + 1) : world;
    }

    /** Returns a number for it in a group of so many nodes, other than {@link #NONE}. */
    int code(int nodes) {
        return 1 + node * (nodes + 1) + follows;
    }

    @Override
    public String toString() {
        return follows == 0 ? "promote " + Names.id(node) : "follow " + Names.id(node) + " " + Names.id(follows - 1);
    }
}
