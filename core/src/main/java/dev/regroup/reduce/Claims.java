package dev.regroup.reduce;

import dev.regroup.model.Claim;
import dev.regroup.model.Failovers;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.PromoteSent;
import dev.regroup.model.Reason;
import dev.regroup.model.Role;
import dev.regroup.model.Standing;
import java.time.Duration;
import java.util.Optional;

/** Leads a pending claim to its end: confirmed, or given up. */
final class Claims {

    private Claims() {}

    static Draft progress(Policy policy, Draft draft, Sights sights) {
        if (!(draft.record().claim() instanceof Claim.Pending claim)) {
            return draft;
        }
        Optional<NodeInfo> candidate = sights.info(claim.candidate());
        boolean isConfirmed = candidate
                .filter(info -> info.role() instanceof Role.Master && isSameLife(info, claim))
                .isPresent();
        if (isConfirmed && !hasLostData(draft.record(), claim, candidate.get(), sights)) {
            Failovers failovers = CoolDown.after(
                    policy, draft.record().failovers(), sights.observation().wall());
            Draft begun = Enthronement.begin(
                    draft, sights, claim.epoch(), claim.candidate(), candidate.get(), Reason.Code.CLAIM_CONFIRMED);
            return begun.with(begun.record().withFailovers(failovers));
        }
        return end(policy, draft.record(), claim, candidate, sights)
                .map(code -> ended(draft, sights, claim, code))
                .orElse(draft);
    }

    /**
     * Whether it was wiped between its election and its promotion: its master came back empty, and it copied that. A
     * history that cannot be compared shows that only if it was elected for the one that the master lost.
     */
    private static boolean hasLostData(GroupRecord record, Claim.Pending claim, NodeInfo now, Sights sights) {
        Optional<Position> mark = record.member(claim.candidate())
                .flatMap(member -> member.standing() instanceof Standing.InSync inSync
                        ? Optional.of(inSync.position())
                        : Optional.empty());
        return mark.filter(had -> Losses.shows(now, had)
                                || (Cause.of(claim.cause()) == Cause.LOST_DATA && Losses.isUnrelated(now, had)))
                        .isPresent()
                || Losses.isEmptied(sights, claim.candidate(), now);
    }

    private static boolean isSameLife(NodeInfo info, Claim.Pending claim) {
        return info.incarnation().equals(claim.incarnation());
    }

    /**
     * A candidate that was restarted has to be elected anew even if it is master now: while it was away the recorded
     * master may have been back between two looks and have taken writes.
     */
    private static Optional<Reason.Code> end(
            Policy policy, GroupRecord record, Claim.Pending claim, Optional<NodeInfo> candidate, Sights sights) {
        if (candidate.isEmpty()) {
            return ofUnseen(claim.candidate(), sights);
        }
        if (!isSameLife(candidate.get(), claim)) {
            return Optional.of(Reason.Code.CLAIM_ENDED_CANDIDATE_RESTARTED);
        }
        if (sights.observation().promoteSent() instanceof PromoteSent.Refused refused
                && refused.epoch() == claim.epoch()) {
            return Optional.of(Reason.Code.CLAIM_ENDED_CANDIDATE_REFUSED);
        }
        if (hasLostData(record, claim, candidate.get(), sights)) {
            return Optional.of(Reason.Code.CLAIM_ENDED_CANDIDATE_LOST_DATA);
        }
        NodeId master = record.master().orElse(claim.candidate());
        boolean hasMasterLostData = Losses.of(record).isPresent();
        if (!hasMasterLostData && sights.isShownAsMaster(master) && neverSent(claim, sights)) {
            return Optional.of(Reason.Code.CLAIM_ENDED_MASTER_RETURNED);
        }
        if (Cause.of(claim.cause()) == Cause.MASTERLESS && neverSent(claim, sights) && isAnyMaster(record, sights)) {
            return Optional.of(Reason.Code.CLAIM_ENDED_MASTER_RETURNED);
        }
        if (!hasMasterLostData && stillFollows(claim, candidate.get(), master, sights)) {
            return Optional.of(Reason.Code.CLAIM_ENDED_STILL_FOLLOWING);
        }
        if (neverSent(claim, sights) && isOutrun(policy, record, claim, candidate.get(), sights)) {
            return Optional.of(Reason.Code.CLAIM_ENDED_CANDIDATE_LAGS);
        }
        return Electability.endOfClaim(record, sights, claim.candidate(), candidate.get(), Cause.of(claim.cause()));
    }

    private static boolean isAnyMaster(GroupRecord record, Sights sights) {
        return record.members().stream().anyMatch(member -> sights.isShownAsMaster(member.id()));
    }

    /** Whether somebody shows now that the candidate, which was to have every write, lacks too many. */
    private static boolean isOutrun(
            Policy policy, GroupRecord record, Claim.Pending claim, NodeInfo candidate, Sights sights) {
        Cause cause = Cause.of(claim.cause());
        return (cause == Cause.DOWN || cause == Cause.MASTERLESS)
                && !ToldLag.concerns(candidate)
                && record.members().stream()
                        .filter(member -> !(member.standing() instanceof Standing.Detached)
                                && !(member.standing() instanceof Standing.Deposed)
                                && !(cause == Cause.MASTERLESS
                                        && record.master().equals(Optional.of(member.id()))
                                        && OwnData.isWithoutKeys(sights, member.id())))
                        .map(member -> sights.info(member.id()).map(NodeInfo::position))
                        .anyMatch(
                                position -> position.filter(p -> Lag.isBeyond(policy.lagMax(), candidate.position(), p))
                                        .isPresent());
    }

    private static Optional<Reason.Code> ofUnseen(NodeId candidate, Sights sights) {
        if (sights.isDown(candidate)) {
            return Optional.of(Reason.Code.CLAIM_ENDED_CANDIDATE_DOWN);
        }
        return sights.isUnusable(candidate)
                ? Optional.of(Reason.Code.CLAIM_ENDED_CANDIDATE_UNUSABLE)
                : Optional.empty();
    }

    private static boolean neverSent(Claim.Pending claim, Sights sights) {
        return sights.observation().promoteSent() instanceof PromoteSent.Never never && never.epoch() == claim.epoch();
    }

    private static boolean stillFollows(Claim.Pending claim, NodeInfo info, NodeId master, Sights sights) {
        if (!(sights.observation().promoteSent() instanceof PromoteSent.Possibly sent)
                || sent.epoch() != claim.epoch()
                || !sights.isShownAsMaster(master)) {
            return false;
        }
        return sights.isLinkedTo(claim.candidate(), info, master)
                && isLookedAtAfter(claim.candidate(), sent.deadAt(), sights)
                && isLookedAtAfter(master, sent.deadAt(), sights);
    }

    private static boolean isLookedAtAfter(NodeId node, Duration time, Sights sights) {
        return sights.good(node)
                .filter(sight -> sight.report().sentAt().compareTo(time) > 0)
                .isPresent();
    }

    /**
     * A candidate that becomes master after all is then a rival like any other. One that refused would be elected again
     * at once, and refuse again: it has to be seen in step with a master first.
     */
    private static Draft ended(Draft draft, Sights sights, Claim.Pending claim, Reason.Code code) {
        boolean isDistrusted = code == Reason.Code.CLAIM_ENDED_CANDIDATE_REFUSED
                || code == Reason.Code.CLAIM_ENDED_CANDIDATE_LOST_DATA;
        Draft next = isDistrusted
                ? draft.withStanding(
                        claim.candidate(),
                        new Standing.OutOfSync(claim.incarnation(), trace(draft.record(), sights, claim.candidate())))
                : draft;
        return next.with(next.record().withClaim(claim.epoch(), new Claim.None()))
                .because(code, claim.candidate());
    }

    private static Position trace(GroupRecord record, Sights sights, NodeId candidate) {
        return record.member(candidate)
                .filter(member -> member.standing() instanceof Standing.InSync)
                .map(member -> Traces.of(
                        sights, candidate, record.master().orElse(candidate), (Standing.InSync) member.standing()))
                .orElseGet(Position::unknown);
    }
}
