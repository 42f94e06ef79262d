package dev.regroup.examples.orders;

import dev.regroup.examples.orders.Event.Kind;
import dev.regroup.model.InvalidConfiguration;
import dev.regroup.model.NodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A legal order of stops and starts: every node of some non-empty set stops once and later starts once. Immutable.
 *
 * @param events in their order
 */
record Order(List<Event> events) {

    /** Copies the list. */
    Order {
        events = List.copyOf(events);
    }

    /** Returns the names of that many nodes: a, b, c, … */
    static List<NodeId> nodes(int count) {
        return Stream.iterate('a', name -> (char) (name + 1))
                .limit(count)
                .map(name -> NodeId.of(String.valueOf(name)))
                .toList();
    }

    /** Returns every legal order for that many nodes, short ones first, then by name. */
    static List<Order> all(int nodes) {
        List<Order> orders = new ArrayList<>();
        extend(List.of(), nodes(nodes), orders);
        orders.sort(Comparator.comparing((Order order) -> order.events().size()).thenComparing(Order::name));
        return List.copyOf(orders);
    }

    /**
     * Returns the legal order of that name.
     *
     * @throws InvalidConfiguration if there is none among that many nodes
     */
    static Order parse(String name, int nodes) {
        return all(nodes).stream()
                .filter(order -> order.name().equals(name))
                .findFirst()
                .orElseThrow(() -> InvalidConfiguration.of("'" + name + "' is no order of " + nodes
                        + " nodes: each node that stops (-a) starts later (+a), once, as in -a-b+a+b"));
    }

    /** Returns the events one after the other: {@code -a-b+a+b}. */
    String name() {
        return events.stream().map(Event::toString).collect(Collectors.joining());
    }

    private static void extend(List<Event> soFar, List<NodeId> nodes, List<Order> orders) {
        if (!soFar.isEmpty() && nodes.stream().noneMatch(node -> isDown(node, soFar))) {
            orders.add(new Order(soFar));
        }
        for (NodeId node : nodes) {
            if (!soFar.contains(new Event(Kind.STOP, node))) {
                extend(with(soFar, new Event(Kind.STOP, node)), nodes, orders);
            } else if (isDown(node, soFar)) {
                extend(with(soFar, new Event(Kind.START, node)), nodes, orders);
            }
        }
    }

    private static boolean isDown(NodeId node, List<Event> soFar) {
        return soFar.contains(new Event(Kind.STOP, node)) && !soFar.contains(new Event(Kind.START, node));
    }

    private static List<Event> with(List<Event> events, Event next) {
        return Stream.concat(events.stream(), Stream.of(next)).toList();
    }
}
