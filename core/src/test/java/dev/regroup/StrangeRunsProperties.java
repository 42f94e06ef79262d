package dev.regroup;

import dev.regroup.reduce.Reducer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/**
 * Long strange runs: the shipped loop and reducer, the store in memory, and five to nine nodes with real offsets and
 * times, to which anything happens in any order. See {@link StrangeRun} for what is judged. The build plays the same
 * runs each time, every night other ones.
 */
class StrangeRunsProperties {

    private static final Reducer REDUCER = Reducer.of(StrangeRun.POLICY);

    @Property(tries = 8, seed = "2026")
    void nothingIsLostAndEveryPauseEndsInRest(
            @ForAll @IntRange(min = 5, max = 9) int nodes, @ForAll("hundreds") List<Deed> deeds) {
        play(nodes, deeds);
    }

    @Property(tries = 5)
    @Tag("nightly")
    void nothingIsLostInTenThousandDeeds(
            @ForAll @IntRange(min = 5, max = 9) int nodes, @ForAll("tenThousand") List<Deed> deeds) {
        play(nodes, deeds);
    }

    private static void play(int nodes, List<Deed> deeds) {
        StrangeRun run = new StrangeRun(nodes, REDUCER::reduce);
        try {
            deeds.forEach(run::play);
            run.pause();
        } catch (AssertionError | RuntimeException fault) {
            throw new AssertionError(fault.getMessage() + "\n" + run.story(), fault);
        }
    }

    @Provide
    Arbitrary<List<Deed>> hundreds() {
        return deeds().list().ofMinSize(100).ofMaxSize(200);
    }

    @Provide
    Arbitrary<List<Deed>> tenThousand() {
        return deeds().list().ofSize(10_000);
    }

    private static Arbitrary<Deed> deeds() {
        List<Deed.Kind> kinds = Stream.of(Deed.Kind.values())
                .flatMap(kind -> Collections.nCopies(kind.weight(), kind).stream())
                .toList();
        return Combinators.combine(
                        Arbitraries.of(kinds),
                        Arbitraries.integers().between(0, 8),
                        Arbitraries.integers().between(0, 8),
                        gaps())
                .as(Deed::new);
    }

    /** None, less than an interval, about as long as detection takes, and long. */
    private static Arbitrary<Duration> gaps() {
        return Arbitraries.frequencyOf(
                        Tuple.of(2, Arbitraries.just(0)),
                        Tuple.of(4, Arbitraries.integers().between(1, 900)),
                        Tuple.of(4, Arbitraries.integers().between(900, 5_000)),
                        Tuple.of(1, Arbitraries.integers().between(5_000, 90_000)))
                .map(Duration::ofMillis);
    }
}
