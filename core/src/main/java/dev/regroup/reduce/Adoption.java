package dev.regroup.reduce;

import dev.regroup.model.Attached;
import dev.regroup.model.Block;
import dev.regroup.model.Choice;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Reason;
import dev.regroup.model.Reign;
import dev.regroup.model.Standing;
import java.util.List;
import java.util.Optional;

/** Makes the first record of a running group: it is taken as it is found, and nobody is commanded. */
final class Adoption {

    private Adoption() {}

    static Draft record(Policy policy, Draft draft, Sights sights) {
        if (!(draft.record().reign() instanceof Reign.None)) {
            return draft;
        }
        Optional<NodeId> agreed = agreed(draft.record(), sights);
        return agreed.isPresent()
                ? running(draft, sights, agreed.get())
                : fresh(policy, draft.record(), sights)
                        .map(node -> begun(draft, sights, node, Reason.Code.ADOPTED_FRESH_GROUP))
                        .orElse(draft);
    }

    /** Returns who is to be recorded as the first master; empty if that is not clear. */
    static Optional<NodeId> first(Policy policy, GroupRecord record, Sights sights) {
        return agreed(record, sights).or(() -> fresh(policy, record, sights));
    }

    private static Optional<NodeId> agreed(GroupRecord record, Sights sights) {
        List<NodeId> masters = masters(record, sights);
        return masters.size() == 1 && isAgreed(record, sights, masters.get(0))
                ? Optional.of(masters.get(0))
                : Optional.empty();
    }

    private static Draft begun(Draft draft, Sights sights, NodeId master, Reason.Code code) {
        return draft.record().isLastEpoch()
                ? draft.because(Reason.Code.EPOCHS_USED_UP, master)
                : Enthronement.begin(
                        draft,
                        sights,
                        draft.record().epoch() + 1,
                        master,
                        sights.info(master).orElseThrow(),
                        code);
    }

    private static Draft running(Draft draft, Sights sights, NodeId master) {
        Draft adopted = begun(draft, sights, master, Reason.Code.ADOPTED_RUNNING_GROUP);
        if (adopted.record().reign() instanceof Reign.None) {
            return adopted;
        }
        for (MemberRecord member : draft.record().members()) {
            if (sights.isShownAsReplica(member.id())) {
                NodeInfo replica = sights.info(member.id()).orElseThrow();
                adopted = adopted.withStanding(
                        member.id(), new Standing.OutOfSync(replica.incarnation(), Traces.of(replica)));
            }
        }
        return adopted;
    }

    /** Returns the first that may be master where nobody has any data, nor anybody who follows it: any of them will do. */
    private static Optional<NodeId> fresh(Policy policy, GroupRecord record, Sights sights) {
        boolean allFresh = policy.freshGroups() == Choice.FreshGroups.FIRST_MEMBER
                && record.members().stream()
                        .allMatch(member -> sights.isReadyMaster(member.id())
                                && sights.info(member.id())
                                        .filter(info -> Rivals.isFresh(info) && !isFollowed(info))
                                        .isPresent());
        return record.members().stream()
                .filter(member -> allFresh && !member.member().isForbidden())
                .map(MemberRecord::id)
                .filter(node -> sights.info(node)
                        .filter(info -> !info.eligibility().isForbidden())
                        .isPresent())
                .findFirst();
    }

    /**
     * Returns what stands in the way of the first record, with every master, whoever follows none of them (a stranger, itself,
     * another replica), and whoever is down or has given up; keeps the former block while members have still to be heard.
     */
    static Block block(Policy policy, GroupRecord record, Sights sights) {
        if (record.isLastEpoch() && first(policy, record, sights).isPresent()) {
            return new Block.On(Block.Kind.NO_CANDIDATE, List.of());
        }
        boolean allHeard = record.members().stream().allMatch(member -> sights.isDetermined(member.id()));
        if (!allHeard) {
            return record.block();
        }
        List<NodeId> masters = masters(record, sights);
        List<NodeId> doubtful = record.members().stream()
                .map(MemberRecord::id)
                .filter(node -> masters.contains(node)
                        || sights.isDown(node)
                        || sights.info(node)
                                .filter(info -> Detaching.isStuck(info) || !followsAnyOf(sights, node, info, masters))
                                .isPresent())
                .toList();
        return new Block.On(Block.Kind.AMBIGUOUS_START, doubtful);
    }

    private static boolean followsAnyOf(Sights sights, NodeId node, NodeInfo info, List<NodeId> masters) {
        return sights.pointer(node, info) instanceof Pointer.ToMember to && masters.contains(to.node());
    }

    private static boolean isFollowed(NodeInfo info) {
        return info.attached() instanceof Attached.Told told && !told.fed().isEmpty();
    }

    private static List<NodeId> masters(GroupRecord record, Sights sights) {
        return record.members().stream()
                .map(MemberRecord::id)
                .filter(sights::isShownAsMaster)
                .toList();
    }

    /**
     * Every member has to be visible at once: whoever is away might come back as another master. The master has to take writes:
     * one that refuses them may have been put aside. Nobody may have data
     * when the master has none, or have given up its link since its data is not the master's: a master that was restarted
     * without its data would be recorded as if all was well, and what it lacks be copied over. A linked replica may have
     * keys of its own, if it takes writes.
     */
    private static boolean isAgreed(GroupRecord record, Sights sights, NodeId master) {
        boolean isEmpty = sights.info(master)
                .filter(info -> info.contents() == NodeInfo.Contents.EMPTY)
                .isPresent();
        return record.members().stream()
                .map(MemberRecord::id)
                .allMatch(node -> sights.info(node)
                        .filter(info -> node.equals(master)
                                ? info.readiness() == NodeInfo.Readiness.READY
                                        && info.writability() != NodeInfo.Writability.REFUSES_WRITES
                                : follows(sights, node, info, master)
                                        && !Detaching.isStuck(info)
                                        && !(isEmpty && hasMore(sights, node, info, master)))
                        .isPresent());
    }

    private static boolean hasMore(Sights sights, NodeId node, NodeInfo info, NodeId master) {
        boolean hasCopied = sights.isLinkedTo(node, info, master)
                && sights.info(master)
                        .filter(m -> m.position().compare(info.position()) == Position.Comparison.EQUAL)
                        .isPresent();
        return info.contents() == NodeInfo.Contents.SOME && !hasCopied;
    }

    private static boolean follows(Sights sights, NodeId node, NodeInfo info, NodeId master) {
        return sights.pointer(node, info) instanceof Pointer.ToMember to
                && to.node().equals(master);
    }
}
