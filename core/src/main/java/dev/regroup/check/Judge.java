package dev.regroup.check;

import dev.regroup.check.World.Cell;
import dev.regroup.check.World.Global;
import dev.regroup.model.Action;
import dev.regroup.model.Block;
import dev.regroup.model.Claim;
import dev.regroup.model.Diagnosis;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.Link;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Observation;
import dev.regroup.model.Outcome;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Reason;
import dev.regroup.model.Reduction;
import dev.regroup.model.Reign;
import dev.regroup.model.Role;
import dev.regroup.model.Standing;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The promises that are judged step by step. Shares no code with the reducer. Every fault is one sentence; none is
 * empty text.
 */
final class Judge {

    static final String NO_FAULT = "";

    private Judge() {}

    /** What one reduction alone can break. */
    static String ofReduction(GroupState before, Observation observation, Reduction reduction) {
        GroupRecord old = before.record();
        GroupRecord next = reduction.state().record();
        boolean sameMembers = old.members().stream()
                .map(MemberRecord::member)
                .toList()
                .equals(next.members().stream().map(MemberRecord::member).toList());
        if (!sameMembers) {
            return "S5: the members were changed";
        }
        if (!next.faults().isEmpty()) {
            return "S3: the new record is malformed: " + next.faults();
        }
        boolean claims = next.claim() instanceof Claim.Pending && !next.claim().equals(old.claim());
        boolean adopts = !next.reign().equals(old.reign()) && !isConfirmed(old.claim(), next.reign());
        if (next.epoch() != old.epoch() + (claims || adopts ? 1 : 0)) {
            return "S6: the epoch went from " + old.epoch() + " to " + next.epoch();
        }
        boolean isSilentChange = reduction.reasons().isEmpty()
                && (!next.equals(old) || !reduction.actions().isEmpty());
        if (isSilentChange) {
            return "S26: something changed without a reason";
        }
        if (!isCalmKept(before, reduction)) {
            return "S17: a healthy group did not stay the very same";
        }
        String fault = ofLettingGo(old, next, observation);
        return fault.isEmpty() ? ofActions(next, observation, reduction.actions()) : fault;
    }

    /** Nobody has to let go who is in sync and shown with a link, and has not copied in part. */
    private static String ofLettingGo(GroupRecord old, GroupRecord next, Observation observation) {
        for (MemberRecord member : old.members()) {
            boolean isToLetGo = member.standing() instanceof Standing.InSync
                    && next.member(member.id())
                            .filter(m -> m.standing() instanceof Standing.Detached)
                            .isPresent();
            if (isToLetGo && isInStep(next, observation, member.id())) {
                return "S12: " + member.id() + " has to let go although it is in step";
            }
        }
        return NO_FAULT;
    }

    private static boolean isInStep(GroupRecord record, Observation observation, NodeId node) {
        return observation
                .report(node)
                .filter(report -> report.outcome() instanceof Outcome.Answered answered
                        && answered.info().eligibility() != NodeInfo.Eligibility.INCOMPLETE
                        && answered.info().role() instanceof Role.Replica replica
                        && replica.link() instanceof Link.Up
                        && record.master()
                                .flatMap(record::member)
                                .filter(master -> master.member().isAt(replica.of()))
                                .isPresent())
                .isPresent();
    }

    private static boolean isConfirmed(Claim claim, Reign reign) {
        return claim instanceof Claim.Pending pending
                && reign instanceof Reign.Of of
                && of.epoch() == pending.epoch()
                && of.master().equals(pending.candidate());
    }

    @SuppressWarnings("ReferenceEquality") // the very same instance is what is promised
    private static boolean isCalmKept(GroupState before, Reduction reduction) {
        boolean isCalm = reduction.diagnosis() == Diagnosis.HEALTHY
                && before.health().isAtRest()
                && before.record().equals(reduction.state().record());
        return !isCalm || (reduction.state() == before && reduction.actions().isEmpty());
    }

    private static String ofActions(GroupRecord record, Observation observation, List<Action> actions) {
        Set<NodeId> commanded = new HashSet<>();
        for (Action action : actions) {
            if (!commanded.add(action.node())) {
                return "S23: " + action.node() + " was given two commands at once";
            }
            if (role(observation, action.node()).isEmpty()) {
                return "S19: " + action.node() + " was commanded though it was not seen";
            }
            String fault = action instanceof Action.Promote promote
                    ? ofPromote(record, promote)
                    : ofServing(record, observation, action);
            if (!fault.isEmpty()) {
                return fault;
            }
        }
        return ofFullCopies(record, actions);
    }

    /**
     * Whether a complete copy is asked for where there is need: of whoever has to let go, or whose reign has ended, and of
     * one at a time.
     */
    private static String ofFullCopies(GroupRecord record, List<Action> actions) {
        List<Action> full = actions.stream()
                .filter(action -> action instanceof Action.Follow follow && follow.copy() == Action.Copy.FULL)
                .toList();
        for (Action action : full) {
            Optional<Standing> standing = record.member(action.node()).map(MemberRecord::standing);
            boolean mayDiscard = standing.filter(s -> s instanceof Standing.Detached || s instanceof Standing.Deposed)
                    .isPresent();
            if (!mayDiscard) {
                return "S12: '" + action.words() + "' discards data that nothing recorded speaks against";
            }
        }
        return full.size() > 1 ? "S24: more than one complete copy at a time" : NO_FAULT;
    }

    /** What is done for the sake of a master. */
    private static String ofServing(GroupRecord record, Observation observation, Action action) {
        NodeId master = action.others().get(0).node();
        if (action.node().equals(master)) {
            return "S13: '" + action.words() + "' is about the master itself";
        }
        if (!record.master().equals(Optional.of(master))) {
            return "S13: '" + action.words() + "' serves " + master + ", which is not the master";
        }
        if (role(observation, master).filter(Role.Master.class::isInstance).isEmpty()) {
            return "S14: '" + action.words() + "' serves a node that is not shown as master";
        }
        Optional<Standing> standing = record.member(action.node()).map(MemberRecord::standing);
        if (action instanceof Action.Detach
                && standing.filter(Standing.Detached.class::isInstance).isEmpty()) {
            return "S12: '" + action.words() + "' although nothing recorded asks for that";
        }
        boolean mayFence = standing.filter(Standing.Deposed.class::isInstance).isPresent();
        return action instanceof Action.Fence && !mayFence
                ? "S15: '" + action.words() + "' although its reign has not ended"
                : NO_FAULT;
    }

    private static String ofPromote(GroupRecord record, Action.Promote promote) {
        boolean isClaimed = record.claim() instanceof Claim.Pending claim
                && claim.candidate().equals(promote.node())
                && claim.epoch() == promote.epoch();
        boolean isRecorded =
                record.claim() instanceof Claim.None && record.master().equals(Optional.of(promote.node()));
        return isClaimed || isRecorded ? NO_FAULT : "S11: " + promote.node() + " was promoted without a claim";
    }

    private static Optional<Role> role(Observation observation, NodeId node) {
        return observation
                .report(node)
                .flatMap(report -> report.outcome() instanceof Outcome.Answered answered
                        ? Optional.of(answered.info().role())
                        : Optional.empty());
    }

    /** Why somebody is to be master in the place of the recorded one, or is recorded as such. */
    enum Grounds {
        /** Nobody is, or for a reason that is judged elsewhere. */
        NONE,
        /** The recorded one is down. */
        DOWN,
        /** The recorded one has lost its data. */
        LOSS,
        /** Nobody is master. */
        MASTERLESS;

        static Grounds of(Reduction reduction) {
            for (Reason reason : reduction.reasons()) {
                Grounds grounds = switch (reason.code()) {
                    case MASTER_DOWN_ELECTED, ADOPTED_MASTER_WHILE_DOWN -> DOWN;
                    case MASTER_LOST_DATA_ELECTED -> LOSS;
                    case MASTERLESS_ELECTED, BEST_LEFT_ELECTED -> MASTERLESS;
                    default -> NONE;
                };
                if (grounds != NONE) {
                    return grounds;
                }
            }
            return NONE;
        }
    }

    /**
     * What an election can break, unless one report is older than the others: the master must have been silent in that many
     * rounds in a row, or lack what another node has as far as histories that are related to none can tell, or nobody
     * be master.
     *
     * @param seen the world that was looked at
     * @param after what is remembered of that
     */
    static String ofElection(World seen, World after, GroupRecord before, Grounds grounds, Held held, int misses) {
        int master = before.master().map(Names::index).orElse(-1);
        if (master < 0 || grounds == Grounds.NONE) {
            return NO_FAULT;
        }
        boolean isEarly = grounds == Grounds.DOWN && after.get(master, Cell.SILENT) < misses;
        if (isEarly) {
            return "S7: a master was replaced before it was silent long enough";
        }
        boolean isAtOnce = held instanceof Held.Nothing;
        boolean hasAll = seen.isVisible(master)
                && seen.get(master, Cell.RANK) > World.ALIEN
                && seen.get(master, Cell.RANK) >= seen.highest(Cell.RANK)
                && !isUnrelated(seen, before, master);
        if (isAtOnce && grounds == Grounds.LOSS && hasAll) {
            return "S7: a master was replaced for a loss although nobody has more";
        }
        boolean isAnyMaster = nodes(seen).anyMatch(node -> seen.isVisible(node) && seen.isMaster(node));
        return isAtOnce && grounds == Grounds.MASTERLESS && isAnyMaster
                ? "S7: somebody was elected for want of a master although there is one"
                : NO_FAULT;
    }

    /** Whether it shows a history of which nothing tells whether it has what is recorded of that node. */
    private static boolean isUnrelated(World seen, GroupRecord record, int node) {
        return record.member(Names.id(node))
                .filter(member -> member.standing() instanceof Standing.InSync mark
                        && mark.position() instanceof Position.Known
                        && Names.position(seen, node).compare(mark.position()) == Position.Comparison.INCOMPARABLE)
                .isPresent();
    }

    /**
     * What a commit can break: a recorded master must have every acknowledged write that anybody has. If it was
     * restarted after the look that the commit rests on, then nobody can know yet what it has lost by that.
     */
    static String ofCommit(World world, GroupRecord before, GroupRecord after) {
        boolean isNew = before.reign() instanceof Reign.Of && !before.master().equals(after.master());
        boolean isInSameLife = after.master()
                .flatMap(after::member)
                .filter(member -> member.isInSync(Names.PRESENT))
                .isPresent();
        return isNew && isInSameLife
                ? ofMaster(world, Names.index(after.master().orElseThrow()), "recorded as master")
                : NO_FAULT;
    }

    /** What a command can break. */
    static String ofSend(World before, World after, GroupRecord record, Action action) {
        // Whoever has to copy will have copied before long.
        if (before.settled().isAckedAnywhere() && !after.settled().isAckedAnywhere()) {
            return "LOSS: an acknowledged write was destroyed by " + action;
        }
        int node = Names.index(action.node());
        boolean promoted = action instanceof Action.Promote && !before.isMaster(node) && after.isMaster(node);
        boolean isFirstOfClaim =
                promoted && record.claim() instanceof Claim.Pending && before.promotes() == World.Promotes.NEVER;
        if (isFirstOfClaim && isRunningMaster(before, record)) {
            return "S7: " + action.node() + " was promoted although the recorded master is back";
        }
        return promoted ? ofMaster(before, node, "promoted") : NO_FAULT;
    }

    /** Whether the recorded master is back; one that came back without its data is replaced by whoever has that. */
    private static boolean isRunningMaster(World world, GroupRecord record) {
        return record.master()
                .flatMap(record::member)
                .filter(master -> !(master.standing() instanceof Standing.LostData))
                .map(master -> Names.index(master.id()))
                .filter(master -> world.isVisible(master) && world.isMaster(master))
                .isPresent();
    }

    private static String ofMaster(World world, int node, String what) {
        return world.isAckedAnywhere() && world.get(node, Cell.RANK) < world.get(Global.ACKED)
                ? "LOSS: " + Names.id(node) + " was " + what + " although another node has writes that it lacks"
                : NO_FAULT;
    }

    /**
     * What a moment can break at which nothing changes any more: it must be converged, or blocked for a reason that
     * holds.
     */
    static String ofRest(World world, GroupRecord record, Policy policy) {
        for (MemberRecord member : record.members()) {
            int node = Names.index(member.id());
            boolean up = world.isVisible(node);
            if (!Earned.isMute(world, node) && up != (member.health() == MemberRecord.Health.UP)) {
                return "L5: " + member.id() + " is " + (up ? "up" : "down") + " but recorded as " + member.health();
            }
        }
        if (record.claim() instanceof Claim.Pending) {
            return "L6: a claim stays pending";
        }
        return record.block() instanceof Block.On on
                ? Earned.judge(world, record, on, policy)
                : ofConvergence(world, record);
    }

    private static String ofConvergence(World world, GroupRecord record) {
        if (record.master().isEmpty()) {
            // Silent members are waited for; the diagnosis says so.
            return nodes(world).allMatch(world::isVisible)
                    ? "L1: no master is recorded and no block says why"
                    : NO_FAULT;
        }
        int master = Names.index(record.master().get());
        if (!world.isVisible(master) || !world.isMaster(master)) {
            return "L1: the recorded master is not a running master and no block says why";
        }
        if (world.isAckedAnywhere() && world.get(master, Cell.RANK) < world.get(Global.ACKED)) {
            return "LOSS: the recorded master lacks a write that another node has";
        }
        Optional<String> stray = nodes(world)
                .filter(node -> node != master && world.isVisible(node) && !isOnItsWay(world, node, master))
                .mapToObj(
                        node -> "L8: " + Names.id(node) + " does not follow the recorded master and no block says why")
                .findFirst();
        return stray.orElse(NO_FAULT);
    }

    /** Whether it has come to follow that master, or copies from it, which may take as long as a lag lasts. */
    private static boolean isOnItsWay(World world, int node, int master) {
        boolean copies =
                world.isCopying(node) && world.get(node, Cell.LAG) == 1 && world.get(node, Cell.FOLLOWS) == master + 1;
        return copies || world.isLinkedTo(node, master);
    }

    private static IntStream nodes(World world) {
        return IntStream.range(0, world.nodes());
    }
}
