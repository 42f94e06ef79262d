package dev.regroup.check;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The nodes of the explored world and what its oracles remember, in a few bytes. Data is a dense rank: a node with a
 * higher rank has every write of one with a lower rank, since writes are taken in one order by one master after the
 * other. Immutable.
 */
final class World {

    /** What is held for each node. */
    enum Cell {
        /** 1 if its process runs. */
        UP(0),
        /** Whom it follows: 0 nobody, else the index of the node plus 1; kept across a restart. */
        FOLLOWS(1),
        /** How much data it has. */
        RANK(2),
        /** The name of its data's history, or 0 if it cannot tell. */
        HISTORY(3),
        /** In how many rounds in a row it was not seen, up to a bound. */
        SILENT(4),
        /**
         * In how many rounds in a row it was seen linked to the recorded master, up to 2; kept until it stops or
         * changes roles.
         */
        LINKED(5),
        /** Of a master that was promoted and is not recorded yet: the name of the history that its own continues. */
        PARENT(6),
        /** Of a master: how much data it had when it became one, or 0 if that no longer matters. */
        BASE(7),
        /** 1 if the observer cannot reach it. */
        CUT(8),
        /** 1 if it answers without telling anything. */
        MUTE(9),
        /** 1 if it does not keep up with its master. */
        LAG(10),
        /**
         * How often in a row it refused to follow the recorded master in its present life, up to a bound: twice that,
         * and one less in the first round after the last time.
         */
        REFUSED(11),
        /** Of a Pika: what became of the last order to copy everything, an index into {@link Full}. */
        FULL(12),
        /** A command of a former leader that may still take effect: 0 none, else 1 more than {@link Order#follows}. */
        FORMER(13);

        private final int index;

        Cell(int index) {
            this.index = index;
        }
    }

    /** What is held once. */
    enum Global {
        /** The rank of the last acknowledged write. */
        ACKED(0),
        /** What the observer knows of Promote commands under the pending claim, an index into {@link Promotes}. */
        PROMOTES(1),
        /** 1 if a start of a node may lose data, and the nodes say so. */
        VOLATILE(2),
        /** 1 if somebody else has made a replica master since the last round. */
        HANDED(3),
        /** A command that was sent and may still take effect, the code of an {@link Order}, or none. */
        LATE(4),
        /** 1 while there is no failover because there was one. */
        COOLING(5),
        /** 1 if a link stays up as long as both ends of it run, whatever becomes of the chain that it is part of. */
        LINGERING(6),
        /** 1 if the nodes are Pikas. */
        PIKA(7);

        private final int index;

        Global(int index) {
            this.index = index;
        }
    }

    /** What the observer knows of Promote commands under the pending claim. */
    enum Promotes {
        /** Nothing, or no claim is pending. */
        UNKNOWN,
        /** It has sent none. */
        NEVER,
        /** It may have sent one since its last look. */
        JUST_SENT,
        /** It may have sent one before its last look. */
        SENT,
        /** One was refused. */
        REFUSED;

        private static final List<Promotes> ALL = List.of(values());
    }

    /** The rank of data of which no write is the group's: of another instance. No write has it. */
    static final int ALIEN = 1;

    /** The lowest rank of the group's own data. */
    private static final int FIRST = 3;

    /** A history that nobody has had before; it is numbered like all others once the step is over. */
    static final int NEW_HISTORY = 100;

    /** The index of a node that is not of the group: far above those of members, and still a letter. */
    static final int STRANGER = 25;

    private static final int CELLS = Cell.values().length;

    private final byte[] bytes;

    /** Computed when first asked for. */
    private int hash;

    private World(byte[] bytes) {
        this.bytes = bytes;
    }

    /** All nodes up with the same data; the first is master, the others follow it. */
    static World start(int nodes) {
        World world = new World(new byte[nodes * CELLS + Global.values().length]);
        for (int node = 0; node < nodes; node++) {
            world = world.with(node, Cell.UP, 1)
                    .with(node, Cell.FOLLOWS, node == 0 ? 0 : 1)
                    .with(node, Cell.RANK, FIRST)
                    .with(node, Cell.HISTORY, 1)
                    .with(node, Cell.BASE, node == 0 ? FIRST : 0);
        }
        return world.with(Global.ACKED, FIRST);
    }

    int nodes() {
        return (bytes.length - Global.values().length) / CELLS;
    }

    int get(int node, Cell cell) {
        return bytes[node * CELLS + cell.index];
    }

    int get(Global global) {
        return bytes[nodes() * CELLS + global.index];
    }

    Promotes promotes() {
        return Promotes.ALL.get(get(Global.PROMOTES));
    }

    World with(int node, Cell cell, int value) {
        return withByte(node * CELLS + cell.index, value);
    }

    World with(Global global, int value) {
        return withByte(nodes() * CELLS + global.index, value);
    }

    World with(Promotes promotes) {
        return with(Global.PROMOTES, Promotes.ALL.indexOf(promotes));
    }

    boolean isUp(int node) {
        return get(node, Cell.UP) == 1;
    }

    boolean isMaster(int node) {
        return get(node, Cell.FOLLOWS) == 0;
    }

    /** Returns the running master at the end of the chain that begins at this running node, or -1. */
    int root(int node) {
        int at = node;
        for (int steps = 0; steps <= nodes(); steps++) {
            if (at >= nodes() || !isUp(at)) {
                return -1;
            }
            if (isMaster(at)) {
                return at;
            }
            at = get(at, Cell.FOLLOWS) - 1;
        }
        return -1;
    }

    boolean isLinked(int node) {
        int upstream = get(node, Cell.FOLLOWS) - 1;
        return root(node) >= 0
                ? !isMaster(node) && !isCopying(node) && !isStuck(node)
                : upstream >= 0 && isAttached(node, upstream);
    }

    /** Whether that upstream lists the node among those that follow it. */
    boolean isAttached(int node, int upstream) {
        return get(Global.LINGERING) == 1
                ? get(node, Cell.FOLLOWS) == upstream + 1
                        && node != upstream
                        && upstream < nodes()
                        && isUp(node)
                        && isUp(upstream)
                        && !isCopying(node)
                        && !isStuck(node)
                : isLinkedTo(node, upstream);
    }

    /** Whether it is about to copy the data of somebody who has less; a Pika, of whom it was told to. */
    boolean isCopying(int node) {
        int root = root(node);
        return root >= 0 && root != node && (isPika() ? isToCopy(node) : get(node, Cell.RANK) > get(root, Cell.RANK));
    }

    boolean isPika() {
        return get(Global.PIKA) == 1;
    }

    Full full(int node) {
        return Full.ALL.get(get(node, Cell.FULL));
    }

    /** Whether a Pika is about to copy everything. */
    boolean isToCopy(int node) {
        return full(node) == Full.PENDING || full(node) == Full.SEEN;
    }

    World with(int node, Full full) {
        return with(node, Cell.FULL, Full.ALL.indexOf(full));
    }

    /**
     * Whether its link has given up: a Pika that is ahead of its master, or has another history, neither goes on nor copies
     * everything by itself.
     */
    boolean isStuck(int node) {
        int root = root(node);
        return isPika()
                && root >= 0
                && root != node
                && !isToCopy(node)
                && (get(node, Cell.RANK) > get(root, Cell.RANK) || isForeign(node, root));
    }

    /** Whether both know their history, and it is not the same. */
    private boolean isForeign(int node, int root) {
        int history = get(node, Cell.HISTORY);
        return history != 0 && get(root, Cell.HISTORY) != 0 && get(root, Cell.HISTORY) != history;
    }

    /** Whether somebody is attached to that node, or copies from it: a Pika refuses to follow anybody as long. */
    boolean isHeld(int node) {
        for (int other = 0; other < nodes(); other++) {
            boolean isBelow = other != node && isUp(other) && get(other, Cell.FOLLOWS) == node + 1;
            if (isBelow && isUp(node) && !isStuck(other)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the node runs and follows that master directly over a live link. */
    boolean isLinkedTo(int node, int master) {
        return get(node, Cell.FOLLOWS) == master + 1 && root(node) == master && !isCopying(node) && !isStuck(node);
    }

    /** Whether the observer can look at it and learn something. */
    boolean isVisible(int node) {
        return isUp(node) && get(node, Cell.CUT) == 0 && get(node, Cell.MUTE) == 0;
    }

    /** Returns how often in a row that node refused to follow the recorded master. */
    int refusals(int node) {
        return (get(node, Cell.REFUSED) + 1) / 2;
    }

    /** Whether it did so since the last round. */
    boolean hasJustRefused(int node) {
        return get(node, Cell.REFUSED) % 2 == 1;
    }

    /** Changes whom a node follows; the evidence of its data begins anew. */
    World pointed(int node, int follows) {
        return get(node, Cell.FOLLOWS) == follows
                ? this
                : with(node, Cell.FOLLOWS, follows)
                        .with(node, Cell.LINKED, 0)
                        .with(node, Cell.LAG, 0)
                        .with(node, Cell.PARENT, 0)
                        .with(node, isToCopy(node) ? Full.BROKEN : full(node))
                        .with(node, Cell.BASE, follows == 0 ? get(node, Cell.RANK) : 0);
    }

    /** Begins a new history where a node's data is, which continues that other one. */
    World branched(int node, int parent) {
        return with(node, Cell.HISTORY, NEW_HISTORY).with(node, Cell.PARENT, parent);
    }

    /** Lets data flow: every linked node has what the master at the end of its chain has, for better or worse. A node that
     * copies another history, or loses data, has to be seen linked anew. */
    World settled() {
        World next = this;
        for (int node = 0; node < nodes(); node++) {
            next = next.copied(node);
        }
        return next;
    }

    /** Lets data flow to those that lose nothing by it. */
    World settledWithoutLoss() {
        World next = this;
        for (int node = 0; node < nodes(); node++) {
            next = isCopying(node) ? next : next.copied(node);
        }
        return next;
    }

    /** Lets data flow to that node, if it runs and follows somebody who does. */
    World copied(int node) {
        boolean isFed = root(node) >= 0 && get(node, Cell.LAG) == 0 && !isStuck(node);
        int root = isFed ? root(node) : node;
        boolean changes =
                get(root, Cell.RANK) < get(node, Cell.RANK) || get(root, Cell.HISTORY) != get(node, Cell.HISTORY);
        World next = this.with(node, Cell.RANK, get(root, Cell.RANK)).with(node, Cell.HISTORY, get(root, Cell.HISTORY));
        World done = isCopying(node) ? next.with(node, full(node) == Full.PENDING ? Full.UNSEEN : Full.NONE) : next;
        return changes ? done.with(node, Cell.LINKED, 0) : done;
    }

    /** Notes whose complete copy has broken off, since its master is gone. */
    World broken() {
        World next = this;
        for (int node = 0; node < nodes() && isPika(); node++) {
            boolean isBroken = isToCopy(node) && (root(node) < 0 || !isUp(node));
            next = isBroken ? next.with(node, Full.BROKEN) : next;
        }
        return next;
    }

    /** Whether any node, running or not, has every acknowledged write. */
    boolean isAckedAnywhere() {
        return highest(Cell.RANK) >= get(Global.ACKED);
    }

    int highest(Cell cell) {
        int highest = 0;
        for (int node = 0; node < nodes(); node++) {
            highest = Math.max(highest, get(node, cell));
        }
        return highest;
    }

    /** Returns the same with other numbers for ranks and histories. */
    World renumbered(IntUnaryOperator rank, IntUnaryOperator history) {
        byte[] next = bytes.clone();
        for (int first = 0; first < nodes() * CELLS; first += CELLS) {
            change(next, first + Cell.RANK.index, rank);
            change(next, first + Cell.BASE.index, rank);
            change(next, first + Cell.HISTORY.index, history);
            change(next, first + Cell.PARENT.index, history);
        }
        change(next, nodes() * CELLS + Global.ACKED.index, rank);
        return new World(next);
    }

    /** Returns the same in which each node has another index, {@code to} of its own. */
    World moved(IntUnaryOperator to) {
        byte[] next = bytes.clone();
        for (int node = 0; node < nodes(); node++) {
            int first = to.applyAsInt(node) * CELLS;
            System.arraycopy(bytes, node * CELLS, next, first, CELLS);
            next[first + Cell.FOLLOWS.index] = (byte) pointer(get(node, Cell.FOLLOWS), to);
            int former = get(node, Cell.FORMER);
            next[first + Cell.FORMER.index] = (byte) (former == 0 ? 0 : 1 + pointer(former - 1, to));
        }
        int late = Order.late(this)
                .map(order -> new Order(to.applyAsInt(order.node()), pointer(order.follows(), to)).code(nodes()))
                .orElse(Order.NONE);
        return new World(next).with(Global.LATE, late);
    }

    /** Nobody, and nodes that are not of the group, stay what they are. */
    private int pointer(int follows, IntUnaryOperator to) {
        return follows == 0 || follows > nodes() ? follows : to.applyAsInt(follows - 1) + 1;
    }

    private static void change(byte[] bytes, int index, IntUnaryOperator number) {
        bytes[index] = (byte) number.applyAsInt(bytes[index]);
    }

    private World withByte(int index, int value) {
        if (bytes[index] == value) {
            return this;
        }
        byte[] next = bytes.clone();
        next[index] = (byte) value;
        return new World(next);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof World that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            int mixed = 0;
            for (byte value : bytes) {
                mixed = (mixed ^ value) * 0x9E3779B1;
                mixed ^= mixed >>> 15;
            }
            hash = mixed;
        }
        return hash;
    }
}
