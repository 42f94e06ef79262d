package dev.regroup.examples.bench;

import dev.regroup.model.Address;
import dev.regroup.model.Attached;
import dev.regroup.model.Claim;
import dev.regroup.model.Diagnosis;
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
import dev.regroup.reduce.Reducer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the reducer is given in one situation of a group: the first node is master, the others follow it. Values are not
 * shared between nodes, as if each had been read from an answer of its own. Immutable.
 *
 * @param state the state before
 * @param observation what is seen now
 */
record Scene(GroupState state, Observation observation) {

    static final Reducer REDUCER = Reducer.of(Policy.defaults());

    private static final Duration BEGIN = Duration.ofHours(1);
    /** Enough to record the master and that all replicas are in sync. */
    private static final int ROUNDS = 5;
    /** About what a busy master takes between the looks at it and at its replicas. */
    private static final long BEHIND = 2_000;

    /** Healthy, and nothing was written between the looks. */
    static Scene healthy(int group, int nodes) {
        return settled(group, nodes, 0);
    }

    /** Healthy, and each replica is a little behind what its master has just told. */
    static Scene busy(int group, int nodes) {
        return settled(group, nodes, BEHIND);
    }

    /** The look that makes a refusing master down, with all its replicas seen without a link: a failover is decided. */
    static Scene masterDown(int group, int nodes) {
        GroupState state = settled(group, nodes, 0).state();
        Observation lastGood = observed(group, nodes, ROUNDS, 0);
        for (int round = ROUNDS + 1; round < ROUNDS + 10; round++) {
            Observation seen = orphaned(group, nodes, round).withLastGood(lastGood.reports());
            Reduction reduction = REDUCER.reduce(state, seen);
            if (reduction.state().record().claim() instanceof Claim.Pending) {
                return new Scene(state, seen);
            }
            state = reduction.state();
        }
        throw new IllegalStateException("no failover is decided: " + state);
    }

    @SuppressWarnings("ReferenceEquality") // The very instance is what is promised.
    private static Scene settled(int group, int nodes, long behind) {
        List<Member> members = IntStream.range(0, nodes)
                .mapToObj(node -> Member.of(id(node), address(group, node)))
                .toList();
        GroupState state = GroupState.of(GroupRecord.first(GroupId.of("group-" + group), members));
        for (int round = 0; round < ROUNDS; round++) {
            state = REDUCER.reduce(state, observed(group, nodes, round, behind)).state();
        }
        Observation last = observed(group, nodes, ROUNDS, behind);
        Reduction reduction = REDUCER.reduce(state, last);
        if (reduction.state() != state || reduction.diagnosis() != Diagnosis.HEALTHY) {
            throw new IllegalStateException("not settled: " + reduction);
        }
        return new Scene(state, last);
    }

    private static Observation observed(int group, int nodes, int round, long behind) {
        List<NodeReport> reports = IntStream.range(0, nodes)
                .mapToObj(node -> report(
                        node,
                        round,
                        new Outcome.Answered(
                                node == 0
                                        ? master(group, nodes)
                                        : replica(group, node, new Link.Up(Duration.ofSeconds(1)), behind))))
                .toList();
        return of(round, reports).withLastGood(reports);
    }

    private static Observation orphaned(int group, int nodes, int round) {
        List<NodeReport> reports = IntStream.range(0, nodes)
                .mapToObj(node -> report(
                        node,
                        round,
                        node == 0
                                ? new Outcome.Silent(Outcome.Silence.REFUSED)
                                : new Outcome.Answered(replica(group, node, new Link.Down(), 0))))
                .toList();
        return of(round, reports);
    }

    private static Observation of(int round, List<NodeReport> reports) {
        return Observation.of(at(round).plusMillis(5), Instant.EPOCH.plus(at(round)), reports);
    }

    private static NodeReport report(int node, int round, Outcome outcome) {
        return new NodeReport(id(node), round + 1, at(round), at(round).plusMillis(1), outcome);
    }

    private static Duration at(int round) {
        return BEGIN.plusSeconds(round);
    }

    private static NodeInfo master(int group, int nodes) {
        List<Address> fed =
                IntStream.range(1, nodes).mapToObj(node -> address(group, node)).toList();
        return info(group, 0, new Role.Master(), 0)
                .withAttached(Attached.Told.of(fed))
                .withWritability(NodeInfo.Writability.WRITABLE);
    }

    private static NodeInfo replica(int group, int node, Link link, long behind) {
        return info(group, node, new Role.Replica(address(group, 0), link), behind);
    }

    private static NodeInfo info(int group, int node, Role role, long behind) {
        return NodeInfo.of(
                        Incarnation.of(hex(group * 16 + node)),
                        role,
                        Position.of(hex(group), 1_000_000_000_000L + group - behind))
                .withEligibility(NodeInfo.Eligibility.YES)
                .withPersistence(NodeInfo.Persistence.APPEND_ONLY)
                .withContents(NodeInfo.Contents.SOME);
    }

    /** Forty digits, as Redis names lives and histories; a new text each time. */
    private static String hex(int number) {
        return String.format("%040x", number);
    }

    private static NodeId id(int node) {
        return NodeId.of(String.valueOf((char) ('a' + node)));
    }

    private static Address address(int group, int node) {
        return Address.of("10." + group / 250 + "." + group % 250 + "." + (node + 1), 6379);
    }
}
