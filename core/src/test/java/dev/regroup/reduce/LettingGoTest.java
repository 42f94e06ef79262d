package dev.regroup.reduce;

import static dev.regroup.reduce.Situation.A;
import static dev.regroup.reduce.Situation.B;
import static dev.regroup.reduce.Situation.C;
import static dev.regroup.reduce.Situation.healthy;
import static dev.regroup.reduce.Situation.master;
import static dev.regroup.reduce.Situation.replica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Action;
import dev.regroup.model.Commanded;
import dev.regroup.model.Commanded.Answer;
import dev.regroup.model.Commanded.Kind;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Link;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Policy;
import dev.regroup.model.Reason;
import dev.regroup.model.Reduction;
import dev.regroup.model.Standing;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who has to let go before it can follow, one at a time: what counts as stuck, and as a circle. */
class LettingGoTest {

    private static final NodeInfo STUCK = replica(A, new Link.Stuck(), 100);
    private static final NodeInfo COPYING = replica(A, new Link.Syncing(), 0);

    // One at a time

    @Test
    void whoHasLetGoAndWasNotToldToFollowYetKeepsOthersWaiting() {
        Situation group = healthy().set(B, STUCK);
        group.round();
        group.set(B, master(100)).set(C, STUCK).round();

        assertThat(standing(group, C)).isNotInstanceOf(Standing.Detached.class);
    }

    @Test
    void whoWasToldToFollowKeepsOthersWaitingUntilItsPatienceIsOver() {
        Situation group = healthy().set(B, STUCK);
        group.round();
        Duration told = group.now();
        group.commanded(told(B, "1", A, told, Answer.TAKEN)).set(B, COPYING).set(C, STUCK);

        group.rounds(59);
        assertThat(standing(group, C)).isNotInstanceOf(Standing.Detached.class);

        group.round();
        assertThat(group.now()).isEqualTo(told.plus(Policy.defaults().resyncPatience()));
        assertThat(standing(group, C)).isInstanceOf(Standing.Detached.class);
    }

    @Test
    void whoHasLetGoAndIsDownKeepsNobodyWaiting() {
        Situation group = healthy().set(B, STUCK);
        group.round();
        group.silent(B).rounds(3);

        group.set(C, STUCK).round();

        assertThat(standing(group, C)).isInstanceOf(Standing.Detached.class);
    }

    /** S26: what is recorded already is no news, also when others need not wait for it any longer. */
    @Test
    void whoHasLetGoIsNotSaidToLetGoAgain() {
        Situation group = healthy().set(B, STUCK);
        group.round();
        group.commanded(told(B, "1", A, group.now(), Answer.TAKEN)).rounds(60);

        assertThat(group.round().reasons())
                .extracting(Reason::code)
                .doesNotContain(Reason.Code.DETACHED_STUCK)
                .contains(Reason.Code.DETACH_RECORDED);
    }

    /** S23: one place to copy is one command, whether to let go or to follow. */
    @Test
    void whoHasToLetGoWaitsForAPlaceLikeAnybodyElse() {
        Situation group = healthy(Policy.defaults().withResyncsMax(1));

        Reduction both = group.set(B, replica(C, Link.up(), 100)).set(C, STUCK).round();
        assertThat(both.actions()).extracting(Action::words).containsExactly("follow b a");

        Reduction alone = group.set(B, replica(A, Link.up(), 100)).round();
        assertThat(alone.actions()).extracting(Action::words).containsExactly("detach c");
    }

    // Stuck

    @Test
    void aReplicaThatIsStillLoadingIsNotStuck() {
        Reduction reduction = healthy()
                .set(B, STUCK.withReadiness(NodeInfo.Readiness.LOADING))
                .round();

        assertThat(reduction.reasons()).extracting(Reason::code).doesNotContain(Reason.Code.DETACHED_STUCK);
    }

    @Test
    void whoLetGoOfACircleCopiesEverythingOnlyIfItIsStuckBelowTheMasterItself() {
        Situation group = circle(Answer.REFUSED);
        group.round();
        assertThat(standing(group, B)).isEqualTo(new Standing.Detached(Standing.Due.PLAIN));

        group.set(B, replica(C, new Link.Stuck(), 100)).round();
        assertThat(standing(group, B)).isEqualTo(new Standing.Detached(Standing.Due.PLAIN));

        Reduction reduction = group.set(B, STUCK).round();
        assertThat(standing(group, B)).isEqualTo(new Standing.Detached(Standing.Due.FULL));
        assertThat(reduction.reasons()).contains(Reason.of(Reason.Code.DETACHED_STUCK, B));
    }

    // Circles

    @Test
    void aReplicaLetsGoOnlyIfItRefusedInThisLife() {
        assertThat(detached(healthy()
                        .set(B, replica(C, Link.up(), 100))
                        .set(C, replica(B, Link.up(), 100))
                        .commanded(told(B, "0", A, Duration.ZERO, Answer.REFUSED))))
                .isFalse();
    }

    @Test
    void aReplicaLetsGoOnlyIfItRefusedThisMaster() {
        assertThat(detached(healthy()
                        .set(B, replica(C, Link.up(), 100))
                        .set(C, replica(B, Link.up(), 100))
                        .commanded(told(B, "1", C, Duration.ZERO, Answer.REFUSED))))
                .isFalse();
    }

    @Test
    void aReplicaThatMayHaveObeyedDoesNotLetGo() {
        assertThat(detached(circle(Answer.TAKEN))).isFalse();
        assertThat(detached(circle(Answer.REFUSED))).isTrue();
    }

    @Test
    void aChainThatEndsAtTheMasterIsNoCircle() {
        assertThat(detached(refused(replica(C, Link.up(), 100), replica(A, Link.up(), 100))))
                .isFalse();
    }

    @Test
    void aChainOfWhichTheEndIsNotSeenIsNoCircle() {
        assertThat(detached(refused(replica(C, Link.up(), 100), master(100)).missing(C)))
                .isFalse();
    }

    @Test
    void whoFollowsItselfIsACircleAndWhoFollowsSuchAOneIsNot() {
        NodeInfo ofItself = replica(B, Link.up(), 100);
        assertThat(detached(refused(ofItself, replica(A, Link.up(), 100)))).isTrue();
        assertThat(detached(refused(replica(C, Link.up(), 100), replica(C, Link.up(), 100))))
                .isFalse();
    }

    private static Situation circle(Answer answer) {
        return healthy()
                .set(B, replica(C, Link.up(), 100))
                .set(C, replica(B, Link.up(), 100))
                .commanded(told(B, "1", A, Duration.ZERO, answer));
    }

    private static Situation refused(NodeInfo b, NodeInfo c) {
        return healthy().set(B, b).set(C, c).commanded(told(B, "1", A, Duration.ZERO, Answer.REFUSED));
    }

    private static boolean detached(Situation group) {
        group.round();
        return standing(group, B) instanceof Standing.Detached;
    }

    private static Standing standing(Situation group, NodeId node) {
        return group.state().record().member(node).orElseThrow().standing();
    }

    private static Commanded told(NodeId node, String life, NodeId master, Duration at, Answer answer) {
        return new Commanded(new Commanded.Order(Kind.FOLLOW, node, Incarnation.of(life), master), at, 1, 0, answer);
    }
}
