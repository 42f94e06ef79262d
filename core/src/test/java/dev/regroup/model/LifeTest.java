package dev.regroup.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifeTest {

    private static final NodeId A = NodeId.of("a");
    private static final List<Life> SINCE_1 = List.of(new Life(A, Incarnation.of("1"), Duration.ofSeconds(1)));

    @Test
    void aLifeIsKnownSinceTheFirstLookThatShowedIt() {
        assertThat(Life.after(List.of(), told(1, "1"))).isEqualTo(SINCE_1);
        assertThat(Life.after(SINCE_1, told(2, "1"))).isSameAs(SINCE_1);
    }

    @Test
    void aMissedLookDoesNotBeginItAnew() {
        assertThat(Life.after(SINCE_1, report(2, new Outcome.Silent(Outcome.Silence.TIMEOUT))))
                .isSameAs(SINCE_1);
    }

    @Test
    void anotherLifeDoes() {
        assertThat(Life.after(SINCE_1, told(3, "2")))
                .containsExactly(new Life(A, Incarnation.of("2"), Duration.ofSeconds(3)));
    }

    @Test
    void ofALifeThatNothingIsSaidOfNothingHasPassed() {
        Observation now =
                Observation.of(Duration.ofSeconds(9), Instant.EPOCH, List.of()).withLives(SINCE_1);
        assertThat(now.knownSince(A, Incarnation.of("1"))).isEqualTo(Duration.ofSeconds(1));
        assertThat(now.knownSince(A, Incarnation.of("2"))).isEqualTo(Duration.ofSeconds(9));
        assertThat(now.knownSince(NodeId.of("b"), Incarnation.of("1"))).isEqualTo(Duration.ofSeconds(9));
    }

    private static NodeReport told(int second, String life) {
        return report(
                second, new Outcome.Answered(NodeInfo.of(Incarnation.of(life), new Role.Master(), Position.unknown())));
    }

    private static NodeReport report(int second, Outcome outcome) {
        return new NodeReport(A, second, Duration.ofSeconds(second), Duration.ofSeconds(second), outcome);
    }
}
