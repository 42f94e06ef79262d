package dev.regroup;

import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.model.Action;
import dev.regroup.model.Alert;
import dev.regroup.model.Diagnosis;
import dev.regroup.model.Explanation;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.NodeId;
import dev.regroup.node.Sent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one line for each transition, and none for a look or for what is only repeated. Thread-safe. */
final class LogListener implements ReconcilerListener {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    private record Place(GroupId group, NodeId node) {}

    private record Result(Action action, Sent outcome) {}

    private final Map<GroupId, Diagnosis> diagnoses = new ConcurrentHashMap<>();
    private final Map<GroupId, List<Alert>> alerts = new ConcurrentHashMap<>();
    private final Map<GroupId, String> blocks = new ConcurrentHashMap<>();
    private final Map<Place, Result> results = new ConcurrentHashMap<>();

    @Override
    public void reduced(Step step) {
        GroupRecord before = step.before().record();
        GroupRecord after = step.reduction().state().record();
        Diagnosis diagnosis = step.reduction().diagnosis();
        blocks.remove(after.id());
        List<Alert> lasting = step.reduction().alerts();
        List<Alert> former = alerts.put(after.id(), lasting);
        if (!lasting.isEmpty() && !lasting.equals(former)) {
            LOG.warn("group {}: {}", after.id(), lasting);
        }
        boolean isOther = diagnosis != diagnoses.put(after.id(), diagnosis);
        if (!after.equals(before)) {
            LOG.info(
                    "group {}: {}; to be recorded: {}",
                    after.id(),
                    described(step),
                    "epoch " + after.epoch() + ", " + after.reign() + ", " + after.claim());
        } else if (isOther) {
            LOG.info("group {}: {}", after.id(), described(step));
        }
    }

    private static Explanation described(Step step) {
        return Explanation.of(step.reduction(), step.observation().at());
    }

    @Override
    public void committed(GroupRecord record, CommitOutcome outcome) {
        if (outcome instanceof CommitOutcome.Conflict conflict) {
            LOG.info("group {}: not recorded: {}", record.id(), conflict.cause());
        } else if (outcome instanceof CommitOutcome.Refused refused) {
            LOG.warn("group {}: not recorded: {}", record.id(), refused.cause());
        } else if (outcome instanceof CommitOutcome.Unknown unknown) {
            LOG.info("group {}: perhaps recorded, reading again: {}", record.id(), unknown.cause());
        }
    }

    @Override
    public void sent(Action action, Sent outcome) {
        Result result = new Result(action, outcome);
        Optional<Result> before = Optional.ofNullable(results.put(new Place(action.group(), action.node()), result));
        if (!before.equals(Optional.of(result))) {
            LOG.info("group {}: {} -> {}", action.group(), action, outcome);
        }
    }

    @Override
    public void blockedByStore(GroupId group, String reason) {
        if (!reason.equals(blocks.put(group, reason))) {
            LOG.warn("group {}: nothing is done: {}", group, reason);
        }
    }

    @Override
    public void unblockedByStore(GroupId group) {
        blocks.remove(group);
        LOG.info("group {}: the store can be used again", group);
    }
}
