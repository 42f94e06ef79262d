package dev.regroup.reduce;

import dev.regroup.model.Member;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Standing;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.Comparator;
import java.util.List;

/** Who comes first among candidates: the data decides, then the operator's wishes, then the name. */
final class Preference {

    private final Policy policy;
    private final Sights sights;

    Preference(Policy policy, Sights sights) {
        this.policy = policy;
        this.sights = sights;
    }

    /**
     * Returns the candidates, the best first: each time the one that no other of those left is ahead of by more than the tie
     * window, and that is preferred among such. Positions are only partly ordered, and contradictory reports may even make a
     * circle of them, in which nobody has a place.
     */
    Vector<NodeId> ranking(List<MemberRecord> candidates) {
        Vector<MemberRecord> sorted = Vector.ofAll(candidates).sorted(wishes());
        Vector<Place> left = sorted.map(member -> new Place(member, sorted.count(other -> isAhead(other, member))));
        Vector<NodeId> ranking = Vector.empty();
        Option<Place> next = unsurpassed(left);
        while (next.isDefined()) {
            Place best = next.get();
            left = left.remove(best).map(place -> isAhead(best.member(), place.member()) ? place.withoutOne() : place);
            ranking = ranking.append(best.member().id());
            next = unsurpassed(left);
        }
        return ranking;
    }

    private static Option<Place> unsurpassed(Vector<Place> left) {
        return left.find(place -> place.ahead() == 0);
    }

    /** A candidate, and how many of those left are ahead of it. */
    private record Place(MemberRecord member, int ahead) {

        Place withoutOne() {
            return new Place(member, ahead - 1);
        }
    }

    /**
     * Whether its position says something about the others: the numbers of a Pika that followed somebody else last, or
     * nobody, or were ahead of the reign are those of other data under the same name (pika v4.0.1).
     */
    private boolean tells(MemberRecord member) {
        return member.standing() instanceof Standing.InSync
                || (member.standing() instanceof Standing.OutOfSync && !Copies.owesAll(member))
                || sights.info(member.id()).filter(ToldLag::concerns).isEmpty();
    }

    private boolean isAhead(MemberRecord ahead, MemberRecord behind) {
        Position more = position(ahead.id());
        Position less = position(behind.id());
        boolean hasMore =
                more.compare(less) == Position.Comparison.AHEAD && Lag.isBeyond(policy.tieWindow(), less, more);
        return tells(ahead) && (hasMore || isAheadInOneStream(ahead, behind));
    }

    /** Of replicas that are in sync with one master and name no history the offsets tell who received more. */
    private boolean isAheadInOneStream(MemberRecord ahead, MemberRecord behind) {
        boolean areInSync = ahead.standing() instanceof Standing.InSync && behind.standing() instanceof Standing.InSync;
        return areInSync
                && sights.info(behind.id())
                        .flatMap(less -> sights.info(ahead.id())
                                .filter(more -> Lag.isInStreamBeyond(policy.tieWindow(), less, more)))
                        .isPresent();
    }

    private Position position(NodeId node) {
        return sights.info(node).map(NodeInfo::position).orElseGet(Position::unknown);
    }

    private Comparator<MemberRecord> wishes() {
        return Comparator.comparing(MemberRecord::member, memberWishes()).thenComparing(MemberRecord::id);
    }

    private Comparator<Member> memberWishes() {
        String preferred = policy.dataCentre();
        return Comparator.<Member, Integer>comparing(
                        member -> preferred.isEmpty() || member.dataCentre().equals(preferred) ? 0 : 1)
                .thenComparing(Member::promotion)
                .thenComparing(Member::priority);
    }
}
