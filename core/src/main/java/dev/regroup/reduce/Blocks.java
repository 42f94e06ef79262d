package dev.regroup.reduce;

import dev.regroup.model.Block;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.NodeId;
import dev.regroup.model.Policy;
import dev.regroup.model.Reason;
import dev.regroup.model.Reign;
import dev.regroup.model.Verdict.Ruling;
import dev.regroup.model.Veto;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Records what stands in the way, from the moment it does to the moment it no longer does. */
final class Blocks {

    private static final List<Ruling> UNWILLING = List.of(
            Ruling.LOADING, Ruling.INELIGIBLE, Ruling.FORBIDDEN, Ruling.ELSEWHERE, Ruling.DETACHED, Ruling.EMPTY);

    /** How a reign begins; some are claims at other times, which end a block as well. */
    private static final List<Reason.Code> BEGINNINGS = List.of(
            Reason.Code.ADOPTED_RUNNING_GROUP,
            Reason.Code.ADOPTED_FRESH_GROUP,
            Reason.Code.ADOPTED_MASTER_WHILE_DOWN,
            Reason.Code.ADOPTED_FOLLOWED_MASTER,
            Reason.Code.CLAIM_CONFIRMED,
            Reason.Code.MASTER_UNUSABLE_ELECTED,
            Reason.Code.MASTER_LOST_DATA_ELECTED,
            Reason.Code.ELECTED_WITHOUT_PROOF,
            Reason.Code.MASTERLESS_ELECTED,
            Reason.Code.BEST_LEFT_ELECTED);

    private static final List<Block.Kind> OF_RIVALS =
            List.of(Block.Kind.SPLIT_BRAIN, Block.Kind.UNDEMOTABLE, Block.Kind.CONTESTED);

    private static final Block NONE = new Block.None();

    private Blocks() {}

    static Draft record(Policy policy, Draft draft, Sights sights, Election election, Overthrow overthrow) {
        Block block = block(policy, draft.record(), sights, election, overthrow);
        if (block.equals(draft.record().block())) {
            return draft;
        }
        Draft next = draft.with(draft.record().withBlock(block));
        return block instanceof Block.On on
                ? next.because(Reason.Code.BLOCKED, on.nodes().toArray(NodeId[]::new))
                : next.because(end(draft, sights));
    }

    /** Returns what ended the block that the record still has. */
    private static Reason.Code end(Draft draft, Sights sights) {
        GroupRecord record = draft.record();
        boolean isNewReign = draft.reasons().exists(reason -> BEGINNINGS.contains(reason.code()));
        if (isNewReign || record.claim() instanceof Claim.Pending || !(record.block() instanceof Block.On on)) {
            return Reason.Code.UNBLOCKED_BY_CHOICE;
        }
        return switch (on.kind()) {
            case EMPTY_ONLY ->
                Losses.of(record).isEmpty() ? Reason.Code.UNBLOCKED_BY_LOSS_SETTLED : Reason.Code.UNBLOCKED_BY_MASTER;
            case CONTESTED, SPLIT_BRAIN, UNDEMOTABLE ->
                on.nodes().stream().allMatch(sights::isDown)
                        ? Reason.Code.UNBLOCKED_BY_ABSENCE
                        : Reason.Code.UNBLOCKED_BY_NODES;
            default -> Reason.Code.UNBLOCKED_BY_MASTER;
        };
    }

    private static Block block(
            Policy policy, GroupRecord record, Sights sights, Election election, Overthrow overthrow) {
        if (!(record.reign() instanceof Reign.Of reign)) {
            return Adoption.block(policy, record, sights);
        }
        if (record.claim() instanceof Claim.Pending) {
            return new Block.None();
        }
        if (record.isLastEpoch()
                && (overthrow instanceof Overthrow.Adopt || election.winner().isPresent())) {
            return new Block.On(Block.Kind.NO_CANDIDATE, List.of());
        }
        if (overthrow instanceof Overthrow.Refuse refuse && election.best().isEmpty()) {
            return refuse.block();
        }
        if (Losses.isShown(record, sights) && election.best().isEmpty()) {
            return new Block.On(Block.Kind.EMPTY_ONLY, List.of(reign.master()));
        }
        if (election.isDue()) {
            return ofElection(policy, record, sights, election);
        }
        if (sights.isShownAsMaster(reign.master())) {
            return ofRivals(policy, record, sights, reign.master());
        }
        if (sights.isUnusable(reign.master())) {
            return new Block.On(Block.Kind.UNUSABLE, List.of(reign.master()));
        }
        if (!(overthrow instanceof Overthrow.Repromote)) {
            return ofLeft(policy, record, sights, reign.master());
        }
        return Orders.isMasterContested(policy, sights, reign.master())
                ? new Block.On(Block.Kind.CONTESTED, List.of(reign.master()))
                : new Block.None();
    }

    /**
     * Returns the recorded block and what else stands in the way at this moment. Only one is recorded, so that the record
     * need not change with each that comes and goes behind it; who is left alone has to be named all the same. Nor are
     * witnesses recorded: another one may speak with each look.
     */
    static List<Block.On> told(Policy policy, GroupRecord record, Sights sights, Election election) {
        if (!(record.block() instanceof Block.On recorded)) {
            return List.of();
        }
        if (recorded.kind() == Block.Kind.HELD_CONTRADICTED) {
            return List.of(new Block.On(recorded.kind(), witnesses(record, election)));
        }
        Optional<NodeId> master = record.master().filter(sights::isShownAsMaster);
        boolean isOfRivals =
                master.isPresent() && record.claim() instanceof Claim.None && OF_RIVALS.contains(recorded.kind());
        Vector<Block> others = isOfRivals
                ? Vector.of(
                        ofNodes(Block.Kind.SPLIT_BRAIN, Rivals.held(policy, record, sights), NONE),
                        ofNodes(Block.Kind.UNDEMOTABLE, Rivals.undemotable(policy, record, sights, master.get()), NONE),
                        ofNodes(Block.Kind.CONTESTED, Rivals.contested(policy, record, sights, master.get()), NONE))
                : Vector.empty();
        return others.filter(Block.On.class::isInstance)
                .map(Block.On.class::cast)
                .filter(other -> other.kind() != recorded.kind())
                .prepend(recorded)
                .asJava();
    }

    private static List<NodeId> witnesses(GroupRecord record, Election election) {
        return record.members().stream()
                .map(MemberRecord::id)
                .filter(node ->
                        election.vetoes().stream().anyMatch(veto -> veto.nodes().contains(node)))
                .toList();
    }

    private static Block ofRivals(Policy policy, GroupRecord record, Sights sights, NodeId master) {
        List<NodeId> contested = Rivals.contested(policy, record, sights, master);
        List<NodeId> undemotable = Rivals.undemotable(policy, record, sights, master);
        List<NodeId> held = Rivals.held(policy, record, sights);
        Predicate<NodeId> isUnsettled = node -> isUnsettled(sights, node);
        Block byOthers = ofKept(Block.Kind.CONTESTED, contested, record, isUnsettled, NONE);
        Block byItself = ofKept(Block.Kind.UNDEMOTABLE, undemotable, record, isUnsettled, byOthers);
        return ofKept(Block.Kind.SPLIT_BRAIN, held, record, isUnsettled, byItself);
    }

    /**
     * Returns the recorded block while its master is not seen: whoever is seen to follow that one, and is not kept from it by
     * somebody else, is no rival any more.
     */
    private static Block ofLeft(Policy policy, GroupRecord record, Sights sights, NodeId master) {
        if (!(record.block() instanceof Block.On on) || !OF_RIVALS.contains(on.kind())) {
            return record.block();
        }
        List<NodeId> contested = Rivals.contested(policy, record, sights, master);
        List<NodeId> left = on.nodes().stream()
                .filter(node -> contested.contains(node) || !isFollowing(sights, node, master))
                .toList();
        List<NodeId> undemotable = Rivals.undemotable(policy, record, sights, master);
        Block byItself = ofNodes(Block.Kind.UNDEMOTABLE, undemotable, ofNodes(Block.Kind.CONTESTED, contested, NONE));
        Block others = ofNodes(Block.Kind.SPLIT_BRAIN, Rivals.held(policy, record, sights), byItself);
        return ofNodes(on.kind(), left, others);
    }

    private static boolean isFollowing(Sights sights, NodeId node, NodeId master) {
        return sights.info(node)
                .filter(info -> sights.pointer(node, info) instanceof Pointer.ToMember to
                        && to.node().equals(master))
                .isPresent();
    }

    /** Whoever is not seen at this moment is as it was: a command to it may be on its way, or a look was missed. */
    private static Block ofKept(
            Block.Kind kind, List<NodeId> nodes, GroupRecord record, Predicate<NodeId> isUnsettled, Block otherwise) {
        List<NodeId> before = record.block() instanceof Block.On on && on.kind() == kind ? on.nodes() : List.of();
        return ofNodes(
                kind,
                record.members().stream()
                        .map(MemberRecord::id)
                        .filter(node -> nodes.contains(node) || (before.contains(node) && isUnsettled.test(node)))
                        .toList(),
                otherwise);
    }

    private static boolean isUnsettled(Sights sights, NodeId node) {
        return !sights.isDown(node) && !(sights.of(node) instanceof Sight.Good);
    }

    /**
     * Nobody who might be promoted is seen, and nobody is known to be down or to tell nothing. That need not last: the one who
     * died with its master has missed fewer looks so far. If it lasts as long again as it takes to be down, then it will.
     */
    private static Block ofUnseen(Policy policy, GroupRecord record, Sights sights, Election election) {
        boolean isLasting = record.master()
                .filter(master -> sights.health(master) instanceof NodeHealth.Down down
                        && sights.observation().at().compareTo(unseenUntil(policy, down)) >= 0)
                .isPresent();
        List<NodeId> unseen = election.with(Ruling.NOT_VISIBLE);
        return isLasting && !(record.block() instanceof Block.On)
                ? ofNodes(Block.Kind.NO_CANDIDATE, unseen, record.block())
                : record.block();
    }

    /** Returns until when it is waited for those who are not seen beside a master that is down. */
    static Duration unseenUntil(Policy policy, NodeHealth.Down master) {
        Duration looks = policy.probeInterval().multipliedBy(policy.misses());
        Duration detection = looks.compareTo(policy.minimumDuration()) > 0 ? looks : policy.minimumDuration();
        return master.first().sentAt().plus(detection.multipliedBy(2));
    }

    private static Block ofElection(Policy policy, GroupRecord record, Sights sights, Election election) {
        if (election.winner().isPresent()) {
            // One more look is waited for.
            return record.block();
        }
        if (election.isVetoed(Veto.Kind.FED) || election.isVetoed(Veto.Kind.LINKED)) {
            return new Block.On(Block.Kind.HELD_CONTRADICTED, List.of());
        }
        if (election.best().isPresent() && election.isVetoed(Veto.Kind.COOL_DOWN)) {
            return new Block.On(Block.Kind.HELD_COOL_DOWN, List.of());
        }
        boolean allDown = record.members().stream().map(MemberRecord::id).allMatch(sights::isDown);
        if (allDown) {
            return new Block.On(Block.Kind.ALL_DOWN, List.of());
        }
        Block unwilling = ofNodes(
                Block.Kind.NO_CANDIDATE,
                record.members().stream()
                        .map(MemberRecord::id)
                        .filter(node -> sights.isUnusable(node)
                                || UNWILLING.stream()
                                        .anyMatch(
                                                ruling -> election.with(ruling).contains(node)))
                        .toList(),
                ofUnseen(policy, record, sights, election));
        Predicate<NodeId> isUnsettled = node -> isUnsettled(sights, node) && !sights.isUnusable(node);
        List<NodeId> behind = election.with(Ruling.LAGGING);
        Block lagging = ofKept(Block.Kind.LAGGING_ONLY, behind, record, isUnsettled, unwilling);
        return ofKept(Block.Kind.UNPROVEN, election.with(Ruling.UNPROVEN), record, isUnsettled, lagging);
    }

    private static Block ofNodes(Block.Kind kind, List<NodeId> nodes, Block otherwise) {
        return nodes.isEmpty() ? otherwise : new Block.On(kind, nodes);
    }
}
