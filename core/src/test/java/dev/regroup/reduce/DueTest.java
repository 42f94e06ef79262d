package dev.regroup.reduce;

import static dev.regroup.reduce.Situation.A;
import static dev.regroup.reduce.Situation.B;
import static dev.regroup.reduce.Situation.C;
import static dev.regroup.reduce.Situation.address;
import static dev.regroup.reduce.Situation.healthy;
import static dev.regroup.reduce.Situation.master;
import static dev.regroup.reduce.Situation.replica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Alert;
import dev.regroup.model.Choice;
import dev.regroup.model.Commanded;
import dev.regroup.model.Commanded.Answer;
import dev.regroup.model.Commanded.Kind;
import dev.regroup.model.Failovers;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Link;
import dev.regroup.model.NodeHealth.Miss;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Observation;
import dev.regroup.model.Outcome;
import dev.regroup.model.Policy;
import dev.regroup.model.Reduction;
import dev.regroup.model.Returned;
import dev.regroup.model.Unlinked;
import dev.regroup.model.Veto;
import dev.regroup.model.Wake;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When something ends by itself: to the moment, and when to look for it. */
class DueTest {

    private static final Policy POLICY = Policy.defaults();
    private static final Alert LINK_DOWN = new Alert(Alert.Kind.LINK_DOWN, List.of(B));

    // When to reduce again

    @Test
    void anOrderIsDueAgainAfterItsPauseAndMayBeGivenUpForTheCalmTime() {
        Situation group = astray();
        Duration now = group.now().plusSeconds(1);

        assertThat(wake(group, told(A, now.minusSeconds(1), 0))).isEqualTo(Wake.at(now.plusSeconds(14)));
        assertThat(wake(astray(), told(A, now.minusSeconds(61), 1)))
                .isEqualTo(Wake.at(now.minusSeconds(61).plus(POLICY.calm())));
        assertThat(wake(astray(), told(A, now.minusSeconds(61), 0))).isEqualTo(new Wake.Never());
    }

    @Test
    void whoWasToldToFollowAndHasNoLinkIsWaitedForAsLongAsThePatienceLasts() {
        Duration now = astray().now().plusSeconds(1);

        assertThat(wake(astray(), told(A, now.minusSeconds(20), 0)))
                .isEqualTo(Wake.at(now.minusSeconds(20).plus(POLICY.resyncPatience())));
        Situation linked = healthy();
        linked.set(C, replica(B, Link.up(), 100));
        assertThat(wake(linked, told(A, now.minusSeconds(20), 0))).isEqualTo(new Wake.Never());
    }

    @Test
    void aNodeThatMissedLooksEnoughIsDownWhenItsSilenceHasLastedLongEnough() {
        Policy slow = POLICY.withMinimumDuration(Duration.ofSeconds(10));
        Situation group = healthy(slow).silent(A);
        Duration first = group.now().plusSeconds(1);

        assertThat(group.rounds(2).wake()).isEqualTo(new Wake.Never());
        assertThat(group.round().wake()).isEqualTo(Wake.at(first.plusSeconds(10)));
    }

    @Test
    void aPromotionIsRepeatedAtOnceIfItWasUndoneAndElseEverMoreSeldom() {
        assertThat(pauseOfPromotion(1, Answer.TAKEN)).isEqualTo(POLICY.probeInterval());
        assertThat(pauseOfPromotion(3, Answer.TAKEN))
                .isEqualTo(POLICY.probeInterval().multipliedBy(4));
        assertThat(pauseOfPromotion(9, Answer.TAKEN)).isEqualTo(POLICY.followRetry());
        assertThat(pauseOfPromotion(1, Answer.DONE)).isZero();
        assertThat(pauseOfPromotion(9, Answer.REFUSED))
                .isEqualTo(POLICY.probeInterval().multipliedBy(64));
    }

    private static Duration pauseOfPromotion(int tries, Answer answer) {
        Commanded.Order order = new Commanded.Order(Kind.PROMOTE, A, Incarnation.of("1"), A);
        return new Commanded(order, Duration.ZERO, tries, 0, answer).pause(POLICY);
    }

    @Test
    void whatIsDueNowIsNoReasonToReduceAgain() {
        Situation group = astray();
        Duration now = group.now().plusSeconds(1);

        assertThat(wake(group, told(A, now.minus(POLICY.resyncPatience()), 0))).isEqualTo(new Wake.Never());
        assertThat(wake(astray(), told(A, now.minus(POLICY.followRetry()), 0)))
                .isEqualTo(Wake.at(now.minus(POLICY.followRetry()).plus(POLICY.resyncPatience())));
    }

    @Test
    void whatWasOrderedForTheSakeOfAnotherMasterIsNotWaitedFor() {
        Situation group = astray();
        assertThat(wake(group, told(C, group.now(), 0))).isEqualTo(new Wake.Never());
    }

    @Test
    void aMasterThatTellsNothingIsDueToBeReplacedOnlyIfThatIsChosen() {
        Outcome mute = new Outcome.Uninformative(Outcome.Refusal.AUTH, "NOAUTH");
        assertThat(healthy().set(A, mute).round().wake()).isEqualTo(new Wake.Never());

        Policy replacing = POLICY.withUnusableMaster(Choice.Unusable.FAIL_OVER);
        Situation group = healthy(replacing).set(A, mute);
        Reduction reduction = group.round();
        assertThat(reduction.wake()).isEqualTo(Wake.at(group.now().plus(replacing.unusableDuration())));
    }

    @Test
    void aMasterThatTellsNothingIsReplacedWhenItsTimeIsOverAndNotBefore() {
        Policy replacing = POLICY.withUnusableMaster(Choice.Unusable.FAIL_OVER);
        Situation group = healthy(replacing)
                .set(A, new Outcome.Uninformative(Outcome.Refusal.AUTH, "NOAUTH"))
                .set(B, replica(A, new Link.Down(), 100));
        Duration first = group.now().plusSeconds(1);

        Duration due = first.plus(replacing.unusableDuration());
        while (group.now().plusSeconds(1).compareTo(due) < 0) {
            assertThat(group.round().actions()).isEmpty();
        }
        assertThat(group.round().actions()).hasSize(1);
    }

    // Witnesses

    @Test
    void aReplicaThatHeardFromTheMasterNoLaterThanItsFirstMissOnlyVetoesForATime() {
        assertThat(vetoes(Duration.ofSeconds(1))).containsExactly(Veto.Kind.LINKED);
        assertThat(vetoes(Duration.ofMillis(999))).containsExactly(Veto.Kind.FED);
    }

    @Test
    void theTimeIsTwoSecondsBeyondTheMastersOwnPingPeriod() {
        Situation group = healthy().set(A, master(100).withPingPeriod(Duration.ofSeconds(4)));
        group.rounds(2);
        Duration first = group.now().plusSeconds(1);
        group.silent(A).set(B, idle(Duration.ofSeconds(60))).set(C, idle(Duration.ofSeconds(60)));

        assertThat(group.rounds(3).vetoes())
                .containsExactly(new Veto(Veto.Kind.LINKED, List.of(B, C), Wake.at(first.plusSeconds(6))));
        assertThat(group.rounds(3).vetoes()).hasSize(1);
        assertThat(group.round().vetoes()).isEmpty();
    }

    // A link that does not come up

    @Test
    void whoHasNoLinkForLongIsNamed() {
        assertThat(withoutLink(new Link.Down(), without("1", A))).contains(LINK_DOWN);
    }

    @Test
    void aFormerLifeOrAnotherPointerDoesNotCountAsTimeWithoutALink() {
        assertThat(withoutLink(new Link.Down(), without("0", A))).doesNotContain(LINK_DOWN);
        assertThat(withoutLink(new Link.Down(), without("1", C))).doesNotContain(LINK_DOWN);
    }

    @Test
    void whoCopiesIsNotWithoutALinkHoweverLongItWas() {
        assertThat(withoutLink(new Link.Syncing(), without("1", A))).doesNotContain(LINK_DOWN);
    }

    @Test
    void theTimeWithoutALinkBeginsAnewWhenTheMasterIsBackAndNotWhenAnotherOneIs() {
        List<Duration> now = List.of(Duration.ofSeconds(100));

        assertThat(withoutLink(new Link.Down(), without("1", A), new Returned(A, now)))
                .doesNotContain(LINK_DOWN);
        assertThat(withoutLink(new Link.Down(), without("1", A), new Returned(B, now), new Returned(C, now)))
                .contains(LINK_DOWN);
    }

    private static Unlinked without(String life, NodeId of) {
        return new Unlinked(B, Incarnation.of(life), address(of), Duration.ofSeconds(1));
    }

    private static List<Alert> withoutLink(Link link, Unlinked unlinked, Returned... returned) {
        Situation group = healthy().set(B, replica(A, link, 100));
        Observation seen = group.look().withUnlinked(List.of(unlinked)).withReturned(List.of(returned));
        return Reducer.of(POLICY).reduce(group.state(), seen).alerts();
    }

    // Cool-down

    @Test
    void theCoolDownDoublesUpToItsMost() {
        assertThat(coolDown(1)).isEqualTo(Duration.ofSeconds(10));
        assertThat(coolDown(2)).isEqualTo(Duration.ofSeconds(20));
        assertThat(coolDown(6)).isEqualTo(Duration.ofSeconds(320));
        assertThat(coolDown(7)).isEqualTo(Duration.ofMinutes(10));
        assertThat(coolDown(1000)).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void withoutACoolDownNoFailoverIsRemembered() {
        Policy without = POLICY.withCoolDown(Duration.ZERO);
        Failovers before = new Failovers.Recent(3, Instant.EPOCH);

        assertThat(CoolDown.after(without, before, Instant.EPOCH)).isEqualTo(new Failovers.None());
    }

    // Flapping

    @Test
    void whoCameBackThreeTimesWithinTheCalmTimeIsFlapping() {
        Duration calm = POLICY.calm();
        Duration late = Duration.ofHours(1);

        assertThat(flapping(late, late.minus(calm), late.minusSeconds(2), late.minusSeconds(1)))
                .isEmpty();
        assertThat(flapping(late, late.minus(calm).plusMillis(1), late.minusSeconds(2), late.minusSeconds(1)))
                .containsExactly(new Alert(Alert.Kind.FLAPPING, List.of(B)));
        assertThat(flapping(late, late.minusSeconds(4), late.minusSeconds(3), late.minusSeconds(2), late))
                .containsExactly(new Alert(Alert.Kind.FLAPPING, List.of(B)));
    }

    private static List<Alert> flapping(Duration at, Duration... times) {
        Situation group = healthy();
        return Reducer.of(POLICY)
                .reduce(
                        group.state(),
                        Observation.of(at, Instant.EPOCH, group.look().reports())
                                .withReturned(List.of(new Returned(A, List.of(at)), new Returned(B, List.of(times)))))
                .alerts();
    }

    private static Duration coolDown(int failovers) {
        Duration at = Duration.ofSeconds(1000);
        Miss first = new Miss(at, at);
        Veto veto = CoolDown.veto(POLICY, new Failovers.Recent(failovers, Instant.EPOCH), at, Instant.EPOCH, first)
                .orElseThrow();
        return ((Wake.At) veto.until()).time().minus(at);
    }

    private static List<Veto.Kind> vetoes(Duration heard) {
        Situation group = healthy().silent(A).set(C, replica(A, new Link.Down(), 100));
        group.set(B, idle(Duration.ofSeconds(60))).rounds(2);
        return group.set(B, idle(heard)).round().vetoes().stream()
                .map(Veto::kind)
                .toList();
    }

    private static NodeInfo idle(Duration heard) {
        return replica(A, new Link.Up(heard), 100);
    }

    /** B follows the wrong node, so that there is something to tell. */
    private static Situation astray() {
        return healthy().set(B, replica(C, Link.up(), 100));
    }

    private static Wake wake(Situation group, Commanded last) {
        return group.commanded(last).round().wake();
    }

    private static Commanded told(NodeId master, Duration at, int reversals) {
        return new Commanded(
                new Commanded.Order(Kind.FOLLOW, B, Incarnation.of("1"), master), at, 1, reversals, Answer.TAKEN);
    }
}
