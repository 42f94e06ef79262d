package dev.regroup.examples.orders;

import dev.regroup.Reconciler;
import dev.regroup.check.Forecast;
import dev.regroup.coordinator.Coordinator;
import dev.regroup.examples.redis.Client;
import dev.regroup.examples.redis.RedisLab;
import dev.regroup.examples.redis.RedisProcess;
import dev.regroup.examples.store.Store;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.NodeId;
import dev.regroup.model.Policy;
import dev.regroup.node.Nodes;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Plays one order on a fresh group, and checks what came of it. Confined to one thread. */
final class OrderRun {

    /**
     * K, as the explorer prints it and the README publishes it: so many rounds after the last fault a group has
     * converged, apart from what its nodes need themselves.
     */
    static final int ROUNDS_TO_CONVERGE = 6;

    /** What the nodes themselves may need: a replica tries to link once a second only. */
    private static final Duration ALLOWANCE = Duration.ofSeconds(5);

    static final Policy POLICY = Policy.fast();
    private static final Duration READY_WITHIN = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final Duration LAST_WRITE_WITHIN = Duration.ofSeconds(3);

    private final Order order;
    private final Gap gap;
    private final Group group;
    private final Journal journal;
    /** How much longer than usual the group may take. */
    private final Duration extra;

    private final Supplier<Optional<GroupState>> state;
    private final Writes writes;
    private final Convergence convergence;
    private final List<String> faults = new ArrayList<>();
    private Duration late = Duration.ZERO;
    private Duration converging = Duration.ZERO;
    private int lost;
    private List<String> raced = List.of();

    private OrderRun(
            Order order, Gap gap, Group group, Journal journal, Duration extra, Supplier<Optional<GroupState>> state) {
        this.extra = extra;
        this.order = order;
        this.gap = gap;
        this.group = group;
        this.journal = journal;
        this.state = state;
        this.writes = new Writes(group.addresses(), state, journal);
        this.convergence = new Convergence(group, state);
    }

    /**
     * Plays an order; what goes wrong with the group is a fault in the result.
     *
     * @param lab where the nodes are started; borrowed
     * @param nodes how the reconciler looks at them; borrowed
     * @param place where the record is kept
     * @param size how many nodes the group has
     */
    static OrderResult play(RedisLab lab, Nodes nodes, Store.Place place, int size, Order order, Gap gap) {
        try (Sabotage none = Sabotage.none()) {
            return play(lab, nodes, place, none, size, order, gap);
        }
    }

    /** Like the other one, with a store that may be killed on the way. */
    static OrderResult play(
            RedisLab lab, Nodes nodes, Store.Place place, Sabotage sabotage, int size, Order order, Gap gap) {
        try (Group group = Group.start(lab, Order.nodes(size))) {
            GroupRecord first = GroupRecord.first(place.group(), group.members());
            Journal journal = new Journal(first);
            try (Coordinator coordinator = sabotage.coordinator(place.clients().get(), journal);
                    Reconciler reconciler = Reconciler.builder()
                            .coordinator(coordinator)
                            .layout(place.layout())
                            .nodes(sabotage.nodes(nodes, coordinator, journal))
                            .policy(POLICY)
                            .group(first)
                            .listener(journal)
                            .build()) {
                reconciler.start();
                return new OrderRun(
                                order, gap, group, journal, sabotage.allowance(), () -> reconciler.state(place.group()))
                        .play();
            } finally {
                group.members().forEach(nodes::forget);
            }
        }
    }

    private OrderResult play() {
        List<String> missing = await(journal.now().plus(READY_WITHIN), convergence::missingToBegin);
        if (!missing.isEmpty()) {
            faults.add("the group was not ready before the first event: " + String.join("; ", missing));
            return result();
        }
        writes.writeNext();
        playEvents();
        verify();
        return result();
    }

    /** Each event begins one gap after the one before; each write ends just before the next event. */
    private void playEvents() {
        Duration at = journal.now();
        int last = order.events().size() - 1;
        for (Event event : order.events().subList(0, last)) {
            play(event, at);
            at = at.plus(gap.length());
            sleepUntil(at.minus(Writes.BUDGET));
            writes.writeNext();
        }
        play(order.events().get(last), at);
        awaitConvergence(at);
    }

    private void play(Event event, Duration at) {
        sleepUntil(at);
        Duration behind = journal.now().minus(at);
        late = behind.compareTo(late) > 0 ? behind : late;
        journal.played(event.toString());
        RedisProcess node = group.node(event.node());
        switch (event.kind()) {
            case STOP -> node.kill9();
            case START -> node.start();
        }
    }

    /**
     * The last write comes as long after its event as the others do, whether the group has converged by then or not.
     */
    private void awaitConvergence(Duration lastStart) {
        Duration writeAt = lastStart.plus(gap.length()).minus(Writes.BUDGET);
        Duration rounds = POLICY.probeInterval().multipliedBy(ROUNDS_TO_CONVERGE);
        boolean isEarly = await(writeAt, convergence::missing).isEmpty();
        converging = journal.now().minus(lastStart);
        sleepUntil(writeAt);
        writes.writeNext();
        List<String> missing = await(lastStart.plus(rounds).plus(ALLOWANCE).plus(extra), convergence::missing);
        if (!isEarly) {
            converging = journal.now().minus(lastStart);
        }
        journal.played(missing.isEmpty() ? "converged" : "not converged");
        faults.addAll(missing);
    }

    private void verify() {
        Optional<NodeId> master = state.get().flatMap(known -> known.record().master());
        lost = writes.acknowledged();
        if (master.isEmpty()) {
            return;
        }
        try (Client client = Client.connect(group.node(master.get()).address(), ANSWER_WITHIN)) {
            List<String> missing = writes.missingOn(client);
            lost = missing.size();
            if (!missing.isEmpty()) {
                faults.add("acknowledged writes are lost: " + missing + " on " + master.get());
            }
            raced = writes.explainRaced(client);
            if (faults.isEmpty()) {
                verifyReplicas(client);
            }
        } catch (UncheckedIOException failure) {
            faults.add("the recorded master does not answer: " + failure.getMessage());
        }
    }

    /** A replica that has a last write has all earlier ones: a link that is up may still bring them. */
    private void verifyReplicas(Client master) {
        int replicas = group.nodes().size() - 1;
        master.write("last", "write");
        int have = master.awaitReplicas(replicas, LAST_WRITE_WITHIN);
        if (have < replicas) {
            faults.add("a last write reached only " + have + " of " + replicas + " replicas");
            return;
        }
        for (RedisProcess node : group.nodes()) {
            try (Client client = Client.connect(node.address(), ANSWER_WITHIN)) {
                List<String> missing = writes.missingOn(client);
                if (!missing.isEmpty()) {
                    faults.add(node.id() + " lacks " + missing + ", which the master has");
                }
            }
        }
    }

    private OrderResult result() {
        long interval = POLICY.probeInterval().toNanos();
        OrderResult.Figures figures = new OrderResult.Figures(
                (converging.toNanos() + interval - 1) / interval,
                state.get().map(known -> known.record().epoch()).orElse(0L),
                journal.commands(),
                journal.commits(),
                journal.timeouts(),
                late.toMillis());
        OrderResult.WriteFigures written = new OrderResult.WriteFigures(writes.acknowledged(), lost, raced);
        List<Forecast.Outcome> ended = state
                .get()
                .flatMap(known -> known.record().master())
                .stream()
                .flatMap(master -> journal.taken().stream().map(commands -> new Forecast.Outcome(master, commands)))
                .toList();
        return new OrderResult(order, gap, faults, figures, written, ended, journal.lines());
    }

    /** Returns what is missing at the deadline; empty as soon as nothing is. */
    private List<String> await(Duration deadline, Supplier<List<String>> missing) {
        List<String> now = missing.get();
        while (!now.isEmpty() && journal.now().compareTo(deadline) < 0) {
            sleepUntil(journal.now().plus(POLL));
            now = missing.get();
        }
        return now;
    }

    private void sleepUntil(Duration at) {
        Duration left = at.minus(journal.now());
        if (left.isNegative()) {
            return;
        }
        try {
            Thread.sleep(left.toMillis(), left.toNanosPart() % 1_000_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while an order was played", interrupted);
        }
    }
}
