package dev.regroup.reduce;

import dev.regroup.model.Block;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Link;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Role;
import dev.regroup.model.Standing.InSync;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is to be done when the recorded master answers as a replica. */
sealed interface Overthrow {

    /** The recorded master is not a visible replica: nothing of this applies. */
    record None() implements Overthrow {}

    /** Whom it follows is not settled yet. */
    record Wait() implements Overthrow {}

    /** It follows a member that is master and has its writes: that one is recorded. */
    record Adopt(NodeId node) implements Overthrow {}

    /** It is told to be master again; the record need not change for that. */
    record Repromote() implements Overthrow {}

    /** Nothing shows that going on in either direction keeps its writes. */
    record Refuse(Block block) implements Overthrow {}

    static Overthrow of(GroupRecord record, Sights sights) {
        Optional<NodeId> master = record.master();
        Optional<NodeInfo> info = master.flatMap(sights::info).filter(i -> i.role() instanceof Role.Replica);
        if (info.isEmpty()) {
            return new None();
        }
        NodeId node = master.get();
        Pointer pointer = sights.pointer(node, info.get());
        if (pointer instanceof Pointer.ToStranger) {
            return new Refuse(new Block.On(Block.Kind.FOREIGN, List.of(node)));
        }
        if (info.get().readiness() == NodeInfo.Readiness.LOADING) {
            return new Wait();
        }
        return pointer instanceof Pointer.ToMember to ? ofFollowing(record, sights, to) : new Repromote();
    }

    /**
     * With its link down the recorded master still has its own data. With a live link it has copied the data of the
     * master at the end of the chain, so that its own word no longer shows where its writes are.
     */
    private static Overthrow ofFollowing(GroupRecord record, Sights sights, Pointer.ToMember to) {
        Root root = root(sights, to.node());
        if (!root.isSettled()) {
            return new Wait();
        }
        if (root.master().isEmpty()) {
            return new Repromote();
        }
        NodeId end = root.master().get();
        if (isInSync(record, sights, end)) {
            return new Adopt(end);
        }
        return to.link() instanceof Link.Down
                ? new Repromote()
                : new Refuse(new Block.On(Block.Kind.OVERTHROWN, List.of(end)));
    }

    /** The end of a chain of pointers: a visible master, or none (a cycle, a node that is down, a stranger). */
    record Root(boolean isSettled, Optional<NodeId> master) {}

    private static Root root(Sights sights, NodeId from) {
        Set<NodeId> passed = new HashSet<>();
        NodeId node = from;
        while (passed.add(node)) {
            Optional<NodeInfo> info = sights.info(node);
            if (info.isEmpty()) {
                return new Root(sights.isDown(node) || sights.of(node) instanceof Sight.Wordless, Optional.empty());
            }
            Pointer pointer = sights.pointer(node, info.get());
            if (pointer instanceof Pointer.None) {
                return new Root(true, Optional.of(node));
            }
            if (!(pointer instanceof Pointer.ToMember to)) {
                return new Root(true, Optional.empty());
            }
            node = to.node();
        }
        return new Root(true, Optional.empty());
    }

    private static boolean isInSync(GroupRecord record, Sights sights, NodeId node) {
        return record.member(node)
                .map(MemberRecord::standing)
                .filter(standing -> standing instanceof InSync inSync
                        && sights.info(node)
                                .filter(info -> info.incarnation().equals(inSync.incarnation()))
                                .isPresent())
                .isPresent();
    }
}
