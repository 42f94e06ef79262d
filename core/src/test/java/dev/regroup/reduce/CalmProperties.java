package dev.regroup.reduce;

import static dev.regroup.reduce.Situation.A;
import static dev.regroup.reduce.Situation.B;
import static dev.regroup.reduce.Situation.C;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Attached;
import dev.regroup.model.GroupState;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Link;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Reduction;
import dev.regroup.model.Role;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The short way for a healthy group comes to what the long way comes to, but for who would be elected. */
class CalmProperties {

    private static final Policy POLICY = Policy.defaults();
    private static final Reducer REDUCER = Reducer.of(POLICY);
    private static final long REACHED = 100 + 3 * POLICY.lagMax();

    /** Where the short way ends, and on both sides of it. */
    private static final List<Long> BEHIND = List.of(0L, 0L, 1L, -1L, POLICY.lagMax(), POLICY.lagMax() + 1);

    private static Situation healthy = Situation.healthy(POLICY);
    private static int shortWays;
    private static int longWays;

    /** Once, which is what makes it fast; but not for ever, as PIT changes the reducer between two runs. */
    @BeforeContainer
    static void begin() {
        healthy = Situation.healthy(POLICY);
        shortWays = 0;
        longWays = 0;
    }

    @Property(tries = 20_000)
    @SuppressWarnings("ReferenceEquality") // The very instance is what is promised.
    void theShortWayComesToTheSame(@ForAll long seed) {
        Random random = new Random(seed);
        Situation situation = healthy.copy();
        for (NodeId node : List.of(A, B, C)) {
            situation.set(node, strange(random, node, usual(random, node)));
        }
        if (random.nextInt(8) == 0) {
            situation.missing(List.of(A, B, C).get(random.nextInt(3)));
        }
        GroupState state = situation.state();
        Observation observation = situation.look();

        boolean isShort = Calm.is(POLICY.lagMax(), state, observation);
        Reduction atLength = REDUCER.atLength(state, observation);
        assertThat(REDUCER.reduce(state, observation)).isEqualTo(isShort ? atLength.withVerdicts(List.of()) : atLength);
        assertThat(isShort).isEqualTo(isShort && atLength.state() == state);
        shortWays += isShort ? 1 : 0;
        longWays += isShort ? 0 : 1;
    }

    /** One that is never taken would look just as right. */
    @AfterContainer
    static void bothWaysWereTaken() {
        assertThat(shortWays).isGreaterThan(1_000);
        assertThat(longWays).isGreaterThan(1_000);
    }

    private static NodeInfo usual(Random random, NodeId node) {
        NodeInfo info = node.equals(A)
                ? Situation.master(REACHED)
                : Situation.replica(A, Link.up(), REACHED - BEHIND.get(random.nextInt(BEHIND.size())));
        return node.equals(A)
                ? info.withAttached(Attached.Told.of(List.of(Situation.address(B), Situation.address(C))))
                : info;
    }

    private static Attached told(Random random) {
        return new Attached.Told(List.of(
                Attached.Fed.of(Situation.address(B), BEHIND.get(random.nextInt(BEHIND.size()))),
                Attached.Fed.of(Situation.address(C), BEHIND.get(random.nextInt(BEHIND.size())))));
    }

    private static NodeInfo strange(Random random, NodeId node, NodeInfo info) {
        return switch (random.nextInt(40)) {
            case 0 -> NodeInfo.of(Incarnation.of("2"), info.role(), info.position());
            case 1 -> NodeInfo.of(info.incarnation(), info.role(), Position.of("other", REACHED));
            case 2 -> NodeInfo.of(info.incarnation(), info.role(), Position.unknown());
            case 3 -> NodeInfo.of(info.incarnation(), new Role.Master(), info.position());
            case 4 -> Situation.replica(A, new Link.Down(), REACHED);
            case 5 -> Situation.replica(B, Link.up(), REACHED);
            case 6 -> info.withAttached(new Attached.Told(List.of()));
            case 13, 14, 15 -> info.withAttached(told(random)).withPersistence(NodeInfo.Persistence.ON_DISK);
            case 16 -> info.withPersistence(NodeInfo.Persistence.ON_DISK);
            case 7 -> info.withAttached(Attached.Told.of(List.of(Situation.address(node), Situation.address(B))));
            case 8 -> info.withReadiness(NodeInfo.Readiness.LOADING);
            case 9 -> info.withEligibility(NodeInfo.Eligibility.NO);
            case 10 -> info.withContents(NodeInfo.Contents.EMPTY);
            case 11 -> info.withWritability(NodeInfo.Writability.REFUSES_WRITES);
            case 12 ->
                NodeInfo.of(
                        info.incarnation(),
                        info.role(),
                        new Position.Known("other", List.of(REACHED), List.of(new Position.Ancestor("h", REACHED))));
            default -> info;
        };
    }
}
