package dev.regroup.reduce;

import dev.regroup.model.GroupRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Position;
import io.vavr.collection.Vector;
import java.util.Optional;
import java.util.function.Function;

/**
 * A position and what members show to be part of it: each is continued by one of the others. A server tells one history
 * before its own (replid2, redis 7.0.15), so that what lies further back only others can show.
 *
 * @param parts that position first
 */
record Lineage(Vector<Position> parts) {

    /** Returns the one that can be told from what is seen. */
    static Lineage of(Position whole, GroupRecord record, Sights sights) {
        return of(whole, record, sights::info);
    }

    /** Returns the one that can be told from what members tell or, where they are not seen, told last. */
    static Lineage ofLastTold(Position whole, GroupRecord record, Sights sights) {
        return of(whole, record, node -> sights.info(node).or(() -> sights.lastGood(node)));
    }

    private static Lineage of(Position whole, GroupRecord record, Function<NodeId, Optional<NodeInfo>> infos) {
        Vector<Position> told = Vector.ofAll(record.members())
                .flatMap(member -> infos.apply(member.id()).stream().toList())
                .map(NodeInfo::position);
        Vector<Position> parts = Vector.of(whole);
        for (int next = 0; next < parts.size(); next++) {
            Position of = parts.get(next);
            Vector<Position> left = told;
            told = left.reject(position -> isCovered(position, of));
            parts = parts.appendAll(left.filter(position -> isCovered(position, of)));
        }
        return new Lineage(parts);
    }

    /** Whether all that leads to that position is in it. */
    boolean has(Position position) {
        return parts.exists(part -> isCovered(position, part));
    }

    /** Whether whoever is at the second position has all that leads to the first. */
    static boolean isCovered(Position position, Position by) {
        Position.Comparison comparison = position.compare(by);
        return comparison == Position.Comparison.EQUAL || comparison == Position.Comparison.BEHIND;
    }
}
