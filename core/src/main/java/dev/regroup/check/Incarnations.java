package dev.regroup.check;

import dev.regroup.model.Action;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.Incarnation;
import dev.regroup.model.NodeId;
import dev.regroup.model.Presumption;
import dev.regroup.model.Standing;
import java.util.List;
import java.util.function.UnaryOperator;

/** Gives the lives of a node other names, wherever they are remembered. Immutable. */
final class Incarnations {

    private final NodeId node;
    private final UnaryOperator<Incarnation> change;

    private Incarnations(NodeId node, UnaryOperator<Incarnation> change) {
        this.node = node;
        this.change = change;
    }

    /** One life of that node is called otherwise. */
    static Incarnations renaming(NodeId node, Incarnation from, Incarnation to) {
        return new Incarnations(node, life -> life.equals(from) ? to : life);
    }

    GroupState of(GroupState state) {
        GroupRecord record = Canon.mapMember(state.record(), node, this::of);
        if (record.claim() instanceof Claim.Pending claim && claim.candidate().equals(node)) {
            record = record.withClaim(
                    record.epoch(),
                    new Claim.Pending(claim.epoch(), node, change.apply(claim.incarnation()), claim.cause()));
        }
        return record.equals(state.record()) ? state : new GroupState(record, state.health());
    }

    List<Action> of(List<Action> actions) {
        return actions.stream()
                .map(action -> Canon.mapPresumptions(action, this::of))
                .toList();
    }

    private Presumption of(Presumption presumption) {
        if (!presumption.node().equals(node) || !(presumption instanceof Presumption.Living living)) {
            return presumption;
        }
        Incarnation life = change.apply(living.incarnation());
        if (living instanceof Presumption.IsMaster) {
            return new Presumption.IsMaster(node, life);
        }
        return living instanceof Presumption.Follows follows
                ? new Presumption.Follows(node, life, follows.of(), follows.link(), follows.position())
                : new Presumption.IsReplica(node, life);
    }

    private Standing of(Standing standing) {
        if (standing instanceof Standing.InSync inSync) {
            return new Standing.InSync(change.apply(inSync.incarnation()), inSync.position());
        }
        if (standing instanceof Standing.LostData lost) {
            return new Standing.LostData(change.apply(lost.incarnation()), lost.had());
        }
        return standing instanceof Standing.OutOfSync last
                ? new Standing.OutOfSync(change.apply(last.incarnation()))
                : standing;
    }
}
