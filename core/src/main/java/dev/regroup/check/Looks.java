package dev.regroup.check;

import dev.regroup.model.Incarnation;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Outcome;
import dev.regroup.model.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the observer has of its looks, beside the record. Immutable.
 *
 * @param held what the next round of looks will have of one node
 * @param told what each node told last, by its index; empty if nothing is ever remembered
 */
record Looks(Held held, List<Optional<NodeInfo>> told) {

    static final Looks NONE = new Looks(new Held.Nothing(), List.of());

    /** Returns those of an observer that remembers what it is told, and begins now. */
    static Looks none(int nodes) {
        return new Looks(new Held.Nothing(), Collections.nCopies(nodes, Optional.empty()));
    }

    Looks with(Held other) {
        return new Looks(other, told);
    }

    /** Returns what that node told last, if it is remembered. */
    Optional<NodeInfo> told(int node) {
        return node < told.size() ? told.get(node) : Optional.empty();
    }

    /** Whether that is of that life. */
    boolean isToldIn(int node, Incarnation life) {
        return told(node).filter(info -> info.incarnation().equals(life)).isPresent();
    }

    /** Returns the same once the report that is held is outdated by a command: it is not looked at, but remembered. */
    Looks outdated() {
        List<Optional<NodeInfo>> next = new ArrayList<>(told);
        if (!told.isEmpty()
                && held instanceof Held.Early early
                && early.outcome() instanceof Outcome.Answered answered) {
            next.set(early.node(), Optional.of(answered.info()));
        }
        return new Looks(new Held.Nothing(), List.copyOf(next));
    }

    /** Returns what is remembered after a round of looks at that world. */
    Looks after(World world) {
        List<Optional<NodeInfo>> next = new ArrayList<>();
        for (int node = 0; node < world.nodes(); node++) {
            int index = node;
            next.add(seen(world, node).or(() -> told(index)));
        }
        return new Looks(new Held.Nothing(), List.copyOf(next));
    }

    private Optional<NodeInfo> seen(World world, int node) {
        if (node != held.node()) {
            return info(Lookout.outcome(world, node));
        }
        return held instanceof Held.Early early ? info(early.outcome()) : Optional.empty();
    }

    private static Optional<NodeInfo> info(Outcome outcome) {
        return outcome instanceof Outcome.Answered answered ? Optional.of(answered.info()) : Optional.empty();
    }

    /** Returns the same with another name for a life of that node in what it told. */
    Looks renamed(int node, UnaryOperator<Incarnation> change) {
        if (told(node).isEmpty()) {
            return this;
        }
        List<Optional<NodeInfo>> next = new ArrayList<>(told);
        next.set(node, told(node).map(info -> with(info, change.apply(info.incarnation()), info.position())));
        return new Looks(held, List.copyOf(next));
    }

    /** Returns the same with other positions, wherever there is one. */
    Looks mapPositions(UnaryOperator<Position> change) {
        List<Optional<NodeInfo>> next = told.stream()
                .map(one -> one.map(info -> with(info, info.incarnation(), change.apply(info.position()))))
                .toList();
        return new Looks(held.mapPosition(change), next);
    }

    /** Returns the same in which every node has another name. */
    Looks named(Permutation permutation) {
        List<Optional<NodeInfo>> next = new ArrayList<>(told);
        for (int node = 0; node < told.size(); node++) {
            next.set(permutation.of(node), told.get(node).map(permutation::of));
        }
        return new Looks(held.named(permutation), List.copyOf(next));
    }

    /** Returns the same report, of that life and with that position. */
    static NodeInfo with(NodeInfo info, Incarnation life, Position position) {
        return NodeInfo.of(life, info.role(), position)
                .withContents(info.contents())
                .withPersistence(info.persistence())
                .withEligibility(info.eligibility())
                .withAttached(info.attached());
    }
}
