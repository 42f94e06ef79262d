package dev.regroup.reduce;

import dev.regroup.model.Choice;
import dev.regroup.model.Claim;
import dev.regroup.model.Diagnosis;
import dev.regroup.model.GroupHealth;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.InvalidConfiguration;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Reason;
import dev.regroup.model.Reduction;
import dev.regroup.model.Role;
import dev.regroup.model.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * The one door to a new group state: diagnose, decide, plan. Immutable.
 *
 * <p>What the caller owes it:
 *
 * <ol>
 *   <li>Store the new record, if it differs from the previous one, before running any action; drop the actions if that
 *       fails.
 *   <li>Run the actions of one reduction in any order, or not at all: what is still needed comes again.
 *   <li>Look once more right before sending: whoever is to be followed has to answer as master, and before the first
 *       Promote of a claim the recorded master must not.
 *   <li>Give each look its own number, rising by node, and all times on one monotonic clock.
 *   <li>Leave a node's report out once a command was sent to it, until a newer look has come.
 *   <li>Hand over with each observation what is kept between looks, all of it volatile: the last good looks, what was
 *       commanded, who came back, since when each life is known, and who shows no link ({@link
 *       dev.regroup.model.Unlinked#after}). Without it less is known, and less is done.
 * </ol>
 */
public final class Reducer {

    private final Policy policy;

    /** Whether a group may be found healthy at a glance: where members are ruled out by place, it takes a longer look. */
    private final boolean mayBeCalm;

    private Reducer(Policy policy) {
        this.policy = policy;
        this.mayBeCalm = policy.dataCentreRule() != Choice.DataCentres.REQUIRED;
    }

    /**
     * Returns the reducer for that policy.
     *
     * @throws InvalidConfiguration if the policy cannot work; lists every fault
     */
    public static Reducer of(Policy policy) {
        List<String> faults = policy.faults();
        if (!faults.isEmpty()) {
            throw InvalidConfiguration.of(faults);
        }
        return new Reducer(policy);
    }

    /** Returns the policy. */
    public Policy policy() {
        return policy;
    }

    /**
     * Decides. Pure and total: equal arguments give equal results, and no type-correct argument makes it throw. If
     * nothing changes, the state of the reduction is the very instance that was given.
     *
     * @param previous the record as it is stored, with the health of the last reduction
     * @param observation what is known about the nodes now
     */
    public Reduction reduce(GroupState previous, Observation observation) {
        if (mayBeCalm && Calm.is(policy.lagMax(), previous, observation)) {
            return Reduction.of(previous, Diagnosis.HEALTHY);
        }
        return atLength(previous, observation);
    }

    /**
     * Returns who would be elected if the recorded master had to be replaced now, or why nobody: each member other than
     * the recorded master with its rank or its reason; empty if no master is recorded. It is what {@link
     * Reduction#verdicts} holds, also for a healthy group, of which {@link #reduce} leaves it out: nearly every look
     * finds one, and nobody asks.
     *
     * @param previous the record as it is stored, with the health of the last reduction
     * @param observation what is known about the nodes now
     */
    public List<Verdict> readiness(GroupState previous, Observation observation) {
        return atLength(previous, observation).verdicts();
    }

    /** The long way, which every group may take, and every group takes in which there is something to tell. */
    Reduction atLength(GroupState previous, Observation observation) {
        GroupRecord record = previous.record();
        GroupHealth health = Counting.fold(policy, record, previous.health(), observation);
        Sights sights = Sights.of(policy, record, health, observation);

        Draft seen = Standings.record(policy, Lives.record(Draft.of(record), sights), sights);
        Draft claimed = Claims.progress(policy, Adoption.record(policy, seen, sights), sights);
        Draft adopted = Detaching.record(policy, adoptFollowed(claimed, sights), sights);
        Election election = Election.hold(policy, adopted.record(), sights);
        Draft elected = election.winner()
                .filter(winner -> isSettled(adopted.record(), winner, sights))
                .filter(winner ->
                        election.awaited(policy, adopted.record(), sights).isEmpty())
                .map(winner -> claim(adopted, election, winner, sights))
                .orElse(adopted);
        Overthrow overthrow = Overthrow.of(elected.record(), sights);
        boolean isAdopted = !elected.record().reign().equals(adopted.record().reign());
        Election open = isAdopted ? Election.none() : election;
        Draft decided = Blocks.record(policy, elected, sights, open, overthrow);

        Plan plan = Plan.of(policy, decided.record(), sights, overthrow);
        GroupHealth settled = Settling.settle(health, record, decided.record());
        GroupState next =
                previous.record().equals(decided.record()) && previous.health().equals(settled)
                        ? previous
                        : new GroupState(decided.record(), settled);
        List<Verdict> verdicts = Election.readiness(policy, decided.record(), sights, election);
        return Reduction.of(next, Findings.diagnose(policy, decided.record(), sights))
                .withActions(plan.actions().asJava())
                .withReasons(decided.reasons().appendAll(plan.reasons()).asJava())
                .withBlocks(Blocks.told(policy, decided.record(), sights, election))
                .withVerdicts(verdicts)
                .withAlerts(Alerts.of(policy, decided.record(), sights, verdicts))
                .withVetoes(election.vetoes())
                .withMissing(Facts.missing(policy, decided.record(), sights, election, overthrow))
                .withWake(Wakes.next(policy, decided.record(), sights, election));
    }

    private static Draft adoptFollowed(Draft draft, Sights sights) {
        boolean isOpen = draft.record().claim() instanceof Claim.None;
        if (!isOpen || !(Overthrow.of(draft.record(), sights) instanceof Overthrow.Adopt adopt)) {
            return draft;
        }
        if (draft.record().isLastEpoch()) {
            return draft.because(Reason.Code.EPOCHS_USED_UP, adopt.node());
        }
        NodeInfo info = sights.info(adopt.node()).orElseThrow();
        return Enthronement.begin(
                draft, sights, draft.record().epoch() + 1, adopt.node(), info, Reason.Code.ADOPTED_FOLLOWED_MASTER);
    }

    /**
     * A winner that is master already is sent nothing, before which one would look once more. It has to be looked at
     * after the last look that found the recorded master silent: that one may have been back for a moment, and have
     * taken writes, after the winner was gone.
     */
    private static boolean isSettled(GroupRecord record, NodeId winner, Sights sights) {
        Optional<NodeReport> master = record.master().flatMap(sights.observation()::report);
        return !sights.isShownAsMaster(winner)
                || master.isEmpty()
                || sights.good(winner)
                        .filter(good ->
                                good.report().sentAt().compareTo(master.get().doneAt()) >= 0)
                        .isPresent();
    }

    /** A winner that is master already is claimed and confirmed at once. */
    private Draft claim(Draft draft, Election election, NodeId winner, Sights sights) {
        if (draft.record().isLastEpoch()) {
            return draft.because(Reason.Code.EPOCHS_USED_UP, winner);
        }
        long epoch = draft.record().epoch() + 1;
        NodeInfo info = sights.info(winner).orElseThrow();
        Reason.Code cause = cause(draft.record(), election.cause(), winner, info);
        if (info.role() instanceof Role.Master) {
            Reason.Code found = election.cause() == Cause.DOWN ? Reason.Code.ADOPTED_MASTER_WHILE_DOWN : cause;
            return Enthronement.begin(draft, sights, epoch, winner, info, found);
        }
        Claim claim = new Claim.Pending(epoch, winner, info.incarnation(), cause);
        return draft.with(draft.record().withClaim(epoch, claim)).because(cause, winner);
    }

    /** In a masterless group it makes a difference whether the winner is known to have what the master had. */
    private Reason.Code cause(GroupRecord record, Cause cause, NodeId winner, NodeInfo info) {
        boolean isProven = record.member(winner)
                .filter(member -> member.isInSync(info.incarnation()))
                .filter(member -> !Electability.lacksOfMark(policy, record, info))
                .isPresent();
        return cause == Cause.MASTERLESS && !isProven ? Reason.Code.BEST_LEFT_ELECTED : cause.code();
    }
}
