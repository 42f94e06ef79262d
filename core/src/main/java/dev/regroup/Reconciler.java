package dev.regroup;

import dev.regroup.coordinator.Change;
import dev.regroup.coordinator.Coordinator;
import dev.regroup.coordinator.Layout;
import dev.regroup.coordinator.Leadership;
import dev.regroup.coordinator.NativeLayout;
import dev.regroup.coordinator.Version;
import dev.regroup.model.Address;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.InvalidConfiguration;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.Policy;
import dev.regroup.node.Nodes;
import dev.regroup.reduce.Reducer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the recorded state of many groups in agreement with their nodes, for as long as it leads: it looks at the
 * nodes, reduces, commits, and only then commands. Groups do not wait for each other. Thread-safe.
 *
 * <p>It borrows its coordinator and its nodes, and closes neither.
 */
public final class Reconciler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    private static final Duration CLOSING_MAX = Duration.ofSeconds(2);

    private enum Phase {
        NEW,
        STARTED,
        CLOSED
    }

    private final Wiring wiring;
    private final ScheduledExecutorService executor;
    private final boolean isExecutorOwned;
    private final Formats formats;
    private final Relisting relisting;
    private final Map<GroupId, GroupLoop> loops;
    private final List<Coordinator.Subscription> subscriptions = new ArrayList<>();
    private Phase phase = Phase.NEW;
    private volatile boolean isLeading;

    private Reconciler(Builder builder, Coordinator coordinator, Nodes nodes) {
        List<ReconcilerListener> listeners = new ArrayList<>(List.of(new LogListener()));
        listeners.addAll(builder.listeners);
        Reducer reducer = Reducer.of(builder.policy);
        this.wiring = new Wiring(
                coordinator,
                new LowestFormat(builder.layout, this::format),
                nodes,
                builder.policy,
                reducer::reduce,
                new Announcer(listeners));
        this.isExecutorOwned = builder.executor.isEmpty();
        this.executor = builder.executor.orElseGet(Reconciler::ownExecutor);
        this.formats = new Formats(
                coordinator,
                builder.layout.election(),
                builder.layout.format(),
                Timers.using(executor),
                () -> changed(new Change.All()));
        Time time = new Time(Ticker.system(), InstantSource.system(), Timers.using(executor));
        this.relisting = new Relisting(coordinator, builder.layout.prefixes(), time, () -> isLeading, this::listed);
        this.loops = loops(builder.groups, time);
    }

    private int format() {
        return formats.lowest();
    }

    private static ScheduledExecutorService ownExecutor() {
        return new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "regroup");
            thread.setDaemon(true);
            return thread;
        });
    }

    private Map<GroupId, GroupLoop> loops(List<GroupRecord> groups, Time time) {
        Map<GroupId, GroupLoop> all = new LinkedHashMap<>();
        for (GroupRecord first : groups) {
            Lane lane = new Lane(first.id().value(), executor, time, wiring.gapMax());
            all.put(first.id(), new GroupLoop(first, wiring, lane));
        }
        return all;
    }

    /** Returns a builder that knows nothing but the default policy. */
    public static Builder builder() {
        return new Builder();
    }

    /** Campaigns, and looks after the groups whenever it leads. Starting twice, or after closing, does nothing. */
    public synchronized void start() {
        if (phase == Phase.NEW) {
            phase = Phase.STARTED;
            formats.start();
            wiring.layout()
                    .prefixes()
                    .forEach(prefix -> subscriptions.add(wiring.coordinator().watch(prefix, this::changed)));
            subscriptions.add(wiring.coordinator().campaign(wiring.layout().election(), this::leadership));
            relisting.start();
        }
    }

    private void changed(Change change) {
        loops.values().forEach(loop -> loop.changed(change));
    }

    private void listed(Map<String, Version> found) {
        loops.values().forEach(loop -> loop.listed(found));
        formats.look();
    }

    private void leadership(Leadership leadership) {
        isLeading = leadership instanceof Leadership.Held;
        LOG.info(leadership instanceof Leadership.Held ? "this reconciler leads" : "this reconciler does not lead");
        loops.values().forEach(loop -> loop.leadership(leadership));
    }

    /**
     * Returns the newest state of that group: its record as committed, and the counters. Empty for an unknown group,
     * and while this reconciler does not lead or has not read the record yet.
     */
    public Optional<GroupState> state(GroupId group) {
        return Optional.ofNullable(loops.get(group)).flatMap(GroupLoop::state);
    }

    /**
     * Stops, then gives up the leadership; idempotent, takes at most a few seconds. The groups stay as they are. A
     * command that was sent before may still take effect. On an executor with a single thread it must not be called
     * from a listener, which would only make it wait in vain.
     */
    @Override
    public void close() {
        List<Coordinator.Subscription> ending;
        synchronized (this) {
            phase = Phase.CLOSED;
            ending = List.copyOf(subscriptions);
            subscriptions.clear();
            if (isExecutorOwned && executor.isShutdown()) {
                return;
            }
        }
        relisting.close();
        CountDownLatch done = new CountDownLatch(loops.size());
        loops.values().forEach(loop -> loop.stop(done));
        await(done);
        ending.forEach(Coordinator.Subscription::close);
        formats.close();
        if (isExecutorOwned) {
            executor.shutdownNow();
        }
    }

    private static void await(CountDownLatch done) {
        try {
            if (!done.await(CLOSING_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{} groups were still busy when the reconciler closed", done.getCount());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Collects what a reconciler needs. Confined to one thread. */
    public static final class Builder {

        private Optional<Coordinator> coordinator = Optional.empty();
        private Optional<Nodes> nodes = Optional.empty();
        private Optional<ScheduledExecutorService> executor = Optional.empty();
        private Policy policy = Policy.defaults();
        private Layout layout = NativeLayout.defaults();
        private final List<GroupRecord> groups = new ArrayList<>();
        private final List<ReconcilerListener> listeners = new ArrayList<>();

        private Builder() {}

        /** Sets where the records live; borrowed, required. */
        public Builder coordinator(Coordinator coordinator) {
            this.coordinator = Optional.of(coordinator);
            return this;
        }

        /** Sets who looks at nodes and commands them; borrowed, required. */
        public Builder nodes(Nodes nodes) {
            this.nodes = Optional.of(nodes);
            return this;
        }

        /** Sets the rules; {@link Policy#defaults()} otherwise. */
        public Builder policy(Policy policy) {
            this.policy = policy;
            return this;
        }

        /** Sets how records are kept in the store; {@link NativeLayout#defaults()} otherwise. */
        public Builder layout(Layout layout) {
            this.layout = layout;
            return this;
        }

        /**
         * Adds a group; at least one is required.
         *
         * @param first the record to begin with, used only if the store has none of this group
         */
        public Builder group(GroupRecord first) {
            groups.add(first);
            return this;
        }

        /** Adds a listener. */
        public Builder listener(ReconcilerListener listener) {
            listeners.add(listener);
            return this;
        }

        /** Sets the threads to run on; borrowed. Otherwise the reconciler owns a single daemon thread. */
        public Builder executor(ScheduledExecutorService executor) {
            this.executor = Optional.of(executor);
            return this;
        }

        /**
         * Returns the reconciler, not started.
         *
         * @throws InvalidConfiguration if anything is missing, twice, or cannot work; lists every fault
         */
        public Reconciler build() {
            List<String> faults = new ArrayList<>(policy.faults());
            if (coordinator.isEmpty()) {
                faults.add("there is no coordinator");
            }
            if (nodes.isEmpty()) {
                faults.add("there are no nodes to look with");
            }
            if (groups.isEmpty()) {
                faults.add("there is no group");
            }
            addGroupFaults(faults);
            if (!faults.isEmpty()) {
                throw InvalidConfiguration.of(faults);
            }
            return new Reconciler(this, coordinator.orElseThrow(), nodes.orElseThrow());
        }

        private void addGroupFaults(List<String> faults) {
            Set<GroupId> ids = new HashSet<>();
            Set<GroupId> twice = new LinkedHashSet<>();
            for (GroupRecord group : groups) {
                faults.addAll(group.faults());
                faults.addAll(layout.faults(group.id()));
                if (!ids.add(group.id())) {
                    twice.add(group.id());
                }
            }
            twice.forEach(id -> faults.add("the group " + id + " is given more than once"));
            addSharedAddresses(faults);
        }

        /** Two groups would command such a node in turns. */
        private void addSharedAddresses(List<String> faults) {
            Map<Address, Set<GroupId>> owners = new LinkedHashMap<>();
            for (GroupRecord group : groups) {
                for (MemberRecord member : group.members()) {
                    Stream.concat(Stream.of(member.member().address()), member.member().aliases().stream())
                            .forEach(address -> owners.computeIfAbsent(address, unused -> new LinkedHashSet<>())
                                    .add(group.id()));
                }
            }
            owners.forEach((address, ids) -> {
                if (ids.size() > 1) {
                    faults.add("the address " + address + " is in more than one group: " + ids);
                }
            });
        }
    }
}
