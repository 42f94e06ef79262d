package dev.regroup.check;

import dev.regroup.check.World.Cell;
import dev.regroup.check.World.Global;
import dev.regroup.model.Block;
import dev.regroup.model.Choice;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Policy;
import dev.regroup.model.Standing;
import java.util.List;
import java.util.stream.IntStream;

/** Whether the explored world justifies a block. Shares no code with the reducer. */
final class Earned {

    private Earned() {}

    /**
     * Whether the world itself, without asking the reducer, justifies that block. Where starts lose data, it is not
     * judged whether somebody is proven.
     */
    static String judge(World world, GroupRecord record, Block.On on, Policy policy) {
        boolean holds = policy.lostData() == Choice.LostData.HOLD;
        long up = nodes(world).filter(world::isVisible).count();
        int master = record.master().map(Names::index).orElse(-1);
        boolean earned = switch (on.kind()) {
            case AMBIGUOUS_START -> master < 0 && (up < world.nodes() || !isAgreed(world));
            case ALL_DOWN -> up == 0;
            case LAGGING_ONLY, UNPROVEN ->
                master >= 0
                        && !world.isVisible(master)
                        && up > 0
                        && (world.get(Global.VOLATILE) == 1
                                || nodes(world).noneMatch(node -> isProven(world, record, node, master)));
            case OVERTHROWN ->
                master >= 0
                        && world.isUp(master)
                        && world.isMaster(Names.index(on.nodes().get(0)))
                        && (world.isLinked(master) || world.isCopying(master) || isSwayed(world, record, master));
            case MASTERLESS ->
                master >= 0 && world.isUp(master) && (world.isLinked(master) || isSwayed(world, record, master));
            case EMPTY_ONLY ->
                master >= 0
                        && world.isUp(master)
                        && nodes(world)
                                .anyMatch(node -> !world.isVisible(node)
                                        || world.get(node, Cell.HISTORY) != world.get(master, Cell.HISTORY))
                        && (holds || nodes(world).noneMatch(node -> isProven(world, record, node, master)));
            case NO_CANDIDATE ->
                master >= 0
                        && (!world.isVisible(master) || (!world.isMaster(master) && isUnwilling(world, record, master)))
                        && nodes(world).anyMatch(node -> world.isUp(node) && isUnwilling(world, record, node))
                        && nodes(world).noneMatch(node -> isProven(world, record, node, master));
            case HELD_CONTRADICTED ->
                master >= 0
                        && world.isUp(master)
                        && nodes(world)
                                .anyMatch(node -> world.isVisible(node)
                                        && world.get(node, Cell.FOLLOWS) == master + 1
                                        && world.isLinked(node));
            case UNUSABLE ->
                master >= 0 && (isMute(world, master) || (world.isUp(master) && isPointedAtMute(world, master)));
            case HELD_COOL_DOWN ->
                master >= 0 && !(world.isVisible(master) && world.isMaster(master)) && world.get(Global.COOLING) == 1;
            case FOREIGN -> master >= 0 && world.isUp(master) && isLedOut(world, master);
            case SPLIT_BRAIN ->
                master >= 0
                        && world.isMaster(master)
                        && !on.nodes().isEmpty()
                        && on.nodes().stream().map(Names::index).allMatch(node -> hasOwnWrites(world, node));
            // Nobody refuses any more once faults pause.
            case UNDEMOTABLE ->
                nodes(world)
                        .anyMatch(node -> isMute(world, node) && standing(record, node) instanceof Standing.Deposed);
            // Nobody undoes what was ordered.
            case CONTESTED -> false;
        };
        return earned ? Judge.NO_FAULT : "BLOCK: " + on.kind() + " although a safe repair exists";
    }

    /** One that tells nothing is taken to be as it was; no Pika shows that it has none. */
    private static boolean hasOwnWrites(World world, int node) {
        return isMute(world, node)
                || (world.isVisible(node)
                        && world.isMaster(node)
                        && (world.isPika() || world.get(node, Cell.BASE) != world.get(node, Cell.RANK)));
    }

    static boolean isMute(World world, int node) {
        return world.isUp(node) && world.get(node, Cell.MUTE) == 1;
    }

    /**
     * Whether a master is gone that has to be replaced: it does not run, nothing was done about it, and a replica is visible
     * that has everything.
     */
    static boolean isSuccessionDue(World world, GroupRecord record) {
        int master = record.master().map(Names::index).orElse(-1);
        return master >= 0
                && !world.isUp(master)
                && record.claim() instanceof Claim.None
                && world.get(Global.COOLING) == 0
                && nodes(world).anyMatch(node -> isProven(world, record, node, master));
    }

    /** Whether a running master is recorded, and no claim pending. */
    static boolean isSucceeded(World world, GroupRecord record) {
        return record.claim() instanceof Claim.None
                && record.master()
                        .map(Names::index)
                        .filter(master -> world.isUp(master) && world.isMaster(master))
                        .isPresent();
    }

    /** Whether it tells nothing, has copied in part, has no data, or was made to let go. */
    private static boolean isUnwilling(World world, GroupRecord record, int node) {
        return isMute(world, node)
                || world.get(node, Cell.RANK) == 0
                || world.full(node) != Full.NONE
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
     * than when it was recorded, or it cannot tell and somebody is away, or is a master, whom it may have followed. So is one
     * that has nothing while another has something, or is away and may have something, unless somebody is proven.
     */
    private static boolean isSwayed(World world, GroupRecord record, int master) {
        boolean isOther = record.member(Names.id(master))
                .filter(member -> member.standing() instanceof Standing.LostData
                        || (member.standing() instanceof Standing.InSync mark
                                && (Names.history(mark.position()) != world.get(master, Cell.HISTORY)
                                        || Names.rank(mark.position()) > world.get(master, Cell.RANK))))
                .isPresent();
        boolean isBestOfAll = nodes(world)
                .allMatch(node -> world.isVisible(node)
                        && world.get(node, Cell.HISTORY) == world.get(master, Cell.HISTORY)
                        && world.get(node, Cell.RANK) <= world.get(master, Cell.RANK));
        boolean isAnyAway = nodes(world).anyMatch(node -> !world.isVisible(node));
        boolean isAnyMaster = nodes(world).anyMatch(world::isMaster);
        boolean cannotTell = world.get(master, Cell.HISTORY) == 0;
        boolean isLost = standing(record, master) instanceof Standing.LostData;
        boolean isOutdone = world.get(master, Cell.RANK) == 0
                && (isAnyAway || world.highest(Cell.RANK) > 0)
                && nodes(world).noneMatch(node -> isProven(world, record, node, master));
        return !world.isMaster(master)
                && (isOutdone
                        || (cannotTell
                                ? isAnyAway || isAnyMaster || isLost || world.nodes() > 2
                                : isOther && !isBestOfAll));
    }

    /** Whether it follows somebody outside of the group, by way of others only while its own link is up. */
    private static boolean isLedOut(World world, int node) {
        int at = node;
        for (int steps = 0; steps < world.nodes() && at >= 0 && at < world.nodes(); steps++) {
            at = world.get(at, Cell.FOLLOWS) - 1;
        }
        boolean isDirect = world.get(node, Cell.FOLLOWS) == World.STRANGER + 1;
        return isDirect || (at == World.STRANGER && world.isLinked(node));
    }

    private static boolean isAgreed(World world) {
        List<Integer> masters = nodes(world).filter(world::isMaster).boxed().toList();
        return masters.size() == 1
                && nodes(world).allMatch(n -> world.isMaster(n) || world.isLinkedTo(n, masters.get(0)));
    }

    /**
     * Whether the node has been running and following since it was last seen linked, so that no write can have passed
     * it by. Of a Pika that is told to let go nobody can know: what it took by itself has the same numbers.
     */
    private static boolean isProven(World world, GroupRecord record, int node, int master) {
        return !(world.isPika() && standing(record, node) instanceof Standing.Detached)
                && world.isVisible(node)
                && world.get(node, Cell.LINKED) >= 2
                && world.full(node) == Full.NONE
                && world.get(node, Cell.FOLLOWS) == master + 1;
    }

    private static IntStream nodes(World world) {
        return IntStream.range(0, world.nodes());
    }
}
