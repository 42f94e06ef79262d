package dev.regroup.reduce;

import dev.regroup.model.Attached;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Position;
import dev.regroup.model.Role;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How far a replica may be behind. */
final class Lag {

    private Lag() {}

    /** Whether a position is known to lack no more than that of another; positions that cannot be compared are not. */
    static boolean isWithin(long lagMax, Position of, Position behind) {
        return of.lagBehind(behind)
                .filter(lag -> Long.compareUnsigned(lag, lagMax) <= 0)
                .isPresent();
    }

    /** Whether a position is known to lack more than that of another. */
    static boolean isBeyond(long lagMax, Position of, Position behind) {
        return of.lagBehind(behind)
                .filter(lag -> Long.compareUnsigned(lag, lagMax) > 0)
                .isPresent();
    }

    /** Whether of two replicas of one master that name no history the first received so much less than the other. */
    static boolean isInStreamBeyond(long lagMax, NodeInfo of, NodeInfo behind) {
        return of.position() instanceof Position.Unnamed less
                && behind.position() instanceof Position.Unnamed more
                && of.role() instanceof Role.Replica one
                && behind.role() instanceof Role.Replica other
                && one.of().equals(other.of())
                && Long.compareUnsigned(more.offset(), less.offset()) > 0
                && Long.compareUnsigned(more.offset() - less.offset(), lagMax) > 0;
    }

    /** Whether a replica is known to lack no more than that: by the word of its master, or else by their positions. */
    static boolean isWithin(long lagMax, GroupRecord record, NodeInfo master, MemberRecord member, NodeInfo replica) {
        return told(record, master, member)
                .map(lag -> Long.compareUnsigned(lag, lagMax) <= 0)
                .orElseGet(() -> isWithin(lagMax, replica.position(), master.position()));
    }

    /**
     * Returns how far that master says that a replica is behind, in bytes, unsigned; empty if it does not say. Of two
     * connections of one replica, one of which is about to end, the greater lag counts. Behind address translation, where
     * none of those it feeds can be told from another, it is the greatest of all.
     */
    static Optional<Long> told(GroupRecord record, NodeInfo master, MemberRecord replica) {
        if (!(master.attached() instanceof Attached.Told told)) {
            return Optional.empty();
        }
        List<Attached.Fed> own = told.fed().stream()
                .filter(fed -> replica.member().isAt(fed.address()))
                .toList();
        boolean isTranslated = told.fed().stream()
                .allMatch(fed -> record.memberAt(fed.address()).isEmpty());
        return greatest(isTranslated ? told.fed() : own);
    }

    private static Optional<Long> greatest(List<Attached.Fed> fed) {
        List<Long> lags = fed.stream()
                .map(Attached.Fed::lag)
                .flatMap(lag -> lag instanceof Attached.Lag.Of of ? Stream.of(of.bytes()) : Stream.empty())
                .toList();
        return lags.size() < fed.size() ? Optional.empty() : lags.stream().max(Long::compareUnsigned);
    }
}
