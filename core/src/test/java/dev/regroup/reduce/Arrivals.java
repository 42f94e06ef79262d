package dev.regroup.reduce;

import static dev.regroup.reduce.Situation.A;
import static dev.regroup.reduce.Situation.B;
import static dev.regroup.reduce.Situation.C;

import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.Link;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Observation;
import dev.regroup.model.Outcome;
import dev.regroup.model.Policy;
import dev.regroup.model.PromoteSent;
import dev.regroup.model.Reduction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A group a, b, c under the defaults as the reconciler sees it: each look arrives on its own and is reduced at once,
 * beside the newest look at each other node, which is up to 2.8 s old.
 */
final class Arrivals {

    private static final Duration OLDEST = Duration.ofMillis(2800);

    private final Reducer reducer = Reducer.of(Policy.defaults());
    private final Map<NodeId, NodeReport> newest = new TreeMap<>();
    private final Map<NodeId, NodeReport> lastGood = new TreeMap<>();
    private GroupState state = GroupState.of(GroupRecord.first(
            GroupId.of("g"),
            List.of(
                    Member.parse("a=10.0.0.1:6379"),
                    Member.parse("b=10.0.0.2:6379"),
                    Member.parse("c=10.0.0.3:6379"))));
    private PromoteSent promoteSent = new PromoteSent.Unknown();
    private long look;

    /**
     * Looked at a, b and c at 0, 300 and 600 ms of each of the seconds 0 to 7: a is master, all are in sync at h:100.
     */
    static Arrivals healthy() {
        Arrivals arrivals = new Arrivals();
        for (int second = 0; second < 8; second++) {
            arrivals.at(second * 1000, A, Situation.master(100));
            arrivals.at(second * 1000 + 300, B, Situation.replica(A, Link.up(), 100));
            arrivals.at(second * 1000 + 600, C, Situation.replica(A, Link.up(), 100));
        }
        return arrivals;
    }

    static Arrivals unstarted() {
        return new Arrivals();
    }

    Reduction at(int millis, NodeId node, NodeInfo info) {
        return at(millis, node, new Outcome.Answered(info));
    }

    Reduction refused(int millis, NodeId node) {
        return at(millis, node, new Outcome.Silent(Outcome.Silence.REFUSED));
    }

    Reduction timeout(int millis, NodeId node) {
        return at(millis, node, new Outcome.Silent(Outcome.Silence.TIMEOUT));
    }

    void promoteSent(PromoteSent sent) {
        promoteSent = sent;
    }

    GroupState state() {
        return state;
    }

    private Reduction at(int millis, NodeId node, Outcome outcome) {
        Duration now = Duration.ofMillis(millis);
        NodeReport report = new NodeReport(node, ++look, now, now, outcome);
        newest.put(node, report);
        if (outcome instanceof Outcome.Answered) {
            lastGood.putIfAbsent(node, report);
        }
        List<NodeReport> current = newest.values().stream()
                .filter(r -> now.minus(r.sentAt()).compareTo(OLDEST) <= 0)
                .toList();
        Reduction reduction = reducer.reduce(
                state,
                Observation.of(now, Instant.EPOCH, current)
                        .withLastGood(List.copyOf(lastGood.values()))
                        .withPromoteSent(promoteSent));
        if (outcome instanceof Outcome.Answered) {
            lastGood.put(node, report);
        }
        state = reduction.state();
        return reduction;
    }
}
