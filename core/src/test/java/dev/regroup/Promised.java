package dev.regroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.StrangeNodes.Node;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Outcome;
import dev.regroup.model.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The acknowledged writes that nobody may lose, and whom each of them rules out as a master: who was down when it was
 * acknowledged, or was not seen linked in the last look before, and does not have it. Confined to one thread.
 *
 * <p>No write is promised while there are two masters; and none any more, from the moment at which somebody else
 * changes roles to the next pause.
 */
final class Promised {

    private final StrangeNodes nodes;
    private final Map<Integer, Set<NodeId>> writes = new TreeMap<>();
    /** Whose last look told that it was not linked to the recorded master. */
    private final Set<NodeId> seenUnlinked = new HashSet<>();

    private boolean isDisturbed;

    Promised(StrangeNodes nodes) {
        this.nodes = nodes;
    }

    boolean isDisturbed() {
        return isDisturbed;
    }

    void disturb() {
        isDisturbed = true;
        writes.clear();
    }

    void calm() {
        isDisturbed = false;
    }

    /** A new observer has not seen anything. */
    void forget() {
        seenUnlinked.clear();
    }

    void looked(NodeReport report, GroupRecord record) {
        if (report.outcome() instanceof Outcome.Answered answered) {
            boolean isLinked = answered.info().role() instanceof Role.Replica replica
                    && !replica.link().isBroken()
                    && record.memberAt(replica.of()).map(MemberRecord::id).equals(record.master());
            if (isLinked) {
                seenUnlinked.remove(report.node());
            } else {
                seenUnlinked.add(report.node());
            }
        }
    }

    void acknowledged(int write, Node master, GroupRecord record) {
        if (isDisturbed || nodes.masters() > 1) {
            return;
        }
        Set<NodeId> ruledOut = new HashSet<>();
        for (Node node : nodes.all()) {
            boolean isKnownAway = seenUnlinked.contains(node.id())
                    && record.member(node.id())
                            .filter(member -> !member.isInSync(node.incarnation()))
                            .isPresent();
            if (!node.equals(master) && !node.has(write) && (node.isDown() || isKnownAway)) {
                ruledOut.add(node.id());
            }
        }
        writes.put(write, ruledOut);
    }

    /** A node that becomes master takes what it lacks out of the promise, unless it was ruled out for that. */
    void promoting(Node node) {
        assertThat(missing(node, true))
                .as("promised writes for whose sake %s must not be promoted", node.id())
                .isEmpty();
        writes.keySet().removeAll(missing(node, false));
    }

    void committed(GroupRecord before, GroupRecord after) {
        boolean isNew = before.master().isPresent() && !before.master().equals(after.master());
        if (isNew) {
            Node node = nodes.node(after.master().orElseThrow());
            assertThat(missing(node, true))
                    .as("promised writes for whose sake %s must not be recorded", node.id())
                    .isEmpty();
            writes.keySet().removeAll(missing(node, false));
        }
    }

    /** Nobody is told to follow somebody who lacks a promised write of which this would be the last copy. */
    void following(Node node, Node master) {
        List<Integer> destroyed = writes.keySet().stream()
                .filter(write -> node.has(write) && !master.has(write))
                .filter(write -> nodes.all().stream().noneMatch(other -> other != node && other.has(write)))
                .toList();
        assertThat(destroyed)
                .as("promised writes that %s would lose to %s", node.id(), master.id())
                .isEmpty();
    }

    List<Integer> missingOn(Node master) {
        return missing(master, false);
    }

    /** Returns the writes that it lacks and somebody else has. */
    private List<Integer> missing(Node node, boolean onlyIfRuledOut) {
        List<Integer> missing = new ArrayList<>();
        writes.forEach((write, ruledOut) -> {
            boolean isElsewhere = nodes.all().stream().anyMatch(other -> other.has(write));
            if (!node.has(write) && isElsewhere && (!onlyIfRuledOut || ruledOut.contains(node.id()))) {
                missing.add(write);
            }
        });
        return missing;
    }
}
