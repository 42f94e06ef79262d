package dev.regroup.check;

import dev.regroup.model.Action;
import dev.regroup.model.Attached;
import dev.regroup.model.Block;
import dev.regroup.model.GroupHealth;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.NodeHealth.Down;
import dev.regroup.model.NodeHealth.Suspect;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import java.util.Comparator;
import java.util.List;

/**
 * Gives the nodes of a group each other's names. What is listed in the order of the members is put into that order again.
 * Immutable; equal only to itself.
 */
final class Permutation {

    private final int[] to;
    private final Renaming names;

    private Permutation(int[] to) {
        this.to = to;
        this.names = new Renaming(
                node -> Names.id(of(Names.index(node))), address -> Names.address(of(Names.index(address))));
    }

    /** Returns the one that gives the nodes names in that order. */
    static Permutation inOrder(int[] nodes) {
        int[] to = new int[nodes.length];
        for (int place = 0; place < to.length; place++) {
            to[nodes[place]] = place;
        }
        return new Permutation(to);
    }

    /** Returns the new index of that node; one outside of the group keeps its own. */
    int of(int node) {
        return node < to.length ? to[node] : node;
    }

    World of(World world) {
        return world.moved(this::of);
    }

    GroupState of(GroupState state) {
        GroupState named = names.of(state);
        GroupHealth health = named.health();
        for (NodeId counted : health.counted()) {
            health = health.with(counted, ordered(health.of(counted)));
        }
        return new GroupState(ordered(named.record()), health);
    }

    private static GroupRecord ordered(GroupRecord record) {
        List<MemberRecord> members = record.members().stream()
                .sorted(Comparator.comparing(MemberRecord::id))
                .toList();
        Block block =
                record.block() instanceof Block.On on ? new Block.On(on.kind(), ordered(on.nodes())) : record.block();
        return GroupRecord.of(record.id(), record.epoch(), record.reign(), members)
                .withBlock(block)
                .withFailovers(record.failovers())
                .withClaim(record.epoch(), record.claim());
    }

    private static NodeHealth ordered(NodeHealth health) {
        if (health instanceof Suspect s) {
            return new Suspect(s.misses(), s.first(), s.lastSentAt(), s.look(), ordered(s.seenSince()));
        }
        return health instanceof Down down ? new Down(down.first(), down.look(), ordered(down.seenSince())) : health;
    }

    private static List<NodeId> ordered(List<NodeId> nodes) {
        return nodes.stream().sorted().toList();
    }

    List<Action> of(List<Action> actions) {
        return Canon.ordered(actions.stream()
                .map(action -> Canon.mapPresumptions(action, names::of))
                .toList());
    }

    Looks of(Looks looks) {
        return looks.named(this);
    }

    NodeInfo of(NodeInfo info) {
        NodeInfo named = names.of(info);
        return named.attached() instanceof Attached.Told told
                ? named.withAttached(new Attached.Told(told.fed().stream()
                        .sorted(Comparator.comparing(fed -> Names.index(fed.address())))
                        .toList()))
                : named;
    }
}
