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

/**
 * Gives a life of a node another name, wherever it is remembered. Immutable.
 *
 * @param node whose life
 * @param from what it was called
 * @param to what it is called now
 */
record Incarnations(NodeId node, Incarnation from, Incarnation to) {

    GroupState of(GroupState state) {
        GroupRecord record = Canon.mapMember(state.record(), node, this::of);
        if (record.claim() instanceof Claim.Pending claim && claim.candidate().equals(node)) {
            record = record.withClaim(
                    record.epoch(), new Claim.Pending(claim.epoch(), node, change(claim.incarnation()), claim.cause()));
        }
        return record.equals(state.record()) ? state : new GroupState(record, state.health());
    }

    List<Action> of(List<Action> actions) {
        return actions.stream()
                .map(action -> Canon.mapPresumptions(action, this::of))
                .toList();
    }

    /** The report that is held is told of its node's new life by itself, see {@link Held#restarted}. */
    Looks of(Looks looks) {
        return looks.renamed(Names.index(node), this::change);
    }

    private Presumption of(Presumption presumption) {
        if (!presumption.node().equals(node) || !(presumption instanceof Presumption.Living living)) {
            return presumption;
        }
        Incarnation life = change(living.incarnation());
        if (living instanceof Presumption.IsMaster) {
            return new Presumption.IsMaster(node, life);
        }
        return living instanceof Presumption.Follows follows
                ? new Presumption.Follows(node, life, follows.of(), follows.link(), follows.position())
                : new Presumption.IsReplica(node, life);
    }

    private Standing of(Standing standing) {
        if (standing instanceof Standing.InSync inSync) {
            return new Standing.InSync(change(inSync.incarnation()), inSync.position(), inSync.contents());
        }
        if (standing instanceof Standing.LostData lost) {
            return new Standing.LostData(change(lost.incarnation()), lost.had());
        }
        return standing instanceof Standing.OutOfSync last
                ? new Standing.OutOfSync(change(last.incarnation()), last.position(), last.due())
                : standing;
    }

    private Incarnation change(Incarnation life) {
        return life.equals(from) ? to : life;
    }
}
