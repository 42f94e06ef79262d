package dev.regroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Address;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Link;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeInfo.Readiness;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Observation;
import dev.regroup.model.Outcome;
import dev.regroup.model.Position;
import dev.regroup.model.Role;
import dev.regroup.model.Unlinked;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ObservationMemoryTest {

    private static final NodeId A = NodeId.of("a");
    private static final NodeId B = NodeId.of("b");
    private static final Outcome GOOD =
            new Outcome.Answered(NodeInfo.of(Incarnation.of("x"), new Role.Master(), Position.unknown()));
    private static final Outcome OTHER =
            new Outcome.Answered(NodeInfo.of(Incarnation.of("y"), new Role.Master(), Position.unknown()));
    private static final Outcome MISS = new Outcome.Silent(Outcome.Silence.REFUSED);

    @Test
    void theNewestReportOfEachNodeIsShownWhateverTheOrderOfArrival() {
        ObservationMemory memory = ObservationMemory.empty()
                .with(report(A, 2, MISS))
                .with(report(A, 1, GOOD))
                .with(report(B, 1, GOOD));

        assertThat(memory.observe(seconds(3), Instant.EPOCH, Duration.ZERO).reports())
                .containsExactly(report(A, 2, MISS), report(B, 1, GOOD));
    }

    @Test
    void theLastReportWithInformationIsKeptBesideALaterMiss() {
        ObservationMemory memory =
                ObservationMemory.empty().with(report(A, 1, GOOD)).with(report(A, 2, MISS));

        Observation observation = memory.observe(seconds(3), Instant.EPOCH, Duration.ZERO);

        assertThat(observation.lastGood(A)).contains(report(A, 1, GOOD));
        assertThat(observation.report(A)).contains(report(A, 2, MISS));
    }

    @Test
    void aNodeThatAnswersIsComparedWithWhatItToldBefore() {
        ObservationMemory memory =
                ObservationMemory.empty().with(report(A, 1, GOOD)).with(report(A, 2, MISS));

        Observation first = memory.with(report(A, 3, OTHER)).observe(seconds(4), Instant.EPOCH, Duration.ZERO);
        Observation second = memory.with(report(A, 3, OTHER))
                .with(report(A, 4, OTHER))
                .observe(seconds(5), Instant.EPOCH, Duration.ZERO);

        assertThat(first.lastGood(A)).contains(report(A, 1, GOOD));
        assertThat(second.lastGood(A)).contains(report(A, 3, OTHER));
    }

    @Test
    void whatIsToldWhileADataSetIsReadIsNotWhatItHad() {
        Outcome loading = new Outcome.Answered(NodeInfo.of(Incarnation.of("y"), new Role.Master(), Position.unknown())
                .withReadiness(Readiness.LOADING));
        ObservationMemory memory =
                ObservationMemory.empty().with(report(A, 1, GOOD)).with(report(A, 2, loading));

        Observation observation = memory.with(report(A, 3, OTHER)).observe(seconds(4), Instant.EPOCH, Duration.ZERO);

        assertThat(observation.lastGood(A)).contains(report(A, 1, GOOD));
    }

    @Test
    void aReplicaWithoutALinkIsRememberedFromItsFirstLookToThePause() {
        Role role = new Role.Replica(Address.of("10.0.0.1", 6379), new Link.Down());
        Outcome unlinked = new Outcome.Answered(NodeInfo.of(Incarnation.of("x"), role, Position.unknown()));
        ObservationMemory memory = ObservationMemory.empty()
                .with(report(A, 1, unlinked))
                .with(report(A, 2, MISS))
                .with(report(A, 3, unlinked));

        assertThat(memory.observe(seconds(4), Instant.EPOCH, Duration.ZERO).unlinked())
                .extracting(Unlinked::since)
                .containsExactly(seconds(1));
        assertThat(memory.withoutReports()
                        .observe(seconds(4), Instant.EPOCH, Duration.ZERO)
                        .unlinked())
                .isEmpty();
    }

    @Test
    void anOldReportIsMissingButStillTheLastGoodOne() {
        ObservationMemory memory = ObservationMemory.empty().with(report(A, 1, GOOD));

        assertThat(memory.observe(seconds(9), Instant.EPOCH, seconds(1)).report(A))
                .isPresent();
        Observation later = memory.observe(seconds(9), Instant.EPOCH, seconds(1).plusNanos(1));
        assertThat(later.report(A)).isEmpty();
        assertThat(later.lastGood(A)).isPresent();
    }

    @Test
    void aFloorKeepsEarlierLooksBackUntilALaterOneCame() {
        ObservationMemory memory =
                ObservationMemory.empty().with(report(A, 4, GOOD)).withFloor(A, Long.MAX_VALUE);
        assertThat(shown(memory)).isFalse();

        ObservationMemory answered = memory.withFloor(A, 6).with(report(A, 5, GOOD));
        assertThat(shown(answered)).isFalse();
        assertThat(shown(answered.with(report(A, 6, GOOD)))).isTrue();
    }

    private static boolean shown(ObservationMemory memory) {
        return memory.observe(seconds(9), Instant.EPOCH, Duration.ZERO)
                .report(A)
                .isPresent();
    }

    private static NodeReport report(NodeId node, long look, Outcome outcome) {
        return new NodeReport(node, look, seconds(look), seconds(look), outcome);
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
