package dev.regroup.reduce;

import dev.regroup.model.Claim;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Verdict;
import dev.regroup.model.Verdict.Ruling;
import dev.regroup.model.Veto;
import java.util.List;
import java.util.Optional;

/** The choice of a new master, if one is due. Immutable. */
final class Election {

    private final List<Veto> vetoes;
    private final List<Verdict> verdicts;
    private final Optional<NodeId> best;
    private final Due due;

    private enum Due {
        YES,
        NO
    }

    private Election(Due due, List<Veto> vetoes, List<Verdict> verdicts, Optional<NodeId> best) {
        this.due = due;
        this.vetoes = vetoes;
        this.verdicts = verdicts;
        this.best = best;
    }

    /** Holds the election that is due when the recorded master is down and no claim is pending. */
    static Election hold(Policy policy, GroupRecord record, Sights sights) {
        Optional<NodeId> master = record.master();
        boolean isOpen = record.claim() instanceof Claim.None;
        if (!isOpen || master.isEmpty() || !(sights.health(master.get()) instanceof NodeHealth.Down down)) {
            return new Election(Due.NO, List.of(), List.of(), Optional.empty());
        }
        Electability electability = Electability.of(policy, record, sights, master.get());
        List<Verdict> judged = record.members().stream()
                .filter(member -> !member.id().equals(master.get()))
                .map(member -> new Verdict(member.id(), electability.ruling(member)))
                .toList();
        Optional<NodeId> best = best(judged, sights);
        List<Verdict> verdicts =
                judged.stream().map(verdict -> ranked(verdict, best)).toList();
        return new Election(Due.YES, Witnesses.vetoes(record, sights, master.get(), down.first()), verdicts, best);
    }

    boolean isDue() {
        return due == Due.YES;
    }

    List<Veto> vetoes() {
        return vetoes;
    }

    List<Verdict> verdicts() {
        return verdicts;
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

    /**
     * The first member in order that no other electable one is ahead of. Positions are only partly ordered, and
     * contradictory reports may even make a circle of them, in which nobody is elected.
     */
    private static Optional<NodeId> best(List<Verdict> judged, Sights sights) {
        List<NodeId> electable = judged.stream()
                .filter(verdict -> verdict.ruling() == Ruling.ELECTABLE)
                .map(Verdict::node)
                .toList();
        return electable.stream()
                .filter(node -> electable.stream().noneMatch(other -> isAhead(other, node, sights)))
                .findFirst();
    }

    private static boolean isAhead(NodeId ahead, NodeId behind, Sights sights) {
        return position(ahead, sights).compare(position(behind, sights)) == Position.Comparison.AHEAD;
    }

    private static Position position(NodeId node, Sights sights) {
        return sights.info(node).map(NodeInfo::position).orElseGet(Position::unknown);
    }

    private static Verdict ranked(Verdict verdict, Optional<NodeId> best) {
        return best.equals(Optional.of(verdict.node())) ? new Verdict(verdict.node(), Ruling.FIRST) : verdict;
    }
}
