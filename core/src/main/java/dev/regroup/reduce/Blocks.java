package dev.regroup.reduce;

import dev.regroup.model.Block;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.Reason;
import dev.regroup.model.Reign;
import dev.regroup.model.Verdict.Ruling;
import java.util.List;

/** Records what stands in the way, from the moment it does to the moment it no longer does. */
final class Blocks {

    private Blocks() {}

    static Draft record(Draft draft, Sights sights, Election election, Overthrow overthrow) {
        Block block = block(draft.record(), sights, election, overthrow);
        if (block.equals(draft.record().block())) {
            return draft;
        }
        Draft next = draft.with(draft.record().withBlock(block));
        return block instanceof Block.On on
                ? next.because(Reason.Code.BLOCKED, on.nodes().toArray(NodeId[]::new))
                : next.because(Reason.Code.UNBLOCKED);
    }

    private static Block block(GroupRecord record, Sights sights, Election election, Overthrow overthrow) {
        if (!(record.reign() instanceof Reign.Of reign)) {
            return Adoption.block(record, sights);
        }
        if (record.claim() instanceof Claim.Pending) {
            return new Block.None();
        }
        if (overthrow instanceof Overthrow.Refuse refuse) {
            return refuse.block();
        }
        if (sights.isShownAsMaster(reign.master())) {
            return ofNodes(Block.Kind.SPLIT_BRAIN, Rivals.held(record, sights), new Block.None());
        }
        if (election.isDue()) {
            return ofElection(record, sights, election);
        }
        return overthrow instanceof Overthrow.Repromote ? new Block.None() : record.block();
    }

    private static Block ofElection(GroupRecord record, Sights sights, Election election) {
        if (!election.vetoes().isEmpty()) {
            return new Block.On(Block.Kind.HELD_CONTRADICTED, List.of());
        }
        boolean allDown = record.members().stream().map(MemberRecord::id).allMatch(sights::isDown);
        if (allDown) {
            return new Block.On(Block.Kind.ALL_DOWN, List.of());
        }
        Block unwilling = ofNodes(
                Block.Kind.NO_CANDIDATE,
                record.members().stream()
                        .map(MemberRecord::id)
                        .filter(node -> election.with(Ruling.LOADING).contains(node)
                                || election.with(Ruling.INELIGIBLE).contains(node))
                        .toList(),
                record.block());
        Block lagging = ofNodes(Block.Kind.LAGGING_ONLY, election.with(Ruling.LAGGING), unwilling);
        return ofNodes(Block.Kind.UNPROVEN, election.with(Ruling.UNPROVEN), lagging);
    }

    private static Block ofNodes(Block.Kind kind, List<NodeId> nodes, Block otherwise) {
        return nodes.isEmpty() ? otherwise : new Block.On(kind, nodes);
    }
}
