package dev.regroup.examples.incident;

import dev.regroup.Reconciler;
import dev.regroup.coordinator.Coordinator;
import dev.regroup.coordinator.Layout;
import dev.regroup.coordinator.Registers;
import dev.regroup.examples.narrate.Style;
import dev.regroup.examples.narrate.Style.Tone;
import dev.regroup.examples.redis.CannotRun;
import dev.regroup.examples.redis.Client;
import dev.regroup.examples.redis.RedisLab;
import dev.regroup.examples.redis.RedisProcess;
import dev.regroup.examples.redis.Shutdown;
import dev.regroup.examples.store.Store;
import dev.regroup.examples.store.StoreOptions;
import dev.regroup.model.Block;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.Member;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.MemberRecord.Health;
import dev.regroup.model.NodeId;
import dev.regroup.model.Policy;
import dev.regroup.model.Standing;
import dev.regroup.redis.RedisNodes;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plays the order of the issue: stop the replica, stop the master, wait, start the master. Confined to one thread. */
@Command(
        name = "incident",
        header = "The order that wedged a dashboard, on two real nodes: stop replica, stop master, start master.",
        description = "Shows live what is done to the nodes, seen of them, recorded and sent; takes about 15 s.")
public final class Incident implements Callable<Integer> {

    private static final NodeId A = NodeId.of("a");
    private static final NodeId B = NodeId.of("b");
    /** A store may fail meanwhile, on a machine that has much else to do. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
    private static final String KEY = "written-before";
    private static final String VALUE = "still-here";
    private static final int LAST_PORT = 65_535;

    @Option(
            names = "--port",
            paramLabel = "<port>",
            description = "The port of node a, the next one is node b's; any free ones otherwise.")
    private Optional<Integer> port = Optional.empty();

    @Mixin
    private StoreOptions options = new StoreOptions();

    private GroupId group = GroupId.of("incident");

    private final PrintStream out = Style.standardOutput();
    private final Style style = Style.ofStandardOutput();

    /** Returns 0 if the group recovered, 1 if it did not. */
    @Override
    public Integer call() {
        checkPort();
        introduce();
        try (Store store = options.open();
                RedisLab lab = RedisLab.open()) {
            RedisProcess a =
                    port.map(first -> lab.startOn(first, A, Optional.empty())).orElseGet(() -> lab.startMaster(A));
            RedisProcess b = port.map(first -> lab.startOn(first + 1, B, Optional.of(a)))
                    .orElseGet(() -> lab.startReplica(B, a));
            return recover(a, b, store.place());
        } catch (NotRecovered failure) {
            if (Shutdown.hasBegun()) {
                return 1;
            }
            out.println();
            out.println(style.toned(Tone.RED, "NOT RECOVERED: " + failure.getMessage()));
            return 1;
        }
    }

    private void checkPort() {
        if (port.filter(first -> first < 1 || first > LAST_PORT - 1).isPresent()) {
            throw new CannotRun(
                    "--port is 1 to " + (LAST_PORT - 1) + ", as node b takes the next one, not " + port.get() + ".");
        }
    }

    private void introduce() {
        out.println(
                "Node a is the master, b its replica. Played with kill -9: stop b, stop a, wait, start a, start b.");
        out.println("The Codis dashboard then said \"try to fix a group\" for ever, and never that a was back:");
        out.println("https://github.com/OpenAtomFoundation/pikiwidb/issues/2649");
        out.println();
    }

    private int recover(RedisProcess a, RedisProcess b, Store.Place place) {
        GroupRecord first = GroupRecord.first(place.group(), List.of(a.member(), b.member()));
        group = place.group();
        Timeline timeline = new Timeline(out, style, first);
        try (Coordinator coordinator = place.clients().get();
                RedisNodes nodes = RedisNodes.create();
                Reconciler reconciler = Reconciler.builder()
                        .coordinator(coordinator)
                        .layout(place.layout())
                        .nodes(nodes)
                        .policy(Policy.fast())
                        .group(first)
                        .listener(timeline)
                        .build()) {
            warmUp(nodes, a);
            timeline.begin();
            reconciler.start();
            await(reconciler, "the group was not recorded as it runs", Incident::isInStep);
            write(a, KEY, VALUE, timeline);
            pause(Duration.ofSeconds(1));
            Duration recordedAfter = play(a, b, reconciler, timeline);
            prove(a, place);
            out.println();
            out.printf(
                    "Commands sent: %d. Records committed: %d. From the start of the master to its record: %d ms.%n",
                    timeline.commands(), timeline.commits(), recordedAfter.toMillis());
            return 0;
        }
    }

    /** The first connection in a JVM loads classes for a second; the timeline is about nodes. */
    private static void warmUp(RedisNodes nodes, RedisProcess node) {
        nodes.look(node.member(), PATIENCE).toCompletableFuture().join();
    }

    /** Returns how long it took from the start of the master to its record. */
    private Duration play(RedisProcess a, RedisProcess b, Reconciler reconciler, Timeline timeline) {
        stop(b, timeline);
        await(reconciler, "b was not recorded as down", state -> is(state, B, Health.DOWN));
        pause(Duration.ofSeconds(2));
        stop(a, timeline);
        await(reconciler, "a was not recorded as down", state -> is(state, A, Health.DOWN));
        timeline.remarked("waiting 5 s");
        pause(Duration.ofSeconds(5));

        timeline.played(A, Tone.GREEN, "start");
        long started = System.nanoTime();
        a.start();
        await(reconciler, "a is back, and is not recorded as the master that is up", Incident::isMasterBack);
        Duration recordedAfter = Duration.ofNanos(System.nanoTime() - started);
        write(a, "written-after", "new", timeline);
        pause(Duration.ofSeconds(2));

        timeline.played(B, Tone.GREEN, "start");
        b.start();
        await(reconciler, "b is back, and did not come into step", Incident::isInStep);
        return recordedAfter;
    }

    private static void stop(RedisProcess node, Timeline timeline) {
        timeline.played(node.id(), Tone.RED, "× kill -9");
        node.kill9();
    }

    private static void write(RedisProcess node, String key, String value, Timeline timeline) {
        try (Client client = Client.connect(node.address(), ANSWER_WITHIN)) {
            client.write(key, value);
            int replicas = client.linkedReplicas();
            int have = client.awaitReplicas(replicas, ANSWER_WITHIN);
            timeline.remarked("wrote " + key + " to " + node.id() + ", linked replicas that have it: " + have + " of "
                    + replicas);
        } catch (UncheckedIOException failure) {
            throw new NotRecovered(node.id() + " does not take writes: " + failure.getMessage());
        }
    }

    private void prove(RedisProcess a, Store.Place place) {
        out.println();
        try (Coordinator other = place.clients().get()) {
            GroupRecord record = readBack(other, place);
            if (!isMasterBack(GroupState.of(record))) {
                throw new NotRecovered("the store says " + record);
            }
            proven("recorded", "a second client of the store reads: master a, up, epoch " + record.epoch());
        }
        try (Client client = Client.connect(a.address(), ANSWER_WITHIN)) {
            String value = client.read(KEY).orElse("nothing");
            if (!VALUE.equals(value)) {
                throw new NotRecovered("a lost the key that was written before: it has " + value);
            }
            proven("has its data", KEY + " = " + value);
            client.write("written-last", "new");
            if (client.awaitReplicas(1, ANSWER_WITHIN) < 1) {
                throw new NotRecovered("b does not receive what is written to a");
            }
            proven("writable", "a new key was written to a, and b has it");
        } catch (UncheckedIOException failure) {
            throw new NotRecovered("a is recorded as master, but " + failure.getMessage());
        }
    }

    private void proven(String what, String how) {
        out.println(style.toned(Tone.GREEN, String.format("  %-13s", what)) + how);
    }

    private static GroupRecord readBack(Coordinator coordinator, Store.Place place) {
        Registers found = Registers.absent(place.layout().keys(place.group()));
        for (String key : place.layout().keys(place.group())) {
            Coordinator.Read read = answered(coordinator, key);
            if (!(read instanceof Coordinator.Read.Found register)) {
                throw new NotRecovered("the record cannot be read back: " + read);
            }
            found = found.with(List.of(register.register()));
        }
        GroupRecord nothing = GroupRecord.first(place.group(), List.of(Member.parse("nobody=127.0.0.1:1")));
        if (place.layout().read(nothing, found) instanceof Layout.Reading.Recorded recorded) {
            return recorded.record();
        }
        throw new NotRecovered("the record cannot be read back: " + found);
    }

    private static Coordinator.Read answered(Coordinator coordinator, String key) {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        Coordinator.Read read = coordinator.read(key).toCompletableFuture().join();
        while (read instanceof Coordinator.Read.Unreachable && System.nanoTime() - giveUpAt < 0) {
            pause(Duration.ofMillis(100));
            read = coordinator.read(key).toCompletableFuture().join();
        }
        return read;
    }

    private static boolean isMasterBack(GroupState state) {
        return state.record().master().equals(Optional.of(A))
                && is(state, A, Health.UP)
                && state.record().claim() instanceof Claim.None
                && state.record().block() instanceof Block.None;
    }

    private static boolean isInStep(GroupState state) {
        return isMasterBack(state)
                && is(state, B, Health.UP)
                && state.record()
                        .member(B)
                        .map(MemberRecord::standing)
                        .filter(Standing.InSync.class::isInstance)
                        .isPresent();
    }

    private static boolean is(GroupState state, NodeId node, Health health) {
        return state.record()
                .member(node)
                .filter(member -> member.health() == health)
                .isPresent();
    }

    private void await(Reconciler reconciler, String otherwise, Predicate<GroupState> condition) {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (reconciler.state(group).filter(condition).isEmpty()) {
            if (System.nanoTime() - giveUpAt > 0) {
                String state = reconciler.state(group).map(GroupState::toString).orElse("nothing");
                throw new NotRecovered(otherwise + " within " + PATIENCE.toSeconds() + " s; recorded is: " + state);
            }
            pause(Duration.ofMillis(1));
        }
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NotRecovered("interrupted");
        }
    }

    private static final class NotRecovered extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NotRecovered(String reason) {
            super(reason);
        }
    }
}
