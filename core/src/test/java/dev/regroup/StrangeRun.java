package dev.regroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.StrangeNodes.Node;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator.Check;
import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Coordinator.Read;
import dev.regroup.coordinator.MemoryCoordinator;
import dev.regroup.coordinator.MemoryFaults;
import dev.regroup.coordinator.MemoryStore;
import dev.regroup.coordinator.NativeLayout;
import dev.regroup.coordinator.NativeLayout.Decoding;
import dev.regroup.coordinator.Put;
import dev.regroup.coordinator.Register;
import dev.regroup.model.Block;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.Member;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Reduction;
import dev.regroup.node.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * One group of many nodes, the loop that keeps its record, and everything that can go wrong between them, on a virtual
 * clock; each step is judged as it is taken, and each pause. Confined to one thread.
 */
final class StrangeRun implements ReconcilerListener, Ears {

    /** The defaults, but for what would make pauses long. */
    static final Policy POLICY = Policy.defaults()
            .withCoolDown(Duration.ofSeconds(2))
            .withCoolDownMax(Duration.ofSeconds(4))
            .withCalm(Duration.ofSeconds(20));

    private static final List<Fate> FATES = List.of(Fate.values());
    private static final List<MemoryFaults.OfCommit> SPOILS = List.of(MemoryFaults.OfCommit.values());
    private static final GroupId GROUP = GroupId.of("strange");
    /** Longer than any retry, patience, lease and memory of reversals. */
    private static final Duration CALM = Duration.ofMinutes(3);
    /** After these the group is at rest, and then it stays so. */
    private static final Duration QUIET = Duration.ofSeconds(30);

    private final VirtualTime time = new VirtualTime();
    private final MemoryStore store = MemoryStore.using(time::execute, time::now);
    private final MemoryCoordinator client = store.client();
    private final NativeLayout layout = NativeLayout.defaults();
    private final StrangeNodes nodes;
    private final Promised promised;
    private final GroupLoop loop;
    private final List<String> story = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private GroupRecord lastStored;
    /** What was decided lately, by which the records that follow each other in the store are accounted for. */
    private final Deque<Step> decided = new ArrayDeque<>();

    private Duration wallJump = Duration.ZERO;
    private int commits;
    private int commands;
    private int writes;

    StrangeRun(int size, BiFunction<GroupState, Observation, Reduction> reducer) {
        List<Member> members = IntStream.range(0, size)
                .mapToObj(i -> Member.parse((char) ('a' + i) + "=10.0.0." + (i + 1) + ":6379"))
                .toList();
        nodes = new StrangeNodes(time, members, this);
        promised = new Promised(nodes);
        lastStored = GroupRecord.first(GROUP, members);
        Wiring wiring = new Wiring(client, layout, nodes, POLICY, reducer, this);
        Time clocks = new Time(time::now, () -> Instant.EPOCH.plus(time.now()).plus(wallJump), time::after);
        loop = new GroupLoop(lastStored, wiring, new Lane("strange", time::execute, clocks, wiring.gapMax()));
        client.watch(layout.prefix(), loop::changed);
        client.campaign("reconciler", loop::leadership);
        pause();
    }

    // What is done

    void play(Deed deed) {
        tell(deed.toString());
        perform(deed, nodeAt(deed.node()), nodeAt(deed.other()));
        time.advance(deed.gap());
        judge(this::followTheChain);
        assertNoFault();
    }

    /** Faults that were found while the loop told of itself, which would not hear of them. */
    private void assertNoFault() {
        assertThat(faults).isEmpty();
    }

    private void perform(Deed deed, Node node, Node other) {
        switch (deed.kind()) {
            case STOP -> nodes.stop(node);
            case START -> nodes.start(node);
            case START_AS_MASTER -> byHand(node, Optional.empty(), node.isDown());
            case START_FOLLOWING -> byHand(node, Optional.of(other.id()), node.isDown());
            case PROMOTE_BY_HAND -> byHand(node, Optional.empty(), node.isUp());
            case POINT_BY_HAND -> byHand(node, Optional.of(other.id()), node.isUp());
            case HANG -> nodes.hang(node);
            case RESUME -> nodes.resume(node);
            case CUT -> nodes.cut(node);
            case SEVER -> nodes.sever(node);
            case MEND -> nodes.mend(node);
            case WRITE -> write();
            case SPOIL_COMMAND -> nodes.nextCommand(FATES.get(deed.other() % FATES.size()));
            case RESTART_OBSERVER -> {
                promised.forget();
                client.expire();
            }
            case STORE_AWAY -> client.faults().outage();
            case STORE_BACK -> client.faults().restored();
            case SPOIL_COMMIT -> client.faults().nextCommit(SPOILS.get(deed.other() % SPOILS.size()));
            case HOLD_STORE -> client.faults().holdReplies();
            case RELEASE_STORE -> client.faults().releaseReplies();
            case EDIT -> edit(node.id(), 1 + deed.other());
            case JUMP_WALL -> wallJump = Duration.ofSeconds(37L * (deed.other() - 4));
            case PAUSE -> pause();
        }
        time.settle();
    }

    /** What somebody else does with roles may lose any write, and is held against nobody. */
    private void byHand(Node node, Optional<NodeId> master, boolean isPossible) {
        if (isPossible) {
            promised.disturb();
            nodes.point(node, master);
        }
    }

    private void write() {
        GroupRecord record = stored();
        Optional<Node> master =
                record.master().map(nodes::node).filter(Node::isUp).filter(Node::isMaster);
        if (master.isPresent()) {
            int write = ++writes;
            boolean isEverywhere = nodes.write(master.get(), write);
            if (isEverywhere && master.get().isReached() && record.claim() instanceof Claim.None) {
                promised.acknowledged(write, master.get(), record);
            }
        }
    }

    private void edit(NodeId node, int priority) {
        judge(this::followTheChain);
        GroupRecord record = lastStored;
        if (register().isEmpty()) {
            return;
        }
        MemberRecord member = record.member(node).orElseThrow();
        GroupRecord edited = record.withMember(
                new MemberRecord(member.member().withPriority(priority), member.health(), member.standing()));
        Check check = new Check(
                layout.key(GROUP), Optional.of(register().orElseThrow().version()));
        Put put = new Put(layout.key(GROUP), layout.encode(edited));
        store.client()
                .commit(new Commit(List.of(check), List.of(put), Optional.empty()))
                .toCompletableFuture()
                .join();
        lastStored = edited;
    }

    /** All faults end; before long the group is converged, or blocked for a reason that holds, and stays as it is. */
    void pause() {
        tell("pause");
        nodes.noMoreFates();
        client.faults().restored();
        client.faults().releaseReplies();
        nodes.all().forEach(nodes::mend);
        time.advance(CALM);
        operate();
        int commitsBefore = commits;
        int commandsBefore = commands;
        time.advance(QUIET);
        assertNoFault();
        assertThat(commits).as("commits at rest (S38)").isEqualTo(commitsBefore);
        assertThat(commands).as("commands at rest (S38)").isEqualTo(commandsBefore);
        judgeRest();
        promised.calm();
    }

    /** Whatever only an operator can decide is decided: who is recorded as master is to be followed by all. */
    private void operate() {
        for (int tries = 0; tries < 3 && stored().block() instanceof Block.On on; tries++) {
            assertThat(isEarned(on.kind()))
                    .as("blocked for a reason that holds (L1): %s", on)
                    .isTrue();
            NodeId master = stored().master().orElseThrow();
            nodes.point(nodes.node(master), Optional.empty());
            nodes.all().stream()
                    .filter(node -> !node.id().equals(master))
                    .forEach(node -> nodes.point(node, Optional.of(master)));
            promised.disturb();
            time.advance(CALM);
        }
    }

    /** Everybody runs and is reached: that leaves what somebody did by hand. */
    private boolean isEarned(Block.Kind kind) {
        Optional<Node> master = stored().master().map(nodes::node);
        boolean isMaster = master.filter(Node::isMaster).isPresent();
        return promised.isDisturbed()
                && switch (kind) {
                    case SPLIT_BRAIN -> isMaster && nodes.masters() > 1;
                    case OVERTHROWN, MASTERLESS -> !isMaster;
                    case CONTESTED -> isMaster;
                    default -> false;
                };
    }

    private void judgeRest() {
        GroupRecord record = stored();
        assertThat(record.block())
                .as("not blocked once the operator decided (L2)")
                .isInstanceOf(Block.None.class);
        assertThat(record.claim()).as("no claim stays (L6)").isInstanceOf(Claim.None.class);
        Node master = nodes.node(record.master().orElseThrow());
        assertThat(master.isMaster())
                .as("%s is recorded and is master (L1)", master.id())
                .isTrue();
        for (MemberRecord member : record.members()) {
            assertThat(member.health()).as("%s is up (L5)", member.id()).isEqualTo(MemberRecord.Health.UP);
            Node node = nodes.node(member.id());
            assertThat(node == master || node.isLinkedTo(master.id()))
                    .as("%s follows %s (L8)", node.id(), master.id())
                    .isTrue();
        }
        assertThat(promised.missingOn(master))
                .as("promised writes that %s lacks and others have", master.id())
                .isEmpty();
    }

    // What is heard, and judged at once

    /** S28: what it rests on is stored. */
    @Override
    public void sending(Command command) {
        commands++;
        judge(this::followTheChain);
        GroupRecord record = lastStored;
        NodeId node = command.member().id();
        boolean isGrounded = command instanceof Command.Promote
                ? record.claim() instanceof Claim.Pending claim
                        ? claim.candidate().equals(node)
                        : record.master().equals(Optional.of(node))
                : !(command instanceof Command.Follow follow)
                        || record.master().equals(Optional.of(follow.master().id()));
        judge(() -> assertThat(isGrounded)
                .as("%s of %s rests on what is stored (S28): %s", command, node, record)
                .isTrue());
    }

    @Override
    public void obeying(Command command, Node node) {
        tell("  " + node.id() + " obeys " + command.getClass().getSimpleName());
        judge(() -> {
            if (command instanceof Command.Promote) {
                promised.promoting(node);
            } else if (command instanceof Command.Follow follow) {
                promised.following(node, nodes.node(follow.master().id()));
            }
        });
    }

    private void judge(Runnable check) {
        try {
            check.run();
        } catch (AssertionError fault) {
            faults.add(fault.getMessage());
        }
    }

    @Override
    public void reduced(Step step) {
        if (!step.before().record().equals(step.reduction().state().record())) {
            decided.addLast(step);
            if (decided.size() > 50) {
                decided.removeFirst();
            }
            tell("  " + step.reduction().reasons());
        }
    }

    @Override
    public void committed(GroupRecord record, CommitOutcome outcome) {
        commits++;
        judge(this::followTheChain);
    }

    /**
     * S27: what is stored was decided on what was stored before; S6: epochs never fall, and rise by a claim. Also of
     * what a former leader stored, who heard no more of it.
     */
    private void followTheChain() {
        GroupRecord now = stored();
        for (int links = 0; !lastStored.equals(now); links++) {
            GroupRecord before = lastStored;
            List<GroupRecord> next = decided.stream()
                    .filter(step -> step.before().record().equals(before))
                    .map(step -> step.reduction().state().record())
                    .toList();
            assertThat(next).as("decided on %s (S27) before %s", before, now).isNotEmpty();
            assertThat(links).as("links to %s (S27)", now).isLessThan(9);
            lastStored = next.contains(now)
                    ? now
                    : next.stream()
                            .filter(link -> leads(link, now))
                            .findFirst()
                            .orElseThrow(() ->
                                    new AssertionError("no decisions lead from " + before + " to " + now + " (S27)"));
            boolean isClaimed = lastStored.claim() instanceof Claim.Pending
                    && !lastStored.claim().equals(before.claim());
            long least = before.epoch() + (isClaimed ? 1 : 0);
            assertThat(lastStored.epoch()).as("epochs (S6)").isBetween(least, before.epoch() + 1);
            promised.committed(before, lastStored);
        }
    }

    private boolean leads(GroupRecord link, GroupRecord to) {
        return decided.stream()
                .anyMatch(step -> step.before().record().equals(link)
                        && step.reduction().state().record().equals(to));
    }

    @Override
    public void looked(GroupId group, NodeReport report) {
        promised.looked(report, lastStored);
    }

    private void tell(String what) {
        story.add(time.now() + " " + what);
    }

    /** Returns what happened last, for whoever has to understand a failure. */
    String story() {
        return String.join("\n", story.subList(Math.max(0, story.size() - 60), story.size()));
    }

    private Node nodeAt(int index) {
        List<Node> all = List.copyOf(nodes.all());
        return all.get(index % all.size());
    }

    private GroupRecord stored() {
        return register()
                .map(register -> ((Decoding.Decoded) layout.decode(register.value())).record())
                .orElse(lastStored);
    }

    private Optional<Register> register() {
        Read read = store.client().read(layout.key(GROUP)).toCompletableFuture().join();
        return read instanceof Read.Found found ? Optional.of(found.register()) : Optional.empty();
    }
}
