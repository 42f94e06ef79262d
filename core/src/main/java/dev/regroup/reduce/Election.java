package dev.regroup.reduce;

import dev.regroup.model.Choice;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.NodeHealth.Miss;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Verdict;
import dev.regroup.model.Verdict.Ruling;
import dev.regroup.model.Veto;
import dev.regroup.model.Wake;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The choice of a new master.
 *
 * @param cause why one is due; {@link Cause#NONE} if none is
 * @param vetoes what stands in the way for a time
 * @param verdicts what was made of each member other than the recorded master
 * @param best who comes first, vetoes aside
 */
record Election(Cause cause, List<Veto> vetoes, List<Verdict> verdicts, Optional<NodeId> best) {

    /** Holds the election that is due when the recorded master has to be replaced and no claim is pending. */
    static Election hold(Policy policy, GroupRecord record, Sights sights) {
        Optional<NodeId> master = record.master();
        Cause cause = record.claim() instanceof Claim.None && master.isPresent()
                ? cause(policy, record, sights, master.get())
                : Cause.NONE;
        if (cause == Cause.NONE) {
            return none();
        }
        Election election = judged(policy, record, sights, master.get(), cause);
        boolean mayDoWithoutProof = cause == Cause.DOWN || cause == Cause.LOST_DATA;
        return election.best().isEmpty() && mayDoWithoutProof
                ? election.withoutProof(policy, record, sights, master.get())
                : election.withVetoes(vetoes(policy, record, sights, master.get(), cause));
    }

    /** Returns the one that is not due. */
    static Election none() {
        return new Election(Cause.NONE, List.of(), List.of(), Optional.empty());
    }

    /** Asks who would be elected if the recorded master fell silent now. */
    static Election rehearse(Policy policy, GroupRecord record, Sights sights, NodeId master) {
        return judged(policy, record, sights, master, Cause.NONE);
    }

    /** Returns what the election that is due made of each member, or what one would make of them now. */
    static List<Verdict> readiness(Policy policy, GroupRecord record, Sights sights, Election held) {
        if (held.isDue()) {
            return held.verdicts();
        }
        return record.master()
                .map(master -> judged(policy, record, sights, master, cause(policy, record, sights, master)))
                .map(Election::verdicts)
                .orElse(List.of());
    }

    private static Cause cause(Policy policy, GroupRecord record, Sights sights, NodeId master) {
        if (sights.isDown(master)) {
            return Cause.DOWN;
        }
        if (Losses.isShown(record, sights) && policy.lostData() == Choice.LostData.FAIL_OVER) {
            return Cause.LOST_DATA;
        }
        if (Overthrow.isMasterless(record, sights)) {
            return Cause.MASTERLESS;
        }
        boolean isLongUnusable = policy.unusableMaster() == Choice.Unusable.FAIL_OVER
                && sights.isUnusable(master)
                && sinceFirst(sights, master).compareTo(policy.unusableDuration()) >= 0;
        return isLongUnusable ? Cause.UNUSABLE : Cause.NONE;
    }

    private static Duration sinceFirst(Sights sights, NodeId master) {
        return sights.observation().at().minus(first(sights, master).sentAt());
    }

    /** The first look that did not find the master as it should be. */
    private static Miss first(Sights sights, NodeId master) {
        NodeHealth health = sights.health(master);
        if (health instanceof NodeHealth.Down down) {
            return down.first();
        }
        Duration at = sights.observation().at();
        return health instanceof NodeHealth.Unusable unusable ? unusable.first() : new Miss(at, at);
    }

    private static Election judged(Policy policy, GroupRecord record, Sights sights, NodeId master, Cause cause) {
        Electability electability = Electability.of(policy, record, sights, master, cause);
        List<Verdict> judged = record.members().stream()
                .filter(member -> !member.id().equals(master))
                .map(member -> new Verdict(member.id(), electability.ruling(member)))
                .toList();
        return new Election(cause, List.of(), judged, Optional.empty())
                .choosing(with(judged, record, Ruling.ELECTABLE), new Preference(policy, sights));
    }

    private static List<Veto> vetoes(Policy policy, GroupRecord record, Sights sights, NodeId master, Cause cause) {
        Miss first = first(sights, master);
        Vector<Veto> vetoes =
                cause == Cause.DOWN ? Vector.ofAll(Witnesses.vetoes(record, sights, master, first)) : Vector.empty();
        Observation now = sights.observation();
        Optional<Veto> coolDown = cause == Cause.LOST_DATA
                ? Optional.empty()
                : CoolDown.veto(policy, record.failovers(), now.at(), now.wall(), first);
        return vetoes.appendAll(coolDown.stream().toList()).asJava();
    }

    /** The way round the rule of proof, once the time of grace is over, if the policy has one. */
    private Election withoutProof(Policy policy, GroupRecord record, Sights sights, NodeId master) {
        List<Veto> usual = vetoes(policy, record, sights, master, cause);
        if (policy.dataRule() == Choice.DataRule.SAFE) {
            return withVetoes(usual);
        }
        Duration left = policy.grace().minus(sinceFailure(sights, master));
        boolean isOver = left.isNegative() || left.isZero();
        Veto grace = new Veto(
                Veto.Kind.GRACE, List.of(), Wake.at(sights.observation().at().plus(isOver ? Duration.ZERO : left)));
        Election any = new Election(Cause.UNPROVEN, usual, verdicts, best)
                .choosing(kin(policy, record, sights, master), new Preference(policy, sights));
        if (isOver || any.best().isEmpty()) {
            return any.best().isEmpty() ? withVetoes(usual) : any;
        }
        return withVetoes(Vector.ofAll(usual).append(grace).asJava());
    }

    /** How long the group is known to have been without its master, or without its data: since it came back without it. */
    private Duration sinceFailure(Sights sights, NodeId master) {
        Duration now = sights.observation().at();
        return cause == Cause.DOWN
                ? sinceFirst(sights, master)
                : sights.info(master)
                        .map(info -> now.minus(sights.observation().knownSince(master, info.incarnation())))
                        .orElse(Duration.ZERO);
    }

    /**
     * Those without proof whose data is nearest to what the group had: of the others nobody stands beside them. One that
     * refuses to be master gives way for a while.
     */
    private List<MemberRecord> kin(Policy policy, GroupRecord record, Sights sights, NodeId master) {
        Electability electability = Electability.of(policy, record, sights, master, Cause.UNPROVEN);
        List<MemberRecord> candidates = with(verdicts, record, Ruling.LAGGING, Ruling.UNPROVEN).stream()
                .filter(member -> cause == Cause.DOWN || hasMoreThan(master, member, electability, sights))
                .toList();
        OptionalInt nearest =
                candidates.stream().mapToInt(electability::distance).min();
        return candidates.stream()
                .filter(member -> electability.distance(member) == nearest.orElse(0))
                .filter(member -> sights.info(member.id())
                        .filter(info -> Orders.isRefusingReign(policy, sights, member.id(), info))
                        .isEmpty())
                .toList();
    }

    /**
     * Whether what it has is of what the master had, and not just a part of what the master still has. Where that cannot be
     * compared it is enough to have a key where the master has none.
     */
    private static boolean hasMoreThan(NodeId master, MemberRecord member, Electability electability, Sights sights) {
        Optional<NodeInfo> left = sights.info(master);
        Optional<NodeInfo> info = sights.info(member.id());
        if (left.isEmpty() || info.isEmpty()) {
            return false;
        }
        Position.Comparison than = info.get().position().compare(left.get().position());
        boolean isOfMaster = electability.distance(member) == 0
                && (than == Position.Comparison.AHEAD || than == Position.Comparison.INCOMPARABLE);
        boolean isAllThereIs = electability.distance(member) == 1
                && left.get().contents() == NodeInfo.Contents.EMPTY
                && info.get().contents() == NodeInfo.Contents.SOME;
        return isOfMaster || isAllThereIs;
    }

    private static List<MemberRecord> with(List<Verdict> verdicts, GroupRecord record, Ruling... rulings) {
        return record.members().stream()
                .filter(member -> List.of(rulings).stream()
                        .anyMatch(ruling -> verdicts.contains(new Verdict(member.id(), ruling))))
                .toList();
    }

    private Election choosing(List<MemberRecord> candidates, Preference preference) {
        Vector<NodeId> ranking = preference.ranking(candidates);
        List<Verdict> ranked =
                verdicts.stream().map(verdict -> ranked(verdict, ranking)).toList();
        return new Election(cause, vetoes, ranked, ranking.headOption().toJavaOptional());
    }

    /** Whoever may be promoted and got no place of its own shares the last one. */
    private static Verdict ranked(Verdict verdict, Vector<NodeId> ranking) {
        int place = ranking.indexOf(verdict.node());
        if (place == 0) {
            return new Verdict(verdict.node(), Ruling.FIRST);
        }
        int rank = place < 0 ? ranking.size() + 1 : place + 1;
        return verdict.ruling() == Ruling.ELECTABLE ? new Verdict(verdict.node(), Ruling.ELECTABLE, rank) : verdict;
    }

    private Election withVetoes(List<Veto> others) {
        return new Election(cause, others, verdicts, best);
    }

    boolean isDue() {
        return cause != Cause.NONE;
    }

    /** Returns who has to be looked at once more before the winner may take over. */
    List<NodeId> awaited(Policy policy, GroupRecord record, Sights sights) {
        return cause == Cause.LOST_DATA || cause == Cause.UNPROVEN
                ? record.master()
                        .map(master -> Losses.awaited(policy, record, sights, master))
                        .orElse(List.of())
                : List.of();
    }

    boolean isVetoed(Veto.Kind kind) {
        return vetoes.stream().anyMatch(veto -> veto.kind() == kind);
    }

    /** Returns who shall become master, if anybody may and nothing vetoes. */
    Optional<NodeId> winner() {
        return vetoes.isEmpty() ? best : Optional.empty();
    }

    /** Returns who got that ruling, in the order of the members. */
    List<NodeId> with(Ruling ruling) {
        return verdicts.stream()
                .filter(verdict -> verdict.ruling() == ruling)
                .map(Verdict::node)
                .toList();
    }
}
