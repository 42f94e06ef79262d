package dev.regroup.check;

import dev.regroup.check.World.Cell;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Gives all moments that differ only in which node has which name one form, so that only one of them is explored: no fault
 * prefers a node for its name. The reducer does, where it has to choose among equals; what it makes of the names turned
 * round is explored as well. Confined to one exploration.
 *
 * <p>Nodes are put in order by what does not depend on names. Among those that are alike every order is tried, and the one
 * that was numbered first is taken.
 */
final class Symmetry {

    /**
     * What says nothing of names, beside whom a node follows; ranks are numbered by their order alone. What is left out makes
     * more nodes alike, and costs no more than that.
     */
    private static final Cell[] NAMELESS = {
        Cell.UP, Cell.RANK, Cell.SILENT, Cell.LINKED, Cell.BASE, Cell.CUT, Cell.MUTE, Cell.LAG, Cell.REFUSED, Cell.FULL
    };

    private final Book book;

    /** By the order of the nodes, read as the digits of a number. */
    private final Map<Integer, Permutation> permutations = new HashMap<>();

    Symmetry(Book book) {
        this.book = book;
    }

    /** Returns the form of a moment whose ranks and histories are numbered, which may be itself. */
    Moment of(Moment moment) {
        int[] order = sorted(moment.world());
        return first(moment, order, 0);
    }

    /**
     * Returns the same under as many orders of the names as there are nodes, each of which is the first once, and the last: whoever
     * chooses the first of some that are alike, or the last, chooses each of them under one. Two choices at once that do not
     * depend on each other would need more; all orders are compared with these in SymmetryTest.
     */
    List<Moment> turned(Moment moment) {
        int nodes = moment.world().nodes();
        return IntStream.range(0, nodes)
                .mapToObj(first -> named(
                        moment,
                        IntStream.range(0, nodes)
                                .map(place -> (first + place) % nodes)
                                .toArray()))
                .toList();
    }

    /** Returns the first of all forms in which those before that place stay where they are, and others change with equals. */
    private Moment first(Moment moment, int[] order, int place) {
        if (place >= order.length - 1) {
            return named(moment, order);
        }
        Moment first = first(moment, order, place + 1);
        for (int other = place + 1; other < order.length && isAlike(moment.world(), order, place, other); other++) {
            Moment next = first(moment, exchanged(order, place, other), place + 1);
            first = isBefore(next, first) ? next : first;
        }
        return first;
    }

    private static boolean isAlike(World world, int[] order, int one, int other) {
        return compare(world, order[one], order[other]) == 0;
    }

    private static int[] exchanged(int[] order, int one, int other) {
        int[] next = order.clone();
        next[one] = order[other];
        next[other] = order[one];
        return next;
    }

    /** Whether it was numbered before the other, piece by piece. */
    private boolean isBefore(Moment moment, Moment other) {
        int byWorld = Integer.compare(book.number(moment.world()), book.number(other.world()));
        int byState = byWorld != 0 ? byWorld : Integer.compare(moment.state(), other.state());
        int byDecided = byState != 0 ? byState : Integer.compare(moment.decided(), other.decided());
        int byActions = byDecided != 0 ? byDecided : Integer.compare(moment.actions(), other.actions());
        return (byActions != 0 ? byActions : Integer.compare(moment.looks(), other.looks())) < 0;
    }

    /** Returns the same in which the nodes have names in that order. */
    Moment named(Moment moment, int[] order) {
        int digits = 0;
        boolean isSame = true;
        for (int place = 0; place < order.length; place++) {
            digits = digits * 10 + order[place];
            isSame &= order[place] == place;
        }
        if (isSame) {
            return moment;
        }
        Moment named = book.named(moment, permutations.computeIfAbsent(digits, d -> Permutation.inOrder(order)));
        return book.renumbered(named, named.world());
    }

    private static int[] sorted(World world) {
        int[] order = new int[world.nodes()];
        for (int node = 0; node < order.length; node++) {
            int place = node;
            while (place > 0 && compare(world, order[place - 1], node) < 0) {
                order[place] = order[place - 1];
                place--;
            }
            order[place] = node;
        }
        return order;
    }

    private static int compare(World world, int one, int other) {
        int compared = Integer.compare(kind(world, one), kind(world, other));
        for (int index = 0; index < NAMELESS.length && compared == 0; index++) {
            compared = Integer.compare(world.get(one, NAMELESS[index]), world.get(other, NAMELESS[index]));
        }
        return compared;
    }

    /** Whether it is a master, or follows somebody else of the group. */
    private static int kind(World world, int node) {
        int follows = world.get(node, Cell.FOLLOWS);
        boolean isOfGroup = follows != node + 1 && follows <= world.nodes();
        return follows == 0 ? 2 : isOfGroup ? 1 : 0;
    }
}
