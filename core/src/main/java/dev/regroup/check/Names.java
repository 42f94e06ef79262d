package dev.regroup.check;

import dev.regroup.model.Address;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import dev.regroup.model.Position;
import java.util.List;
import java.util.stream.IntStream;

/** How the nodes, lives and positions of the explored world are called towards the reducer. */
final class Names {

    /** The present life of a node, or its last one while it is down. */
    static final Incarnation PRESENT = Incarnation.of("present");

    /**
     * Any earlier life of a node; earlier lives need not be told apart, since only the present one is ever compared
     * with.
     */
    static final Incarnation EARLIER = Incarnation.of("earlier");

    /** The earlier life of a node in which the report of it was made that is held. */
    static final Incarnation REPORTED = Incarnation.of("reported");

    /** The earlier life of a node in which it told what is remembered of it. */
    static final Incarnation REMEMBERED = Incarnation.of("remembered");

    private static final int MOST_NODES = 26;

    private static final List<NodeId> IDS = IntStream.range(0, MOST_NODES)
            .mapToObj(node -> NodeId.of(String.valueOf((char) ('a' + node))))
            .toList();

    private static final List<Address> ADDRESSES = IntStream.range(0, MOST_NODES)
            .mapToObj(node -> Address.of("10.0.0." + (node + 1), 6379))
            .toList();

    private static final List<String> HISTORIES = IntStream.rangeClosed(0, World.NEW_HISTORY)
            .mapToObj(history -> "h" + history)
            .toList();

    private Names() {}

    static NodeId id(int node) {
        return IDS.get(node);
    }

    static int index(NodeId id) {
        return id.value().charAt(0) - 'a';
    }

    static Address address(int node) {
        return ADDRESSES.get(node);
    }

    static int index(Address address) {
        return ADDRESSES.indexOf(address);
    }

    static GroupRecord firstRecord(int nodes) {
        List<Member> members = IntStream.range(0, nodes)
                .mapToObj(node -> Member.of(id(node), address(node)))
                .toList();
        return GroupRecord.first(GroupId.of("explored"), members);
    }

    /**
     * A master's position tells which history it continues, and whether anything was written since it became one. A
     * parent that nobody knows tells only that.
     */
    static Position position(World world, int node) {
        int history = world.get(node, World.Cell.HISTORY);
        int rank = world.get(node, World.Cell.RANK);
        if (history == 0 || !world.isMaster(node) || world.isPika()) {
            return position(history, rank);
        }
        Position.Ancestor ancestor =
                new Position.Ancestor(history(world.get(node, World.Cell.PARENT)), world.get(node, World.Cell.BASE));
        return new Position.Known(history(history), List.of((long) rank), List.of(ancestor));
    }

    static Position position(int history, int rank) {
        return history == 0 ? Position.unknown() : Position.of(history(history), rank);
    }

    static String history(int history) {
        return HISTORIES.get(history);
    }

    static int history(Position position) {
        return position instanceof Position.Known known ? number(known.history()) : 0;
    }

    static int number(String history) {
        return Integer.parseInt(history.substring(1));
    }

    static int rank(Position position) {
        return position instanceof Position.Known known ? known.offsets().get(0).intValue() : 0;
    }
}
