package dev.regroup.reduce;

import dev.regroup.model.Member;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Role;
import dev.regroup.model.Standing;
import io.vavr.collection.Vector;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Who comes first among candidates: the data decides, then the operator's wishes, then the name. */
final class Preference {

    private final Policy policy;
    private final Sights sights;

    Preference(Policy policy, Sights sights) {
        this.policy = policy;
        this.sights = sights;
    }

    /**
     * Returns the one that no other is ahead of by more than the tie window, and that is preferred among such. Positions
     * are only partly ordered, and contradictory reports may even make a circle of them, in which nobody is first.
     */
    Optional<NodeId> first(List<MemberRecord> candidates) {
        return Vector.ofAll(candidates)
                .filter(member ->
                        candidates.stream().noneMatch(other -> tells(other) && isAhead(other.id(), member.id())))
                .sorted(wishes())
                .headOption()
                .toJavaOptional()
                .map(MemberRecord::id);
    }

    /**
     * Whether its position says something about the others: the numbers of a Pika that followed somebody else last, or
     * nobody, are those of other data under the same name (pika v4.0.1).
     */
    private boolean tells(MemberRecord member) {
        return member.standing() instanceof Standing.InSync
                || member.standing() instanceof Standing.OutOfSync
                || sights.info(member.id()).filter(ToldLag::concerns).isEmpty();
    }

    private boolean isAhead(NodeId ahead, NodeId behind) {
        return isAheadInOneStream(ahead, behind)
                || (position(ahead).compare(position(behind)) == Position.Comparison.AHEAD
                        && Lag.isBeyond(policy.tieWindow(), position(behind), position(ahead)));
    }

    /** Of replicas of one master that name no history their offsets tell who received more of what that master sent. */
    private boolean isAheadInOneStream(NodeId ahead, NodeId behind) {
        return position(ahead) instanceof Position.Unnamed more
                && position(behind) instanceof Position.Unnamed less
                && sights.info(ahead).map(NodeInfo::role).orElseThrow() instanceof Role.Replica one
                && sights.info(behind).map(NodeInfo::role).orElseThrow() instanceof Role.Replica other
                && one.of().equals(other.of())
                && Long.compareUnsigned(more.offset(), less.offset()) > 0
                && Long.compareUnsigned(more.offset() - less.offset(), policy.tieWindow()) > 0;
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
