package dev.regroup;

import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Leadership;
import dev.regroup.coordinator.Version;
import dev.regroup.model.Action;
import dev.regroup.model.Alert;
import dev.regroup.model.Claim;
import dev.regroup.model.Diagnosis;
import dev.regroup.model.GroupHealth;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.Member;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Observation;
import dev.regroup.model.Reduction;
import dev.regroup.model.Wake;
import dev.regroup.node.Sent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One unbroken leadership over one group, with everything that is forgotten when it ends: look, reduce, commit, act.
 * Confined to its lane.
 */
final class Stint implements RecordOwner, Sends.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    /** Before any time there is. */
    private static final Duration LONG_AGO = Duration.ofDays(-36_525);

    private final GroupRecord first;
    private final Wiring wiring;
    private final Lane lane;
    private final Leadership.Held held;
    private final Consumer<Optional<GroupState>> publisher;
    private final RecordKeeper keeper;
    private final Looks looks;
    private final Sends sends;

    private ObservationMemory memory = ObservationMemory.empty();

    /** The state whose record the store has; empty until it was read, and while it cannot be. */
    private Optional<GroupState> state = Optional.empty();

    /** What is being written; empty while nothing is. */
    private Optional<Reduction> attempt = Optional.empty();

    private Optional<Diagnosis> diagnosis = Optional.empty();
    private List<Alert> alerts = List.of();

    /** Reports that arrived while the record was not known, oldest first. */
    private final Deque<NodeReport> backlog = new ArrayDeque<>();

    /** Reports of looks that began before this say nothing. */
    private Duration since;

    /** When each was looked at once more to take looks apart. */
    private final Map<NodeId, Duration> apartAt = new HashMap<>();

    /** How often was reduced. */
    private long reductions;

    private boolean stopped;

    /**
     * Creates a stint that has not begun.
     *
     * @param outstanding nodes with an unanswered command of an earlier stint
     * @param publisher hears every state, and that there is none
     */
    Stint(
            GroupRecord first,
            Wiring wiring,
            Lane lane,
            Leadership.Held held,
            Set<NodeId> outstanding,
            Consumer<Optional<GroupState>> publisher) {
        this.first = first;
        this.wiring = wiring;
        this.lane = lane;
        this.held = held;
        this.publisher = publisher;
        this.since = lane.now();
        this.keeper = new RecordKeeper(wiring.coordinator(), wiring.layout(), held.fence(), lane, first, this);
        this.looks = new Looks(wiring.nodes(), wiring.policy(), lane, this::arrived);
        this.sends = new Sends(wiring, lane, looks, outstanding, this);
    }

    void begin() {
        keeper.open();
    }

    /** Ends: no look, commit or command is begun any more. */
    void stop() {
        stopped = true;
        keeper.stop();
        looks.stop();
        become(Optional.empty());
    }

    /** The register may have changed. */
    void registerChanged() {
        keeper.changed();
    }

    /** These are the versions of all registers that there are, unless one was written meanwhile. */
    void registersListed(Map<String, Version> found) {
        keeper.listed(found);
    }

    // Looks

    @Override
    public void arrived(NodeReport report) {
        if (stopped) {
            return;
        }
        wiring.listener().looked(first.id(), report);
        if (lane.resumedAt().compareTo(since) > 0) {
            forgetLooks(lane.resumedAt());
        }
        if (report.sentAt().compareTo(since) < 0) {
            return;
        }
        if (keeper.isSettled()) {
            take(report);
        } else {
            dropExpired();
            backlog.add(report);
        }
    }

    private void take(NodeReport report) {
        memory =
                memory.with(report).calmedSince(lane.now().minus(wiring.policy().calm()));
        sends.seen(report, state.orElseThrow().record());
        reduce();
        lookApart(report);
    }

    /** At each at most once an interval, so that the looks at a group whose roles are not as recorded no more than double. */
    private void lookApart(NodeReport report) {
        if (state.isEmpty() || diagnosis.equals(Optional.of(Diagnosis.HEALTHY))) {
            return;
        }
        for (NodeId node : Overlaps.of(state.get().record(), observe(), report)) {
            Duration last = apartAt.getOrDefault(node, LONG_AGO);
            if (lane.now().minus(last).compareTo(wiring.policy().probeInterval()) >= 0) {
                looks.at(node);
                apartAt.put(node, lane.now());
            }
        }
    }

    private void takeBacklog() {
        dropExpired();
        while (keeper.isSettled() && !backlog.isEmpty()) {
            take(backlog.remove());
        }
    }

    /** A dropped report may have been an answer, so that the misses counted before it and after it are not in a row. */
    private void dropExpired() {
        Duration oldest = oldest();
        while (!backlog.isEmpty() && backlog.element().sentAt().compareTo(oldest) < 0) {
            backlog.remove();
            rest();
        }
    }

    private Duration oldest() {
        Duration oldest = lane.now().minus(wiring.reportAgeMax());
        return oldest.compareTo(since) > 0 ? oldest : since;
    }

    private void forgetLooks(Duration now) {
        since = now;
        memory = memory.withoutReports();
        backlog.clear();
        rest();
    }

    private void rest() {
        attempt = attempt.map(Stint::resting);
        if (state.isPresent()) {
            become(state.map(before -> new GroupState(before.record(), GroupHealth.rest())));
        }
    }

    private static Reduction resting(Reduction reduction) {
        GroupState state = new GroupState(reduction.state().record(), GroupHealth.rest());
        return Reduction.of(state, reduction.diagnosis())
                .withActions(reduction.actions())
                .withReasons(reduction.reasons())
                .withBlocks(reduction.blocks())
                .withVerdicts(reduction.verdicts())
                .withVetoes(reduction.vetoes())
                .withMissing(reduction.missing())
                .withAlerts(reduction.alerts())
                .withWake(reduction.wake());
    }

    // Reducing

    private void reduce() {
        GroupState before = state.orElseThrow();
        Observation observation = observe().withPromoteSent(sends.promoteSent()).withCommanded(sends.commanded());
        Reduction reduction = wiring.reducer().apply(before, observation);
        tell(new Step(before, observation, reduction));
        GroupState after = reduction.state();
        if (after.record().equals(before.record())) {
            become(Optional.of(after));
            sends.begin(after.record(), keeper.version(), reduction.actions());
        } else {
            attempt = Optional.of(reduction);
            keeper.write(after.record());
        }
        lookForWitnesses(before, after);
        wakeAt(reduction.wake());
    }

    private Observation observe() {
        return memory.observe(lane.now(), lane.wall(), oldest());
    }

    /** A later reduction brings its own time, so that the timer of an earlier one has nothing to do. */
    private void wakeAt(Wake wake) {
        long number = ++reductions;
        if (wake instanceof Wake.At at) {
            lane.after(at.time().minus(lane.now()), () -> {
                if (number == reductions && !stopped && keeper.isSettled() && state.isPresent()) {
                    reduce();
                }
            });
        }
    }

    private void tell(Step step) {
        Reduction reduction = step.reduction();
        Optional<Diagnosis> found = Optional.of(reduction.diagnosis());
        boolean isNews = !reduction.state().equals(step.before())
                || !reduction.actions().isEmpty()
                || !found.equals(diagnosis)
                || !reduction.alerts().equals(alerts);
        diagnosis = found;
        alerts = reduction.alerts();
        if (isNews) {
            wiring.listener().reduced(step);
        }
    }

    /** Whoever may testify about a node has to be looked at after the node's first miss. */
    private void lookForWitnesses(GroupState before, GroupState after) {
        boolean isFirstMiss = before.record().members().stream()
                .map(MemberRecord::id)
                .anyMatch(node -> !isMissing(before, node) && isMissing(after, node));
        if (isFirstMiss) {
            after.record().members().stream()
                    .map(MemberRecord::id)
                    .filter(node -> !isMissing(after, node))
                    .forEach(looks::at);
        }
    }

    private static boolean isMissing(GroupState state, NodeId node) {
        NodeHealth health = state.health().of(node);
        return health instanceof NodeHealth.Suspect || health instanceof NodeHealth.Down;
    }

    private void become(Optional<GroupState> next) {
        state = next;
        publisher.accept(next);
    }

    // The record

    @Override
    public void found(GroupRecord record) {
        if (state.isEmpty()) {
            warnIfMembersDiffer(record);
            become(Optional.of(GroupState.of(record)));
            looks.keepAt(members(record));
            return;
        }
        adopt(record, state.get().health());
        reduce();
        takeBacklog();
    }

    @Override
    public void written(GroupRecord record) {
        GroupState before = state.orElseThrow();
        Reduction reduction = attempt.orElseThrow();
        attempt = Optional.empty();
        become(Optional.of(reduction.state()));
        if (record.claim() instanceof Claim.Pending pending
                && !before.record().claim().equals(pending)) {
            sends.claimed(pending.epoch());
        }
        sends.begin(record, keeper.version(), reduction.actions());
        takeBacklog();
    }

    /**
     * Reduces again only if there is something new, lest a store that refuses for another reason is asked without end.
     */
    @Override
    public void overtaken(GroupRecord record) {
        GroupState before = state.orElseThrow();
        GroupHealth health = attempt.orElseThrow().state().health();
        attempt = Optional.empty();
        adopt(record, health);
        if (!before.record().equals(record)) {
            reduce();
        }
        takeBacklog();
    }

    @Override
    public void readableAgain() {
        takeBacklog();
    }

    @Override
    public void blocked(String reason) {
        attempt = Optional.empty();
        looks.keepAt(List.of());
        forgetLooks(lane.now());
        become(Optional.empty());
        wiring.listener().blockedByStore(first.id(), reason);
    }

    @Override
    public void outOfReach(String reason) {
        wiring.listener().blockedByStore(first.id(), reason);
    }

    @Override
    public void usableAgain() {
        wiring.listener().unblockedByStore(first.id());
    }

    @Override
    public void offered(GroupRecord record, CommitOutcome outcome) {
        wiring.listener().committed(record, outcome);
    }

    private void adopt(GroupRecord record, GroupHealth health) {
        become(Optional.of(new GroupState(record, health)));
        looks.keepAt(members(record));
    }

    private void warnIfMembersDiffer(GroupRecord record) {
        if (!members(record).equals(members(first))) {
            LOG.warn(
                    "group {}: the store lists the members {}, the configuration {}; the store's count",
                    first.id(),
                    members(record),
                    members(first));
        }
    }

    private static List<Member> members(GroupRecord record) {
        return record.members().stream().map(MemberRecord::member).toList();
    }

    // Commands

    @Override
    public boolean maySend(Version decidedOn) {
        return !stopped && keeper.isSettledAt(decidedOn) && held.isStillHeld().getAsBoolean();
    }

    @Override
    public void sending(NodeId node) {
        memory = memory.withFloor(node, Long.MAX_VALUE);
    }

    @Override
    public void sent(Action action, Sent outcome) {
        wiring.listener().sent(action, outcome);
        if (!stopped) {
            memory = memory.withFloor(action.node(), looks.at(action.node()));
        }
    }
}
