package dev.regroup.check;

import dev.regroup.check.World.Cell;
import dev.regroup.check.World.Global;
import dev.regroup.model.Action;
import dev.regroup.model.Block;
import dev.regroup.model.Claim;
import dev.regroup.model.Diagnosis;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.Observation;
import dev.regroup.model.Outcome;
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
        return ofActions(next, observation, reduction.actions());
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
        return NO_FAULT;
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

    /** Whether somebody is to be master, or is recorded as such, since the recorded one is down. */
    static boolean isElection(Reduction reduction) {
        return reduction.reasons().stream()
                .anyMatch(reason -> reason.code() == Reason.Code.MASTER_DOWN_ELECTED
                        || reason.code() == Reason.Code.ADOPTED_MASTER_WHILE_DOWN);
    }

    /** What an election can break: the master must have been silent in that many rounds in a row. */
    static String ofElection(World world, GroupRecord before, boolean isElection, int misses) {
        boolean isEarly = isElection
                && before.master()
                        .map(Names::index)
                        .filter(master -> world.get(master, Cell.SILENT) < misses)
                        .isPresent();
        return isEarly ? "S7: a master was replaced before it was silent long enough" : NO_FAULT;
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
    static String ofRest(World world, GroupRecord record) {
        for (MemberRecord member : record.members()) {
            int node = Names.index(member.id());
            boolean up = world.isVisible(node);
            if (!isMute(world, node) && up != (member.health() == MemberRecord.Health.UP)) {
                return "L5: " + member.id() + " is " + (up ? "up" : "down") + " but recorded as " + member.health();
            }
        }
        if (record.claim() instanceof Claim.Pending) {
            return "L6: a claim stays pending";
        }
        return record.block() instanceof Block.On on ? ofBlock(world, record, on.kind()) : ofConvergence(world, record);
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
        boolean copies = world.isCopying(node)
                && world.get(node, Cell.LAG) == 1
                && world.get(node, Cell.FOLLOWS) == master + 1;
        return copies || world.isLinkedTo(node, master);
    }

    /**
     * Whether the world itself, without asking the reducer, justifies that block. Where starts lose data, it is not
     * judged whether somebody is proven.
     */
    private static String ofBlock(World world, GroupRecord record, Block.Kind kind) {
        long up = nodes(world).filter(world::isVisible).count();
        int master = record.master().map(Names::index).orElse(-1);
        boolean earned = switch (kind) {
            case AMBIGUOUS_START -> master < 0 && (up < world.nodes() || !isAgreed(world));
            case ALL_DOWN -> up == 0;
            case LAGGING_ONLY, UNPROVEN ->
                master >= 0
                        && !world.isVisible(master)
                        && up > 0
                        && (world.get(Global.VOLATILE) == 1
                                || nodes(world).noneMatch(node -> isProven(world, node, master)));
            case OVERTHROWN ->
                master >= 0
                        && world.isUp(master)
                        && (world.isLinked(master)
                                || isSwayed(world, record, master)
                                || isPointedAtMute(world, master));
            case EMPTY_ONLY ->
                master >= 0
                        && world.isUp(master)
                        && nodes(world)
                                .anyMatch(node -> !world.isVisible(node)
                                        || world.get(node, Cell.HISTORY) != world.get(master, Cell.HISTORY));
            case NO_CANDIDATE ->
                master >= 0
                        && !world.isVisible(master)
                        && nodes(world).anyMatch(node -> world.isUp(node) && isUnwilling(world, record, node))
                        && nodes(world).noneMatch(node -> isProven(world, node, master));
            case HELD_CONTRADICTED ->
                master >= 0
                        && world.isUp(master)
                        && nodes(world).anyMatch(node -> world.isVisible(node) && world.isLinkedTo(node, master));
            case UNUSABLE -> master >= 0 && isMute(world, master);
            case HELD_COOL_DOWN ->
                master >= 0 && !(world.isVisible(master) && world.isMaster(master)) && world.get(Global.COOLING) == 1;
            case FOREIGN -> master >= 0 && world.isUp(master) && world.get(master, Cell.FOLLOWS) == World.STRANGER + 1;
            case SPLIT_BRAIN ->
                master >= 0
                        && world.isMaster(master)
                        && nodes(world).anyMatch(node -> node != master && hasOwnWrites(world, node));
            // Nobody refuses any more once faults pause.
            case UNDEMOTABLE ->
                nodes(world)
                        .anyMatch(node -> isMute(world, node) && standing(record, node) instanceof Standing.Deposed);
            // Nobody undoes what was ordered.
            case CONTESTED -> false;
        };
        return earned ? NO_FAULT : "BLOCK: " + kind + " although a safe repair exists";
    }

    /** One that tells nothing is taken to be as it was; no Pika shows that it has none. */
    private static boolean hasOwnWrites(World world, int node) {
        return (world.isUp(node) && !world.isVisible(node))
                || (world.isVisible(node)
                        && world.isMaster(node)
                        && (world.isPika() || world.get(node, Cell.BASE) != world.get(node, Cell.RANK)));
    }

    private static boolean isMute(World world, int node) {
        return world.isUp(node) && world.get(node, Cell.MUTE) == 1;
    }

    /** Whether it tells nothing, has copied in part, or was made to let go. */
    private static boolean isUnwilling(World world, GroupRecord record, int node) {
        return isMute(world, node)
                || world.full(node) != World.Full.NONE
                || standing(record, node) instanceof Standing.Detached;
    }

    private static Standing standing(GroupRecord record, int node) {
        return record.member(Names.id(node)).orElseThrow().standing();
    }

    /** Whether that node follows one that runs and tells nothing. */
    private static boolean isPointedAtMute(World world, int node) {
        int target = world.get(node, Cell.FOLLOWS) - 1;
        return target >= 0 && target < world.nodes() && isMute(world, target);
    }

    /**
     * Whether a master that became a replica may have copied from somebody else: it has another history now, or less,
     * than when it was recorded, or it cannot tell and somebody is away, or is a master, whom it may have followed.
     */
    private static boolean isSwayed(World world, GroupRecord record, int master) {
        boolean isOther = record.member(Names.id(master))
                .filter(member -> member.standing() instanceof Standing.LostData
                        || (member.standing() instanceof Standing.InSync mark
                                && (Names.history(mark.position()) != world.get(master, Cell.HISTORY)
                                        || Names.rank(mark.position()) > world.get(master, Cell.RANK))))
                .isPresent();
        boolean isBestOfAll = nodes(world)
                .allMatch(node -> world.isUp(node)
                        && world.get(node, Cell.HISTORY) == world.get(master, Cell.HISTORY)
                        && world.get(node, Cell.RANK) <= world.get(master, Cell.RANK));
        boolean isAnyAway = nodes(world).anyMatch(node -> !world.isUp(node));
        boolean isAnyMaster = nodes(world).anyMatch(world::isMaster);
        boolean cannotTell = world.get(master, Cell.HISTORY) == 0;
        return !world.isMaster(master)
                && (cannotTell ? isAnyAway || isAnyMaster || world.nodes() > 2 : isOther && !isBestOfAll);
    }

    private static boolean isAgreed(World world) {
        List<Integer> masters = nodes(world).filter(world::isMaster).boxed().toList();
        return masters.size() == 1
                && nodes(world).allMatch(n -> world.isMaster(n) || world.isLinkedTo(n, masters.get(0)));
    }

    /**
     * Whether the node has been running and following since it was last seen linked, so that no write can have passed
     * it by.
     */
    private static boolean isProven(World world, int node, int master) {
        return world.isVisible(node)
                && world.get(node, Cell.LINKED) >= 2
                && world.full(node) == World.Full.NONE
                && world.get(node, Cell.FOLLOWS) == master + 1;
    }

    private static IntStream nodes(World world) {
        return IntStream.range(0, world.nodes());
    }
}
