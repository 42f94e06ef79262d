package dev.regroup;

import dev.regroup.coordinator.Bytes;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator.Check;
import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Coordinator.Read;
import dev.regroup.coordinator.MemoryCoordinator;
import dev.regroup.coordinator.MemoryStore;
import dev.regroup.coordinator.NativeLayout;
import dev.regroup.coordinator.NativeLayout.Decoding;
import dev.regroup.coordinator.Put;
import dev.regroup.coordinator.Register;
import dev.regroup.model.Action;
import dev.regroup.model.Diagnosis;
import dev.regroup.model.GroupHealth;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.Member;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Presumption;
import dev.regroup.model.Reduction;
import dev.regroup.model.Reign;
import dev.regroup.model.Standing;
import dev.regroup.node.Command;
import dev.regroup.node.Sent;
import dev.regroup.reduce.Reducer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * One loop of one group of three nodes, a store and a network, all on a virtual clock, with everything that happened.
 * Confined to one thread.
 */
final class LoopWorld implements ReconcilerListener {

    /** A command as it left, and what the store held at that moment. */
    record Departure(Duration at, Command command, GroupRecord stored) {}

    static final GroupId GROUP = GroupId.of("orders");
    static final Member A = Member.parse("a=10.0.0.1:6379");
    static final Member B = Member.parse("b=10.0.0.2:6379");
    static final Member C = Member.parse("c=10.0.0.3:6379");

    final VirtualTime time = new VirtualTime();
    final SimulatedNodes nodes = new SimulatedNodes(time, List.of(A, B, C));
    final MemoryStore store = MemoryStore.using(time::execute, time::now);
    final MemoryCoordinator client = store.client();
    final List<Step> steps = new ArrayList<>();
    final List<CommitOutcome> commits = new ArrayList<>();
    final List<Departure> departures = new ArrayList<>();
    final List<Sent> outcomes = new ArrayList<>();
    final List<NodeReport> reports = new ArrayList<>();
    final List<String> storeBlocks = new ArrayList<>();
    final List<Duration> storeReleases = new ArrayList<>();
    final GroupLoop loop;

    private final NativeLayout layout = NativeLayout.defaults();
    private boolean hearing = true;

    /** Creates a world that decides so; the loop does not lead yet. */
    LoopWorld(BiFunction<GroupState, Observation, Reduction> reducer) {
        this(reducer, Policy.defaults(), recorded());
    }

    LoopWorld(BiFunction<GroupState, Observation, Reduction> reducer, Policy policy, GroupRecord first) {
        Wiring wiring = new Wiring(client, layout, nodes, policy, reducer, this);
        loop = new GroupLoop(first, wiring, new Lane("orders", time::execute, time.time(), wiring.gapMax()));
        nodes.onSend(command -> departures.add(new Departure(time.now(), command, stored())));
    }

    /** Returns a world with the shipped reducer. */
    static LoopWorld shipped(Policy policy, GroupRecord first) {
        return new LoopWorld(Reducer.of(policy)::reduce, policy, first);
    }

    /** Returns the record of a group that is converged under a. */
    static GroupRecord recorded() {
        Position start = Position.of("h0", 100);
        List<MemberRecord> members = List.of(A, B, C).stream()
                .map(member -> new MemberRecord(
                        member,
                        MemberRecord.Health.UP,
                        new Standing.InSync(
                                SimulatedNodes.incarnation(member.id().value(), 1), start)))
                .toList();
        return GroupRecord.of(GROUP, 1, new Reign.Of(1, A.id(), start), members);
    }

    /** Puts that record into the store before the loop begins. */
    LoopWorld storing(GroupRecord record) {
        String key = layout.key(GROUP);
        commit(new Check(key, Optional.empty()), new Put(key, layout.encode(record)));
        return this;
    }

    /** Joins the election; the first looks are on their way. */
    LoopWorld start() {
        client.watch(layout.prefix(), loop::changed);
        client.campaign("reconciler", leadership -> {
            if (hearing) {
                loop.leadership(leadership);
            }
        });
        time.settle();
        return this;
    }

    /** Joins the election and lets the first looks be answered. */
    LoopWorld begin() {
        start();
        pass(Duration.ofMillis(10));
        return this;
    }

    /** From now on the loop does not hear of its leadership. */
    void deafen() {
        hearing = false;
    }

    void pass(Duration duration) {
        time.advance(duration);
    }

    /** Returns the record in the store. */
    GroupRecord stored() {
        Decoding decoding = layout.decode(register().value());
        return ((Decoding.Decoded) decoding).record();
    }

    private Register register() {
        Read read = store.client().read(layout.key(GROUP)).toCompletableFuture().join();
        return ((Read.Found) read).register();
    }

    /** Lets somebody else write the register. */
    void edit(GroupRecord record) {
        edit(layout.encode(record));
    }

    void edit(Bytes content) {
        Check check = new Check(layout.key(GROUP), Optional.of(register().version()));
        commit(check, new Put(layout.key(GROUP), content));
    }

    /** Lets somebody else delete the register. */
    void delete() {
        store.client()
                .commit(new Commit(List.of(), List.of(), List.of(layout.key(GROUP)), Optional.empty()))
                .toCompletableFuture()
                .join();
    }

    private void commit(Check check, Put put) {
        CommitOutcome outcome = store.client()
                .commit(new Commit(List.of(check), List.of(put), Optional.empty()))
                .toCompletableFuture()
                .join();
        if (!(outcome instanceof CommitOutcome.Committed)) {
            throw new AssertionError("somebody else's commit failed: " + outcome);
        }
    }

    GroupState state() {
        return loop.state().orElseThrow();
    }

    Observation lastObservation() {
        return steps.get(steps.size() - 1).observation();
    }

    List<Command> commands() {
        return departures.stream().map(Departure::command).toList();
    }

    // Small reducers

    /** Finds everything healthy and changes nothing. */
    static Reduction nothing(GroupState state, Observation observation) {
        return Reduction.of(state, Diagnosis.HEALTHY);
    }

    /** Changes nothing but counts each look at every node, so that every report is a step. */
    static Reduction counting(GroupState state, Observation observation) {
        GroupHealth health = state.health();
        for (NodeReport report : observation.reports()) {
            health = health.with(report.node(), new NodeHealth.Confirming(1, report.look()));
        }
        return Reduction.of(new GroupState(state.record(), health), Diagnosis.HEALTHY);
    }

    static Reduction acting(GroupState state, Action... actions) {
        return Reduction.of(state, Diagnosis.WRONG_POINTER).withActions(List.of(actions));
    }

    static Action.Follow follow(String node) {
        return new Action.Follow(
                GROUP,
                1,
                new Presumption.IsReplica(NodeId.of(node), SimulatedNodes.incarnation(node, 1)),
                new Presumption.IsMaster(A.id(), SimulatedNodes.incarnation("a", 1)),
                Action.Copy.PLAIN);
    }

    // What is heard

    @Override
    public void reduced(Step step) {
        steps.add(step);
    }

    @Override
    public void committed(GroupRecord record, CommitOutcome outcome) {
        commits.add(outcome);
    }

    @Override
    public void sent(Action action, Sent outcome) {
        outcomes.add(outcome);
    }

    @Override
    public void looked(GroupId group, NodeReport report) {
        reports.add(report);
    }

    @Override
    public void blockedByStore(GroupId group, String reason) {
        storeBlocks.add(reason);
    }

    @Override
    public void unblockedByStore(GroupId group) {
        storeReleases.add(time.now());
    }
}
