package dev.regroup.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PolicyProperties {

    @Property(tries = 1000)
    void everyPolicyThatCanWorkIsReadBackAsItWasWritten(@ForAll("working") Policy policy) {
        assertThat(policy.faults()).isEmpty();
        assertThat(Policy.parse(policy.toMap())).isEqualTo(policy);
    }

    @Property(tries = 1000)
    void theTextsOfWhatWasReadAreTheTextsThatWereWritten(@ForAll("working") Policy policy) {
        Map<String, String> unordered = new HashMap<>(policy.toMap());

        assertThat(Policy.parse(unordered).toMap()).containsExactlyEntriesOf(policy.toMap());
    }

    @Property(tries = 1000)
    void aPolicyThatCannotWorkIsRefusedWithItsFaults(@ForAll("any") Policy policy) {
        if (policy.faults().isEmpty()) {
            assertThat(Policy.parse(policy.toMap())).isEqualTo(policy);
        } else {
            assertThat(catchThrowableOfType(InvalidConfiguration.class, () -> Policy.parse(policy.toMap()))
                            .faults())
                    .isEqualTo(policy.faults());
        }
    }

    @Property(tries = 1000)
    void anyTextsAreReadOrRefused(@ForAll Map<String, String> texts, @ForAll String text) {
        texts.put("probe-interval", text);

        assertThat(catchThrowableOfType(InvalidConfiguration.class, () -> Policy.parse(texts))
                        .faults())
                .isNotEmpty();
    }

    @Provide
    Arbitrary<Policy> working() {
        Arbitrary<Duration> reactions = spans(10_000_000L, 60_000_000_000L);
        return policies(
                reactions,
                spans(0, 3_600_000_000_000L),
                Arbitraries.integers().between(1, 1000),
                Arbitraries.longs().greaterOrEqual(0));
    }

    @Provide
    Arbitrary<Policy> any() {
        Arbitrary<Duration> any = Arbitraries.oneOf(
                spans(Long.MIN_VALUE, Long.MAX_VALUE),
                Combinators.combine(Arbitraries.longs(), Arbitraries.integers().between(0, 999_999_999))
                        .as(Duration::ofSeconds));
        return policies(any, any, Arbitraries.integers(), Arbitraries.longs());
    }

    private static Arbitrary<Policy> policies(
            Arbitrary<Duration> reactions,
            Arbitrary<Duration> minimums,
            Arbitrary<Integer> counts,
            Arbitrary<Long> lags) {
        return Combinators.combine(reactions, reactions, reactions, minimums, counts, counts, lags)
                .as((interval, deadline, command, minimum, misses, confirmations, lag) -> Policy.defaults()
                        .withProbeInterval(interval)
                        .withProbeDeadline(deadline)
                        .withCommandDeadline(command)
                        .withMinimumDuration(minimum)
                        .withMisses(misses)
                        .withConfirmations(confirmations)
                        .withLagMax(lag))
                .withoutEdgeCases();
    }

    private static Arbitrary<Duration> spans(long least, long most) {
        return Arbitraries.longs().between(least, most).map(Duration::ofNanos);
    }
}
