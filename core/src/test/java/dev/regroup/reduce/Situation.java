package dev.regroup.reduce;

import dev.regroup.model.Address;
import dev.regroup.model.Commanded;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Link;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Observation;
import dev.regroup.model.Outcome;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.PromoteSent;
import dev.regroup.model.Reduction;
import dev.regroup.model.Role;
import dev.regroup.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A group a, b, c under the defaults, whose looks come once a second and all together; the reports are set one by one.
 */
final class Situation {

    static final NodeId A = NodeId.of("a");
    static final NodeId B = NodeId.of("b");
    static final NodeId C = NodeId.of("c");

    private final Reducer reducer;
    private final Map<NodeId, Outcome> outcomes = new TreeMap<>();
    private final Map<NodeId, NodeReport> lastGood = new TreeMap<>();
    private Duration now = Duration.ofSeconds(100);
    private long looks;
    private GroupState state;
    private PromoteSent promoteSent = new PromoteSent.Unknown();
    private List<Commanded> commanded = List.of();

    private Situation(Policy policy, List<String> members) {
        this(
                Reducer.of(policy),
                GroupState.of(GroupRecord.first(
                        GroupId.of("g"), members.stream().map(Member::parse).toList())));
    }

    private Situation(Reducer reducer, GroupState state) {
        this.reducer = reducer;
        this.state = state;
    }

    /** Three nodes, a is master, b and c follow it and are in sync; 5 rounds have passed. */
    static Situation healthy() {
        return healthy(Policy.defaults());
    }

    static Situation healthy(Policy policy) {
        Situation situation = new Situation(policy, List.of("a=10.0.0.1:6379", "b=10.0.0.2:6379", "c=10.0.0.3:6379"));
        situation.set(A, master(100)).set(B, replica(A, Link.up(), 100)).set(C, replica(A, Link.up(), 100));
        situation.rounds(5);
        return situation;
    }

    /** Returns another one at the same point, which goes its own way from here. */
    Situation copy() {
        Situation copy = new Situation(reducer, state);
        copy.outcomes.putAll(outcomes);
        copy.lastGood.putAll(lastGood);
        copy.now = now;
        copy.looks = looks;
        copy.promoteSent = promoteSent;
        copy.commanded = commanded;
        return copy;
    }

    static NodeInfo master(long offset) {
        return NodeInfo.of(Incarnation.of("1"), new Role.Master(), Position.of("h", offset));
    }

    static NodeInfo replica(NodeId of, Link link, long offset) {
        return NodeInfo.of(Incarnation.of("1"), new Role.Replica(address(of), link), Position.of("h", offset));
    }

    static Address address(NodeId node) {
        return Address.of("10.0.0." + (node.value().charAt(0) - 'a' + 1), 6379);
    }

    Situation set(NodeId node, NodeInfo info) {
        return set(node, new Outcome.Answered(info));
    }

    Situation set(NodeId node, Outcome outcome) {
        outcomes.put(node, outcome);
        return this;
    }

    Situation silent(NodeId node) {
        return set(node, new Outcome.Silent(Outcome.Silence.TIMEOUT));
    }

    Situation missing(NodeId node) {
        outcomes.remove(node);
        return this;
    }

    Situation promoteSent(PromoteSent sent) {
        promoteSent = sent;
        return this;
    }

    Situation commanded(Commanded... last) {
        commanded = List.of(last);
        return this;
    }

    Situation with(UnaryOperator<GroupRecord> change) {
        state = new GroupState(change.apply(state.record()), state.health());
        return this;
    }

    Duration now() {
        return now;
    }

    Reduction round() {
        Reduction reduction = reducer.reduce(state, look());
        state = reduction.state();
        return reduction;
    }

    /** Looks at everybody, and asks who would be elected now. */
    List<Verdict> readiness() {
        return reducer.readiness(state, look());
    }

    /** Looks at everybody, and reduces nothing. */
    Observation look() {
        now = now.plusSeconds(1);
        looks++;
        List<NodeReport> reports = outcomes.entrySet().stream()
                .map(entry -> new NodeReport(entry.getKey(), looks, now, now, entry.getValue()))
                .toList();
        List<NodeReport> good = reports.stream()
                .filter(report -> report.outcome() instanceof Outcome.Answered)
                .toList();
        good.forEach(report -> lastGood.putIfAbsent(report.node(), report));
        Observation observation = Observation.of(now, Instant.EPOCH.plus(now), reports)
                .withLastGood(List.copyOf(lastGood.values()))
                .withPromoteSent(promoteSent)
                .withCommanded(commanded);
        good.forEach(report -> lastGood.put(report.node(), report));
        return observation;
    }

    Reduction rounds(int rounds) {
        Reduction last = round();
        for (int round = 1; round < rounds; round++) {
            last = round();
        }
        return last;
    }

    GroupState state() {
        return state;
    }
}
