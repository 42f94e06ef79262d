package dev.regroup.reduce;

import dev.regroup.model.GroupHealth;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Link;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Observation;
import dev.regroup.model.Outcome;
import dev.regroup.model.Policy;
import dev.regroup.model.Role;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import java.util.Optional;

/** What an observation shows of every member of a group, after its counters have moved. Immutable. */
final class Sights {

    private final Policy policy;
    private final GroupRecord record;
    private final GroupHealth health;
    private final Observation observation;
    private final Map<NodeId, Sight> sights;

    private Sights(
            Policy policy, GroupRecord record, GroupHealth health, Observation observation, Map<NodeId, Sight> sights) {
        this.policy = policy;
        this.record = record;
        this.health = health;
        this.observation = observation;
        this.sights = sights;
    }

    /** Only the members and their addresses are read of the record, which do not change within one reduction. */
    static Sights of(Policy policy, GroupRecord record, GroupHealth health, Observation observation) {
        Map<NodeId, Sight> sights = LinkedHashMap.empty();
        for (MemberRecord member : record.members()) {
            Sight sight = observation
                    .report(member.id())
                    .map(report -> sight(report, health.of(member.id())))
                    .orElseGet(Sight.Missing::new);
            sights = sights.put(member.id(), sight);
        }
        return new Sights(policy, record, health, observation, sights);
    }

    private static Sight sight(NodeReport report, NodeHealth health) {
        boolean counted = health instanceof NodeHealth.Suspect || health instanceof NodeHealth.Down;
        if (report.outcome() instanceof Outcome.Silent) {
            return counted ? new Sight.Silent() : new Sight.Missing();
        }
        boolean isMute = health instanceof NodeHealth.Unusable;
        if (report.outcome() instanceof Outcome.Answered answered) {
            return counted || isMute ? new Sight.Missing() : new Sight.Good(report, answered.info());
        }
        return counted ? new Sight.Missing() : new Sight.Wordless();
    }

    Observation observation() {
        return observation;
    }

    NodeHealth health(NodeId node) {
        return health.of(node);
    }

    Sight of(NodeId node) {
        return sights.getOrElse(node, new Sight.Missing());
    }

    Optional<Sight.Good> good(NodeId node) {
        return of(node) instanceof Sight.Good good ? Optional.of(good) : Optional.empty();
    }

    Optional<NodeInfo> info(NodeId node) {
        return good(node).map(Sight.Good::info);
    }

    /** Returns what a node told last before this look, or at it if there was none before; empty if it never told anything. */
    Optional<NodeInfo> lastGood(NodeId node) {
        return observation
                .lastGood(node)
                .flatMap(report -> report.outcome() instanceof Outcome.Answered answered
                        ? Optional.of(answered.info())
                        : Optional.empty());
    }

    boolean isShownAsMaster(NodeId node) {
        return of(node) instanceof Sight.Good good && good.info().role() instanceof Role.Master;
    }

    /** Whether it is shown as master, and has its data in memory. */
    boolean isReadyMaster(NodeId node) {
        return info(node)
                .filter(info -> info.role() instanceof Role.Master && info.readiness() == NodeInfo.Readiness.READY)
                .isPresent();
    }

    /** Whether the first was looked at after the other: before that, the two may have changed places by hand. */
    boolean isSeenAfter(NodeId node, NodeId other) {
        return good(other)
                .flatMap(of -> good(node)
                        .filter(sight ->
                                sight.report().sentAt().compareTo(of.report().doneAt()) >= 0))
                .isPresent();
    }

    boolean isShownAsReplica(NodeId node) {
        return of(node) instanceof Sight.Good good && good.info().role() instanceof Role.Replica;
    }

    boolean isDown(NodeId node) {
        return health(node) instanceof NodeHealth.Down;
    }

    /** Whether it has told nothing for as many looks as make a silent node down. */
    boolean isUnusable(NodeId node) {
        return health(node) instanceof NodeHealth.Unusable unusable && unusable.looks() >= policy.misses();
    }

    /** Whether it is settled what is to be thought of that node: it told about itself, or it is down. */
    boolean isDetermined(NodeId node) {
        return isDown(node) || of(node) instanceof Sight.Good;
    }

    Pointer pointer(NodeId node, NodeInfo info) {
        if (!(info.role() instanceof Role.Replica replica)) {
            return new Pointer.None();
        }
        Optional<MemberRecord> followed = record.memberAt(replica.of());
        if (followed.isEmpty()) {
            return new Pointer.ToStranger();
        }
        NodeId target = followed.get().id();
        return target.equals(node) ? new Pointer.ToSelf() : new Pointer.ToMember(target, replica.link());
    }

    /** Whether this look shows the node replicating from that master over a live link. */
    boolean isLinkedTo(NodeId node, NodeInfo info, NodeId master) {
        return pointer(node, info) instanceof Pointer.ToMember to
                && to.node().equals(master)
                && to.link() instanceof Link.Up;
    }
}
