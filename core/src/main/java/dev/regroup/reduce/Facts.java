package dev.regroup.reduce;

import dev.regroup.model.Block;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.Missing;
import dev.regroup.model.Missing.Fact;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Policy;
import dev.regroup.model.Reign;
import dev.regroup.model.Role;
import dev.regroup.model.Standing;
import dev.regroup.model.Verdict.Ruling;
import dev.regroup.model.Veto;
import io.vavr.collection.Vector;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Which facts are missing for the next step: of the group first, then what is being counted of each member. */
final class Facts {

    private final Policy policy;
    private final GroupRecord record;
    private final Sights sights;
    private final Election election;
    private final Overthrow overthrow;

    private Facts(Policy policy, GroupRecord record, Sights sights, Election election, Overthrow overthrow) {
        this.policy = policy;
        this.record = record;
        this.sights = sights;
        this.election = election;
        this.overthrow = overthrow;
    }

    /** The record is the one after the decisions, the election the one that was held before them. */
    static List<Missing> missing(
            Policy policy, GroupRecord record, Sights sights, Election election, Overthrow overthrow) {
        Facts facts = new Facts(policy, record, sights, election, overthrow);
        Vector<Missing> all = facts.ofGroup();
        for (MemberRecord member : record.members()) {
            all = all.appendAll(facts.counted(member.id()));
        }
        return all.distinct().asJava();
    }

    private Vector<Missing> ofGroup() {
        if (!(record.reign() instanceof Reign.Of reign)) {
            Vector<Missing> unheard = of(Fact.ANSWER, node -> !sights.isDetermined(node));
            return unheard.isEmpty() ? ofStart() : unheard;
        }
        NodeId master = reign.master();
        if (record.claim() instanceof Claim.Pending claim) {
            boolean isSeen = sights.good(claim.candidate()).isPresent();
            return only(isSeen ? Fact.MASTER_ROLE : Fact.ANSWER, claim.candidate());
        }
        if (election.isDue() && election.winner().isEmpty()) {
            return ofElection(master);
        }
        List<NodeId> awaited = election.awaited(policy, record, sights);
        if (!awaited.isEmpty()) {
            return of(Fact.ANSWER, awaited::contains);
        }
        Optional<NodeInfo> info = sights.info(master);
        if (info.isEmpty()) {
            return of(Fact.ANSWER, node -> node.equals(master) && !isCounted(node));
        }
        return info.get().role() instanceof Role.Master
                ? ofVisibleMaster(master, info.get())
                : ofOverthrown(master, info.get());
    }

    /** What keeps a group from being recorded of which everybody has been heard. */
    private Vector<Missing> ofStart() {
        Optional<NodeId> first = Adoption.first(policy, record, sights);
        if (first.isPresent()) {
            return only(Fact.DECISION, first.get());
        }
        return Vector.of(Missing.of(Fact.ONE_MASTER, List.of()))
                .appendAll(of(Fact.LOADED, node -> sights.isShownAsMaster(node) && !sights.isReadyMaster(node)))
                .appendAll(of(
                        Fact.WRITABLE,
                        node -> sights.info(node)
                                .filter(info -> info.role() instanceof Role.Master
                                        && info.writability() == NodeInfo.Writability.REFUSES_WRITES)
                                .isPresent()));
    }

    /** What keeps an election from having a winner: time or a witness; or else data, permission, or somebody to choose. */
    private Vector<Missing> ofElection(NodeId master) {
        Vector<Missing> vetoes = Vector.ofAll(election.vetoes())
                .map(veto -> veto.kind() == Veto.Kind.FED || veto.kind() == Veto.Kind.LINKED
                        ? Missing.of(Fact.SILENCE_TOWARDS, veto.nodes())
                        : Missing.of(Fact.TIME, List.of()));
        if (election.best().isPresent()) {
            return vetoes;
        }
        List<NodeId> unproven = Vector.ofAll(election.with(Ruling.LAGGING))
                .appendAll(election.with(Ruling.UNPROVEN))
                .appendAll(election.with(Ruling.EMPTY))
                .sorted()
                .asJava();
        return vetoes.appendAll(of(Fact.EVERY_WRITE, unproven::contains))
                .appendAll(of(Fact.LOADED, election.with(Ruling.LOADING)::contains))
                .appendAll(of(
                        Fact.PERMISSION,
                        node -> election.with(Ruling.INELIGIBLE).contains(node)
                                || election.with(Ruling.FORBIDDEN).contains(node)
                                || election.with(Ruling.ELSEWHERE).contains(node)))
                .appendAll(of(
                        Fact.ANSWER,
                        node -> (node.equals(master) && sights.good(master).isEmpty())
                                || election.with(Ruling.NOT_VISIBLE).contains(node)));
    }

    private Vector<Missing> ofOverthrown(NodeId master, NodeInfo info) {
        if (overthrow instanceof Overthrow.Repromote) {
            return only(Fact.MASTER_ROLE, master);
        }
        if (overthrow instanceof Overthrow.Adopt adopt) {
            return only(Fact.DECISION, adopt.node());
        }
        if (overthrow instanceof Overthrow.Refuse refuse && refuse.block() instanceof Block.On on) {
            return Vector.of(Missing.of(toEnd(on.kind()), on.nodes()));
        }
        return info.readiness() == NodeInfo.Readiness.LOADING
                ? only(Fact.LOADED, master)
                : of(Fact.ANSWER, node -> sights.good(node).isEmpty());
    }

    /** What ends the block of an overthrown master. */
    private static Fact toEnd(Block.Kind kind) {
        if (kind == Block.Kind.UNUSABLE) {
            return Fact.ANSWER;
        }
        return kind == Block.Kind.NO_CANDIDATE ? Fact.PERMISSION : Fact.DECISION;
    }

    private Vector<Missing> ofVisibleMaster(NodeId master, NodeInfo info) {
        Vector<Missing> own = info.readiness() == NodeInfo.Readiness.LOADING
                ? only(Fact.LOADED, master)
                : info.writability() == NodeInfo.Writability.REFUSES_WRITES
                        ? only(Fact.WRITABLE, master)
                        : Vector.empty();
        Vector<Missing> unseen = of(Fact.ANSWER, node -> sights.good(node).isEmpty() && !isCounted(node));
        if (Losses.of(record).isPresent()) {
            return own.appendAll(of(Fact.DECISION, master::equals)).appendAll(unseen);
        }
        List<NodeId> held = Rivals.held(policy, record, sights);
        return own.appendAll(of(Fact.DECISION, held::contains))
                .appendAll(of(Fact.FOLLOWING, node -> !held.contains(node) && isElsewhere(node, master)))
                .appendAll(of(Fact.LINK, node -> isReplicaOf(node, master) && !isLinked(node, master)))
                .appendAll(of(Fact.CATCHING_UP, node -> isUnconfirmed(node, master) && !isNear(node, info)))
                .appendAll(fresh(master, info))
                .appendAll(unseen);
    }

    private boolean isElsewhere(NodeId node, NodeId master) {
        return !node.equals(master) && sights.info(node).isPresent() && !isReplicaOf(node, master);
    }

    private boolean isReplicaOf(NodeId node, NodeId master) {
        return sights.info(node)
                .filter(info -> sights.pointer(node, info) instanceof Pointer.ToMember to
                        && to.node().equals(master))
                .isPresent();
    }

    private boolean isLinked(NodeId node, NodeId master) {
        return sights.info(node)
                .filter(info -> sights.isLinkedTo(node, info, master))
                .flatMap(info -> record.member(node)
                        .filter(member -> Feeding.isConfirmed(
                                record,
                                sights.observation(),
                                sights.info(master).orElseThrow(),
                                member)))
                .isPresent();
    }

    /** Whether it is linked, but neither in sync nor being confirmed. */
    private boolean isUnconfirmed(NodeId node, NodeId master) {
        return isLinked(node, master)
                && sights.health(node) instanceof NodeHealth.Rest
                && record.member(node)
                        .filter(member -> !(member.standing() instanceof Standing.InSync))
                        .isPresent();
    }

    private boolean isNear(NodeId node, NodeInfo master) {
        return sights.info(node)
                .flatMap(info -> record.member(node)
                        .filter(member -> Lag.isWithin(policy.lagMax(), record, master, member, info)))
                .isPresent();
    }

    /** Of whom everything is as it should be, but the counting has still to begin, as right after an adoption. */
    private Vector<Missing> fresh(NodeId master, NodeInfo info) {
        return Vector.ofAll(record.members())
                .map(MemberRecord::id)
                .filter(node -> isUnconfirmed(node, master) && isNear(node, info))
                .map(node -> new Missing(Fact.GOOD_LOOKS, List.of(node), policy.confirmations()));
    }

    private boolean isCounted(NodeId node) {
        return !counted(node).isEmpty();
    }

    /** What is being counted, and not complete. */
    private Vector<Missing> counted(NodeId node) {
        NodeHealth health = sights.health(node);
        if (health instanceof NodeHealth.Suspect suspect) {
            return suspect.misses() < policy.misses()
                    ? more(Fact.MISSES, node, policy.misses(), suspect.misses())
                    : only(Fact.SILENCE, node);
        }
        if (health instanceof NodeHealth.Unusable unusable && unusable.looks() < policy.misses()) {
            return more(Fact.WORDLESS_LOOKS, node, policy.misses(), unusable.looks());
        }
        return health instanceof NodeHealth.Confirming confirming && confirming.looks() < policy.confirmations()
                ? more(Fact.GOOD_LOOKS, node, policy.confirmations(), confirming.looks())
                : Vector.empty();
    }

    /** A count that makes no sense is not below 0. */
    private static Vector<Missing> more(Fact fact, NodeId node, int all, int soFar) {
        return Vector.of(new Missing(fact, List.of(node), all - Math.max(0, soFar)));
    }

    private static Vector<Missing> only(Fact fact, NodeId node) {
        return Vector.of(Missing.of(fact, List.of(node)));
    }

    /** Nothing is missing of nobody. */
    private Vector<Missing> of(Fact fact, Predicate<NodeId> concerns) {
        List<NodeId> nodes =
                record.members().stream().map(MemberRecord::id).filter(concerns).toList();
        return nodes.isEmpty() ? Vector.empty() : Vector.of(Missing.of(fact, nodes));
    }
}
