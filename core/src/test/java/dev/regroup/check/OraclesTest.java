package dev.regroup.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Choice;
import dev.regroup.model.GroupState;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Reduction;
import dev.regroup.reduce.Reducer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each oracle is needed: a wrong reducer that it reports is not reported so once that one oracle is switched off. What
 * judges nothing would let everything pass.
 */
@Tag("slow")
class OraclesTest {

    private static final Configuration TWO = Configuration.of(2, 1);

    private static final Configuration OLD_ROLES = Configuration.of(2, 1, Feature.START_OLD_ROLE);

    /** What an oracle reports begins with the name of its promise. */
    private static final Pattern REPORTED = Pattern.compile("\"([SL][0-9]+|LOSS|BLOCK): ");

    @TempDir
    private static Path scratch;

    private static PatchedExplorer switchable;

    @BeforeAll
    static void compile() {
        switchable = PatchedExplorer.switchable(scratch);
    }

    /**
     * A wrong reducer, and what notices it first.
     *
     * @param oracle which promise it breaks
     * @param in where
     * @param reducer what it is under a policy
     */
    private record Wrong(
            String oracle, Configuration in, Function<Policy, BiFunction<GroupState, Observation, Reduction>> reducer) {

        static Wrong of(String oracle, Configuration in, WrongReducer reducer) {
            return new Wrong(oracle, in, reducer::under);
        }

        @Override
        public String toString() {
            return oracle;
        }
    }

    static Stream<Wrong> wrong() {
        return Stream.of(
                Wrong.of("S3", TWO, WrongReducer.MALFORMED),
                Wrong.of("S5", TWO, WrongReducer.MEDDLING),
                Wrong.of("S6", TWO, WrongReducer.LEAPING),
                new Wrong("S7", Configuration.of(2, 2), OraclesTest::hasty),
                Wrong.of("S11", TWO, WrongReducer.USURPING),
                Wrong.of("S12", TWO, WrongReducer.WASTEFUL),
                Wrong.of("S13", TWO, WrongReducer.DEMOTING),
                Wrong.of("S14", TWO, WrongReducer.TRUSTING),
                Wrong.of("S15", TWO, WrongReducer.FENCING),
                Wrong.of("S17", TWO, WrongReducer.RESTLESS),
                Wrong.of("S19", TWO, WrongReducer.BLIND),
                Wrong.of("S23", TWO, WrongReducer.STAMMERING),
                Wrong.of("S24", Configuration.of(3, 1), WrongReducer.GREEDY),
                Wrong.of("S26", TWO, WrongReducer.SILENT),
                Wrong.of("L1", TWO, WrongReducer.LEADERLESS),
                Wrong.of("L4", TWO, WrongReducer.WAVERING),
                Wrong.of("L5", TWO, WrongReducer.OBLIVIOUS),
                Wrong.of("L6", TWO, WrongReducer.STUBBORN),
                new Wrong("L7", TWO, OraclesTest::dawdling),
                Wrong.of("L8", OLD_ROLES, WrongReducer.IDLE),
                new Wrong("LOSS", Configuration.of(2, 2, Feature.WRITES), OraclesTest::reckless),
                Wrong.of("BLOCK", TWO, WrongReducer.DESPONDENT));
    }

    /** One miss is death to it. */
    private static BiFunction<GroupState, Observation, Reduction> hasty(Policy policy) {
        return Reducer.of(policy.withMisses(1).withMinimumDuration(Duration.ZERO))::reduce;
    }

    /** Four misses are death to it. */
    private static BiFunction<GroupState, Observation, Reduction> dawdling(Policy policy) {
        return Reducer.of(policy.withMisses(4).withMinimumDuration(Duration.ZERO))::reduce;
    }

    /** Elects whoever is there. */
    private static BiFunction<GroupState, Observation, Reduction> reckless(Policy policy) {
        return Reducer.of(policy.withDataRule(Choice.DataRule.AVAILABLE).withGrace(Duration.ZERO))::reduce;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void isMissedOnceItIsSwitchedOff(Wrong wrong) {
        BiFunction<GroupState, Observation, Reduction> reducer =
                wrong.reducer().apply(wrong.in().policy());
        Exploration judged = wrong.in().explore(policy -> reducer);

        assertThat(judged.counterexample()).as("with all oracles").isNotEmpty();
        assertThat(judged.counterexample().get(judged.counterexample().size() - 1))
                .as("with all oracles")
                .startsWith(wrong.oracle() + ": ");
        assertThat(switchable.without(wrong.oracle()).explore(wrong.in(), reducer))
                .as("without that oracle")
                .doesNotStartWith(wrong.oracle() + ": ");
    }

    /** The patched explorer differs from the shipped one in nothing else. */
    @Test
    void withAnotherOracleSwitchedOffTheSameIsReported() {
        assertThat(switchable.without("S3").explore(TWO, WrongReducer.SILENT.under(TWO.policy())))
                .startsWith("S26: ");
        assertThat(switchable.without("L4").explore(TWO, WrongReducer.LEADERLESS.under(TWO.policy())))
                .startsWith("L1: ");
    }

    /** One that takes everything at rest for converged sees neither that nothing was done nor a stray replica. */
    @Test
    void whatTakesEverythingForConvergedMissesWhatHasNotConverged() {
        PatchedExplorer blind = PatchedExplorer.alwaysConverged(scratch);

        assertThat(blind.explore(TWO, WrongReducer.LEADERLESS.under(TWO.policy())))
                .doesNotStartWith("L1: ");
        assertThat(blind.explore(OLD_ROLES, WrongReducer.IDLE.under(OLD_ROLES.policy())))
                .doesNotStartWith("L8: ");
        assertThat(blind.explore(TWO, WrongReducer.WAVERING.under(TWO.policy())))
                .startsWith("L4: ");
    }

    @Test
    void everyOracleHasSomebodyWhomItCatches() throws IOException {
        Set<String> oracles = new TreeSet<>();
        for (String file : Set.of("Judge.java", "Earned.java", "Explorer.java")) {
            Path source = Path.of("src", "main", "java", "dev", "regroup", "check", file);
            REPORTED.matcher(Files.readString(source)).results().forEach(found -> oracles.add(found.group(1)));
        }

        assertThat(wrong().map(Wrong::oracle).toList()).containsExactlyInAnyOrderElementsOf(oracles);
    }
}
