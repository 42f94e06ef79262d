package dev.regroup.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regroup.model.Explanation;
import dev.regroup.model.InvalidConfiguration;
import dev.regroup.model.Reduction;
import dev.regroup.reduce.Reducer;
import java.time.Duration;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The line that explains a reduction is read back exactly, and nothing else is read at all. */
class ExplanationProperties {

    private static final String PIECES = "ab[], ;:0123 _-";

    @Property(tries = 20_000)
    void theLineOfAnyReductionReadsBack(@ForAll long seed, @ForAll int millis) {
        Reduction reduction = new Anything(seed).reduction();
        Explanation explanation = Explanation.of(reduction, Duration.ofMillis(millis));

        String line = explanation.toString();

        assertThat(line).doesNotContain("\n");
        assertThat(Explanation.parse(line)).isEqualTo(explanation);
    }

    /** Bad input is an argument like any other: counters, times and numbers at their limits, pointers to anybody. */
    @Property(tries = 20_000)
    void anyArgumentIsReducedAndExplained(@ForAll long seed) {
        Inputs inputs = new Anything(seed).entry().inputs();
        Reducer reducer = Reducer.of(inputs.policy());

        Reduction reduction = reducer.reduce(inputs.state(), inputs.observation());
        Explanation explanation = Explanation.of(reduction, inputs.observation().at());

        assertThat(Explanation.parse(explanation.toString())).isEqualTo(explanation);
        boolean isChanged = !reduction.state().record().equals(inputs.state().record());
        if (isChanged || !reduction.actions().isEmpty()) {
            assertThat(explanation.reasons()).isNotEmpty();
        }
        assertThat(reducer.readiness(inputs.state(), inputs.observation()))
                .hasSizeLessThan(inputs.state().record().members().size());
    }

    @Property(tries = 20_000)
    void aDamagedLineIsRefusedOrIsTheLineOfSomethingElse(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder line = new StringBuilder(
                Explanation.of(new Anything(seed).reduction(), Duration.ZERO).toString());
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(line.length());
            char piece = PIECES.charAt(random.nextInt(PIECES.length()));
            line.replace(at, at + random.nextInt(2), String.valueOf(piece));
        }
        assertReadsExactlyOrIsRefused(line.toString());
    }

    @Property(tries = 20_000)
    void anyTextIsRefusedOrRead(@ForAll String text) {
        assertReadsExactlyOrIsRefused(text);
    }

    private static void assertReadsExactlyOrIsRefused(String text) {
        try {
            assertThat(Explanation.parse(text)).hasToString(text);
        } catch (InvalidConfiguration refused) {
            assertThat(refused.faults()).hasSize(1);
        }
    }

    @Example
    void whatMeansTheSameIsWrittenInOneWayOnly() {
        for (String other : new String[] {
            "HEALTHY; again in 60s",
            "HEALTHY; again in PT1S",
            "HEALTHY; waits for 01 MISSES[a]",
            "HEALTHY; waits for 0 MISSES[a]",
            "HEALTHY; waits for 99999999999 MISSES[a]",
            "HEALTHY; blocked ALL_DOWN[]",
            "HEALTHY; blocked ALL_DOWN,UNPROVEN",
            "HEALTHY; candidates b FIRST 1",
            "HEALTHY; candidates b ELECTABLE 0",
            "HEALTHY; candidates b FORBIDDEN 2",
            "HEALTHY: NODE_UP[a,b]",
            "HEALTHY: 1 NODE_UP[a]",
            "HEALTHY; candidates b",
            "HEALTHY; again in 900000h",
            "HEALTHY\n",
            "healthy",
            ""
        }) {
            assertThatThrownBy(() -> Explanation.parse(other)).as(other).isInstanceOf(InvalidConfiguration.class);
        }
    }

    @Example
    void aPersonCanReadIt() {
        String line = "MASTER_DOWN: NODE_DOWN[a], BLOCKED; blocked HELD_COOL_DOWN; candidates b FIRST, c LAGGING;"
                + " vetoed COOL_DOWN for 8s; waits for TIME; again in 8s";

        assertThat(Explanation.parse(line)).hasToString(line);
    }
}
