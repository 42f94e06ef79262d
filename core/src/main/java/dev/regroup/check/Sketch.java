package dev.regroup.check;

import dev.regroup.check.World.Cell;
import dev.regroup.model.Block;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.Standing;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One line that shows to a person what is recorded, and beside it how the nodes of an explored world are. */
final class Sketch {

    private Sketch() {}

    static String of(Moment moment, GroupState state) {
        String line = of(state.record(), member -> member(member) + node(moment.world(), Names.index(member.id())));
        return line
                + Order.allLate(moment.world()).stream()
                        .map(order -> " | on its way: " + order)
                        .collect(Collectors.joining());
    }

    static String of(GroupRecord record) {
        return of(record, Sketch::member);
    }

    private static String of(GroupRecord record, Function<MemberRecord, String> each) {
        String head = "master " + record.master().map(NodeId::value).orElse("-");
        head += record.claim() instanceof Claim.Pending claim ? ", claim " + claim.candidate() : "";
        head += record.block() instanceof Block.On on
                ? ", " + on.kind() + (on.nodes().isEmpty() ? "" : on.nodes())
                : "";
        return head
                + record.members().stream()
                        .map(member -> " | " + each.apply(member))
                        .collect(Collectors.joining());
    }

    private static String member(MemberRecord member) {
        return member.id() + " " + member.health() + " " + standing(member.standing());
    }

    private static String standing(Standing standing) {
        if (standing instanceof Standing.InSync) {
            return "in sync";
        }
        if (standing instanceof Standing.OutOfSync) {
            return "out of sync";
        }
        if (standing instanceof Standing.LostData) {
            return "lost data";
        }
        if (standing instanceof Standing.Detached) {
            return "detached";
        }
        return standing instanceof Standing.Deposed ? "deposed" : "unproven";
    }

    private static String node(World world, int node) {
        if (!world.isUp(node)) {
            return " (stopped)";
        }
        String role = world.isMaster(node)
                ? "master"
                : "follows " + Names.id(world.get(node, Cell.FOLLOWS) - 1) + link(world, node);
        String empty = world.get(node, Cell.RANK) == 0 ? ", empty" : "";
        String lag = world.get(node, Cell.LAG) == 1 ? ", lagging" : "";
        String cut = world.get(node, Cell.CUT) == 1 ? ", cut off" : "";
        String mute = world.get(node, Cell.MUTE) == 1 ? ", mute" : "";
        String broken = world.full(node) == Full.BROKEN ? ", copied in part" : "";
        String refused = world.refusals(node) == 0 ? "" : ", refused to follow";
        return " (" + role + lag + empty + cut + mute + broken + refused + ")";
    }

    private static String link(World world, int node) {
        if (world.isCopying(node)) {
            return ", copying";
        }
        if (world.isStuck(node)) {
            return ", gave up its link";
        }
        return world.isLinked(node) ? "" : ", no link";
    }
}
