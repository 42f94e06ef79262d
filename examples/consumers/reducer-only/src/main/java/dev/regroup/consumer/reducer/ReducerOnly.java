package dev.regroup.consumer.reducer;

import dev.regroup.check.Check;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Observation;
import dev.regroup.model.Outcome;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Reduction;
import dev.regroup.model.Role;
import dev.regroup.reduce.Reducer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tooling that only asks what would be decided: no network, and no Lettuce on the class path. */
public final class ReducerOnly {

    private ReducerOnly() {}

    public static void main(String[] args) {
        if (ReducerOnly.class.getClassLoader().getResource("io/lettuce/core/RedisClient.class") != null) {
            throw new IllegalStateException("Lettuce is on the class path");
        }
        Member a = Member.parse("a=10.0.0.1:6379");
        GroupState before = GroupState.of(GroupRecord.first(GroupId.of("orders"), List.of(a)));
        Outcome answered = new Outcome.Answered(
                NodeInfo.of(Incarnation.of("1"), new Role.Master(), Position.of("history", 1000)));
        Duration at = Duration.ofSeconds(1);
        Observation observation =
                Observation.of(at, Instant.EPOCH, List.of(new NodeReport(a.id(), 1, at, at, answered)));

        Reduction reduction = Reducer.of(Policy.defaults()).reduce(before, observation);

        if (!reduction.state().record().master().equals(Optional.of(NodeId.of("a")))) {
            throw new IllegalStateException("the running group was not adopted: " + reduction);
        }
        System.out.println("reducer-only: " + reduction);

        Policy own = Policy.defaults().withMisses(2).withCoolDown(Duration.ZERO);
        Check.Report report = Check.policy(own).nodes(2).run();
        if (!report.isKept()) {
            throw new IllegalStateException(report.counterexample());
        }
        System.out.println("reducer-only: of a policy of one's own, " + report.states() + " states, at rest within "
                + report.rounds() + " rounds");
    }
}
