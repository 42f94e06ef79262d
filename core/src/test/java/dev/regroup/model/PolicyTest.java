package dev.regroup.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyTest {

    @Test
    void everyKeyIsWrittenInTheShortestUnit() {
        assertThat(Policy.defaults().toMap())
                .containsExactly(
                        Map.entry("probe-interval", "1s"),
                        Map.entry("probe-deadline", "800ms"),
                        Map.entry("command-deadline", "1s"),
                        Map.entry("minimum-duration", "2s"),
                        Map.entry("misses", "3"),
                        Map.entry("confirmations", "2"),
                        Map.entry("lag-max", "1MiB"),
                        Map.entry("tie-window", "0"),
                        Map.entry("data-rule", "safe"),
                        Map.entry("grace", "1m"),
                        Map.entry("lost-data", "fail-over"),
                        Map.entry("unusable-master", "hold"),
                        Map.entry("unusable-duration", "30s"),
                        Map.entry("cool-down", "10s"),
                        Map.entry("cool-down-max", "10m"),
                        Map.entry("calm", "10m"),
                        Map.entry("data-centre", ""),
                        Map.entry("data-centre-rule", "preferred"),
                        Map.entry("unexpected-masters", "hold"),
                        Map.entry("chains", "flatten"),
                        Map.entry("full-copies", "allow"),
                        Map.entry("fresh-groups", "wait"),
                        Map.entry("resyncs-max", "2"),
                        Map.entry("resync-patience", "1m"),
                        Map.entry("follow-retry", "15s"));
    }

    @Test
    void whatIsMissingKeepsItsDefault() {
        assertThat(Policy.parse(Map.of())).isEqualTo(Policy.defaults());
        assertThat(Policy.parse(Map.of("misses", "5")))
                .isEqualTo(Policy.defaults().withMisses(5));
    }

    @Test
    void aValueMayBeSpelledInSeveralWays() {
        Policy policy = Policy.defaults().withMinimumDuration(Duration.ofMinutes(2));

        assertThat(List.of("2m", "120s", "120 s", " 120000ms ", "PT2M", "120000000us"))
                .allSatisfy(text -> assertThat(Policy.parse(Map.of("minimum-duration", text)))
                        .isEqualTo(policy));
        assertThat(List.of("1MiB", "1024 KiB", "1048576"))
                .allSatisfy(text ->
                        assertThat(Policy.parse(Map.of("lag-max", text))).isEqualTo(Policy.defaults()));
    }

    @Test
    void anUnknownKeyNamesItsNearestNeighbour() {
        assertThat(faults(Map.of("probeInterval", "1s")))
                .containsExactly("there is no knob 'probeInterval'; the nearest one is 'probe-interval'");
        assertThat(faults(Map.of("lagmax", "1")))
                .containsExactly("there is no knob 'lagmax'; the nearest one is 'lag-max'");
        assertThat(faults(Map.of("MISS", "1"))).containsExactly("there is no knob 'MISS'; the nearest one is 'misses'");
    }

    @Test
    void everyFaultIsToldAtOnce() {
        assertThat(faults(Map.of(
                        "probe-interval", "2 parsecs",
                        "probe-deadline", "5ms",
                        "misses", "99999999999",
                        "minimum-duration", "99999999999999h",
                        "confirmation", "2",
                        "lag-max", "-1KiB")))
                .containsExactly(
                        "there is no knob 'confirmation'; the nearest one is 'confirmations'",
                        "minimum-duration is '99999999999999h', which is not a duration like 800ms, 2s, 1m or PT2S",
                        "misses is '99999999999', which is not a whole number",
                        "probe-interval is '2 parsecs', which is not a duration like 800ms, 2s, 1m or PT2S",
                        "probe-deadline is 5ms, which is not within 10ms to 1m",
                        "lag-max is -1KiB, which is not within 0 to 9223372036854775807");
    }

    private static List<String> faults(Map<String, String> texts) {
        return catchThrowableOfType(InvalidConfiguration.class, () -> Policy.parse(texts))
                .faults();
    }
}
