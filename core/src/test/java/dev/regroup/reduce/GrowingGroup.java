package dev.regroup.reduce;

import dev.regroup.model.Action;
import dev.regroup.model.Address;
import dev.regroup.model.Attached;
import dev.regroup.model.Choice;
import dev.regroup.model.Commanded;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Link;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongBiFunction;
import java.util.stream.IntStream;

/**
 * A group of any number of nodes to which something happens that concerns them all, and what its dearest reduction costs.
 * To be loaded by {@link CountingLoader}, else everything is free. Confined to one thread.
 */
final class GrowingGroup implements ToLongBiFunction<String, Integer> {

    /** What happens to a group whose first node is master. */
    enum Story {
        /** It is met for the first time, and is healthy from then on. */
        FIRST_CONTACT,
        /** Each replica is a little behind the one before. */
        LAGGING,
        /** The master dies, all replicas are to be ranked. */
        MASTER_DEAD,
        /** The master dies, and which replica has how much is told by none. */
        MASTER_DEAD_UNKNOWN_POSITIONS,
        /** Each node follows the one before. */
        CHAIN,
        /** Each node follows the one before, the first one the last. */
        CIRCLE,
        /** Everybody comes back in a new life with its role, in a history of its own. */
        ALL_RESTARTED,
        /** Everybody is master. */
        ALL_MASTERS,
        /** Nobody answers any more. */
        ALL_DEAD,
        /** Everybody answers without telling anything. */
        ALL_MUTE,
        /** Everybody is an empty master in a new life. */
        ALL_EMPTY
    }

    private static final int ROUNDS = 12;
    private static final List<Policy> POLICIES = List.of(
            Policy.defaults(),
            Policy.defaults()
                    .withDataRule(Choice.DataRule.AVAILABLE)
                    .withGrace(Duration.ZERO)
                    .withUnusableMaster(Choice.Unusable.FAIL_OVER)
                    .withUnusableDuration(Duration.ZERO)
                    .withUnexpectedMasters(Choice.UnexpectedMasters.REVERT)
                    .withChains(Choice.Chains.KEEP));

    /** Returns the most steps that one reduction takes in that story with that many nodes. */
    @Override
    public long applyAsLong(String story, Integer nodes) {
        long most = 0;
        for (Policy policy : POLICIES) {
            most = Math.max(most, new Run(Reducer.of(policy), Story.valueOf(story), nodes).most());
        }
        return most;
    }

    /** One story with one group under one policy. */
    private static final class Run {

        private final Reducer reducer;
        private final Story story;
        private final int nodes;
        private final List<Commanded> commanded = new ArrayList<>();
        private List<NodeReport> lastGood = List.of();
        private Duration now = Duration.ofHours(1);
        private GroupState state;

        Run(Reducer reducer, Story story, int nodes) {
            this.reducer = reducer;
            this.story = story;
            this.nodes = nodes;
            this.state = GroupState.of(GroupRecord.first(
                    GroupId.of("g"),
                    IntStream.range(0, nodes)
                            .mapToObj(node -> Member.of(id(node), address(node)))
                            .toList()));
        }

        long most() {
            long most = 0;
            for (int round = 1; round <= ROUNDS; round++) {
                long steps = round(round, Story.FIRST_CONTACT);
                most = story == Story.FIRST_CONTACT ? Math.max(most, steps) : 0;
            }
            for (int round = ROUNDS + 1; round <= 2 * ROUNDS; round++) {
                most = Math.max(most, round(round, story));
            }
            return most;
        }

        private long round(int look, Story playing) {
            now = now.plusSeconds(1);
            List<NodeReport> reports = IntStream.range(0, nodes)
                    .mapToObj(node -> new NodeReport(id(node), look, now, now, outcome(node, playing)))
                    .toList();
            Observation observation = Observation.of(now, Instant.EPOCH.plus(now), reports)
                    .withLastGood(lastGood)
                    .withCommanded(commanded);
            long before = Ticks.count();
            Reduction reduction = reducer.reduce(state, observation);
            long steps = Ticks.count() - before;
            state = reduction.state();
            reduction.actions().stream().map(Action::order).forEach(this::remember);
            lastGood = reports.stream().allMatch(report -> report.outcome() instanceof Outcome.Answered)
                    ? reports
                    : lastGood;
            return steps;
        }

        /** The command has no effect, and is remembered as one that was sent. */
        private void remember(Commanded.Order order) {
            commanded.removeIf(last -> last.order().equals(order));
            commanded.add(Commanded.first(order, now));
        }

        private Outcome outcome(int node, Story playing) {
            boolean isFirst = node == 0;
            return switch (playing) {
                case FIRST_CONTACT -> isFirst ? master("1", "h", 1000) : replica(0, Link.up(), Position.of("h", 1000));
                case LAGGING -> isFirst ? master("1", "h", 1000) : replica(0, Link.up(), Position.of("h", 1000 - node));
                case MASTER_DEAD -> isFirst ? dead() : replica(0, new Link.Down(), Position.of("h", 1000 + node));
                case MASTER_DEAD_UNKNOWN_POSITIONS ->
                    isFirst ? dead() : replica(0, new Link.Down(), Position.unknown());
                case CHAIN -> isFirst ? master("1", "h", 1000) : replica(node - 1, Link.up(), Position.of("h", 1000));
                case CIRCLE -> replica((node + nodes - 1) % nodes, new Link.Down(), Position.of("h", 1000));
                case ALL_RESTARTED -> isFirst ? master("2", "i", 1000) : inNewLife(node);
                case ALL_MASTERS -> master("1", isFirst ? "h" : "i" + node, 1000);
                case ALL_DEAD -> dead();
                case ALL_MUTE -> new Outcome.Uninformative(Outcome.Refusal.AUTH, "?");
                case ALL_EMPTY ->
                    new Outcome.Answered(info("2", new Role.Master(), Position.of("e" + node, 0))
                            .withContents(NodeInfo.Contents.EMPTY));
            };
        }

        private Outcome master(String life, String history, long offset) {
            List<Address> fed =
                    IntStream.range(1, nodes).mapToObj(GrowingGroup::address).toList();
            return new Outcome.Answered(
                    info(life, new Role.Master(), Position.of(history, offset)).withAttached(Attached.Told.of(fed)));
        }

        private static Outcome replica(int of, Link link, Position position) {
            return new Outcome.Answered(info("1", new Role.Replica(address(of), link), position)
                    .withAttached(new Attached.Told(List.of())));
        }

        private static Outcome inNewLife(int node) {
            return new Outcome.Answered(
                    info("2", new Role.Replica(address(0), new Link.Down()), Position.of("r" + node, 1000)));
        }

        private static NodeInfo info(String life, Role role, Position position) {
            return NodeInfo.of(Incarnation.of(life), role, position)
                    .withPersistence(NodeInfo.Persistence.APPEND_ONLY)
                    .withContents(NodeInfo.Contents.SOME)
                    .withEligibility(NodeInfo.Eligibility.YES)
                    .withWritability(NodeInfo.Writability.WRITABLE);
        }

        private static Outcome dead() {
            return new Outcome.Silent(Outcome.Silence.REFUSED);
        }
    }

    private static NodeId id(int node) {
        return NodeId.of("n" + node);
    }

    private static Address address(int node) {
        return Address.of("10.0.0." + (node + 1), 6379);
    }
}
