package dev.regroup.model;

import io.vavr.collection.TreeMap;
import java.util.List;

/**
 * The volatile part of a group's state: the counters of all nodes that are not at rest. It is rebuilt from fresh looks
 * after a restart. Immutable.
 */
public final class GroupHealth {

    private static final GroupHealth REST = new GroupHealth(TreeMap.empty());

    private final TreeMap<NodeId, NodeHealth> counting;

    private GroupHealth(TreeMap<NodeId, NodeHealth> counting) {
        this.counting = counting;
    }

    /** Returns the health of a group in which nothing is being counted. */
    public static GroupHealth rest() {
        return REST;
    }

    /** Tells whether nothing is being counted. */
    public boolean isAtRest() {
        return counting.isEmpty();
    }

    /** Returns the nodes of which something is being counted, ordered. */
    public List<NodeId> counted() {
        return counting.keySet().toJavaList();
    }

    /** Returns the counters of that node. */
    public NodeHealth of(NodeId node) {
        return counting.isEmpty() ? NodeHealth.rest() : counting.getOrElse(node, NodeHealth.rest());
    }

    /** Returns the same with those counters of that node; the same instance if nothing changes. */
    public GroupHealth with(NodeId node, NodeHealth health) {
        if (of(node).equals(health)) {
            return this;
        }
        TreeMap<NodeId, NodeHealth> next =
                health instanceof NodeHealth.Rest ? counting.remove(node) : counting.put(node, health);
        return next.isEmpty() ? REST : new GroupHealth(next);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GroupHealth that && counting.equals(that.counting);
    }

    @Override
    public int hashCode() {
        return counting.hashCode();
    }

    @Override
    public String toString() {
        return counting.mkString("[", ", ", "]");
    }
}
