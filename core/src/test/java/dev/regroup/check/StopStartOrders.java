package dev.regroup.check;

import java.util.ArrayList;
import java.util.List;

/** All legal orders in which each node of a non-empty set stops once and starts once. */
final class StopStartOrders {

    private StopStartOrders() {}

    /** One step of an order: a positive number starts that node, a negative one stops it; nodes count from 1. */
    static List<List<Integer>> of(int nodes) {
        List<List<Integer>> orders = new ArrayList<>();
        extend(new ArrayList<>(), nodes, orders);
        return orders;
    }

    private static void extend(List<Integer> prefix, int nodes, List<List<Integer>> orders) {
        boolean isComplete =
                !prefix.isEmpty() && prefix.stream().mapToInt(i -> i).sum() == 0;
        if (isComplete) {
            orders.add(List.copyOf(prefix));
        }
        for (int node = 1; node <= nodes; node++) {
            boolean stopped = prefix.contains(-node);
            boolean started = prefix.contains(node);
            if (!stopped || !started) {
                prefix.add(stopped ? node : -node);
                extend(prefix, nodes, orders);
                prefix.remove(prefix.size() - 1);
            }
        }
    }
}
