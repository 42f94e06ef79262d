package dev.regroup.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.check.Event.StartAs;
import dev.regroup.model.Policy;
import dev.regroup.reduce.Reducer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Every legal stop/start order of 2, 3 and 4 nodes, in every restart flavour, with few and with many rounds between two
 * events: in the end one master is recorded, every node follows it, and it has every acknowledged write.
 */
class OrdersProperties {

    /** How nodes come back. */
    enum Flavour {
        LAST_ROLE,
        LAST_ROLE_NEW_HISTORY,
        AS_MASTER,
        FOLLOWING_ANOTHER;

        Set<Feature> features() {
            return switch (this) {
                case LAST_ROLE -> EnumSet.of(Feature.WRITES);
                case LAST_ROLE_NEW_HISTORY -> EnumSet.of(Feature.WRITES, Feature.NEW_HISTORY_ON_RESTART);
                case AS_MASTER -> EnumSet.of(Feature.WRITES, Feature.START_AS_MASTER);
                case FOLLOWING_ANOTHER -> EnumSet.of(Feature.WRITES, Feature.START_OLD_ROLE);
            };
        }

        StartAs startAs(int node, int nodes) {
            return switch (this) {
                case LAST_ROLE, LAST_ROLE_NEW_HISTORY -> new StartAs.LastRole();
                case AS_MASTER -> new StartAs.Master();
                case FOLLOWING_ANOTHER -> new StartAs.Following((node + 1) % nodes);
            };
        }
    }

    private static final Policy POLICY = Policy.defaults().withLagMax(0);
    private static final Map<Flavour, Play> PLAYS = new HashMap<>();
    private static final Map<Integer, Integer> PLAYED = new HashMap<>();

    @Property(generation = GenerationMode.EXHAUSTIVE)
    void everyOrderOfTwoNodesConverges(
            @ForAll("ordersOfTwo") List<Integer> order, @ForAll Flavour flavour, @ForAll("gaps") int rounds) {
        play(2, order, flavour, rounds);
    }

    @Property(generation = GenerationMode.EXHAUSTIVE)
    void everyOrderOfThreeNodesConverges(
            @ForAll("ordersOfThree") List<Integer> order, @ForAll Flavour flavour, @ForAll("gaps") int rounds) {
        play(3, order, flavour, rounds);
    }

    @Property(generation = GenerationMode.EXHAUSTIVE)
    void everyOrderOfFourNodesConverges(
            @ForAll("ordersOfFour") List<Integer> order, @ForAll Flavour flavour, @ForAll("gaps") int rounds) {
        play(4, order, flavour, rounds);
    }

    /** A search that skips orders would look just as green. */
    @AfterContainer
    static void everyOrderWasPlayed() throws IOException {
        int variants = Flavour.values().length * 4;
        assertThat(PLAYED).isEqualTo(Map.of(2, 8 * variants, 3, 111 * variants, 4, 2920 * variants));
        assertThat(Files.readString(Path.of("..", "README.md")))
                .contains("the 3,039 stop/start orders of 2, 3 and 4 nodes, each in " + variants + " variants");
        Proof.note("stop and start orders", 8 + 111 + 2920);
        System.out.println("orders: every stop/start order of 2, 3 and 4 nodes (8, 111, 2920) in " + variants
                + " variants each: converged, no acknowledged write lost");
    }

    @Provide
    Arbitrary<List<Integer>> ordersOfTwo() {
        return Arbitraries.of(StopStartOrders.of(2));
    }

    @Provide
    Arbitrary<List<Integer>> ordersOfThree() {
        return Arbitraries.of(StopStartOrders.of(3));
    }

    @Provide
    Arbitrary<List<Integer>> ordersOfFour() {
        return Arbitraries.of(StopStartOrders.of(4));
    }

    /** None, fewer than detection takes, about as many, and enough to come to rest. */
    @Provide
    Arbitrary<Integer> gaps() {
        return Arbitraries.of(0, 1, 3, 7);
    }

    private static void play(int nodes, List<Integer> order, Flavour flavour, int rounds) {
        PLAYED.merge(nodes, 1, Integer::sum);
        Play play = PLAYS.computeIfAbsent(flavour, f -> new Play(POLICY, Reducer.of(POLICY)::reduce, f.features()));
        Play.Result result = play.play(nodes, order, node -> flavour.startAs(node, nodes), rounds);
        assertThat(result.fault()).as(() -> result.path().toString()).isEmpty();
        boolean mayBlock = flavour == Flavour.AS_MASTER || flavour == Flavour.FOLLOWING_ANOTHER;
        if (!mayBlock) {
            assertThat(result.isConverged()).as(() -> result.path().toString()).isTrue();
        }
    }
}
