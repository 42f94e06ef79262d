package dev.regroup.examples.embedding;

import dev.regroup.Reconciler;
import dev.regroup.ReconcilerListener;
import dev.regroup.Step;
import dev.regroup.coordinator.Coordinator;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.Member;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Reduction;
import dev.regroup.node.Nodes;
import dev.regroup.reduce.Reducer;
import java.util.List;

/** The two ways to embed Regroup: the reconciler that looks after groups, and the reducer alone. */
public final class Embedding {

    private Embedding() {}

    /** Looks after one group until the returned reconciler is closed; it borrows both arguments. */
    public static Reconciler watch(Coordinator coordinator, Nodes nodes) {
        // readme:reconciler
        GroupRecord orders = GroupRecord.first(
                GroupId.of("orders"),
                List.of(
                        Member.parse("a=10.0.0.1:6379"),
                        Member.parse("b=10.0.0.2:6379"),
                        Member.parse("c=10.0.0.3:6379")));

        Reconciler reconciler = Reconciler.builder()
                .coordinator(coordinator) // MemoryCoordinator.create()
                .nodes(nodes) // RedisNodes.create()
                .policy(Policy.defaults())
                .group(orders)
                .listener(new ReconcilerListener() {
                    @Override
                    public void reduced(Step step) {
                        System.out.println(step.reduction()); // what was found, why, and what is done about it
                    }
                })
                .build();
        reconciler.start();
        // readme:end
        return reconciler;
    }

    /** Decides without doing anything. */
    public static Reduction decide(GroupState previous, Observation observation) {
        // readme:reducer
        Reduction reduction = Reducer.of(Policy.defaults()).reduce(previous, observation);
        reduction.state(); // what to store, if it differs from the previous state
        reduction.actions(); // what to do once it is stored
        reduction.reasons(); // why
        // readme:end
        return reduction;
    }
}
