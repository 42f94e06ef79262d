package dev.regroup.reduce;

import static dev.regroup.reduce.Situation.A;
import static dev.regroup.reduce.Situation.B;
import static dev.regroup.reduce.Situation.C;
import static dev.regroup.reduce.Situation.healthy;
import static dev.regroup.reduce.Situation.master;
import static dev.regroup.reduce.Situation.replica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Action;
import dev.regroup.model.Block;
import dev.regroup.model.Choice;
import dev.regroup.model.Commanded;
import dev.regroup.model.Commanded.Answer;
import dev.regroup.model.Commanded.Kind;
import dev.regroup.model.Diagnosis;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Link;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeInfo.Eligibility;
import dev.regroup.model.Outcome;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Reason;
import dev.regroup.model.Reduction;
import dev.regroup.model.Role;
import dev.regroup.model.Standing;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nodes that do not simply follow: as a Pika behaves, which a Redis never does. */
class RepairTest {

    private static final Policy HOLD = Policy.defaults().withFullCopies(Choice.FullCopies.HOLD);

    @Test
    void aReplicaWhoseLinkHasGivenUpLetsGoAndCopiesEverything() {
        Situation group = healthy().set(B, replica(A, new Link.Stuck(), 100));

        Reduction recorded = group.round();
        assertThat(recorded.reasons()).contains(Reason.of(Reason.Code.DETACHED_STUCK, B));
        assertThat(standing(recorded, B)).isEqualTo(new Standing.Detached(Standing.Due.FULL));
        assertThat(recorded.actions()).extracting(Action::words).containsExactly("detach b");
        assertThat(recorded.diagnosis()).isEqualTo(Diagnosis.REPLICA_STUCK);

        Reduction letGo = group.set(B, master(100)).round();
        assertThat(letGo.actions()).extracting(Action::words).containsExactly("follow b a in full");
        assertThat(letGo.state().record().block()).isEqualTo(new Block.None());

        Reduction copying = group.set(B, replica(A, new Link.Syncing(), 0)).round();
        assertThat(copying.actions()).isEmpty();
        assertThat(group.set(B, replica(A, Link.up(), 100)).round().reasons())
                .contains(Reason.of(Reason.Code.REJOINED, B));
        group.rounds(2);
        assertThat(standing(group.round(), B)).isInstanceOf(Standing.InSync.class);
    }

    @Test
    void aReplicaWithAnUnfinishedCopyIsMadeToFinishOneAndIsNeverInSyncBefore() {
        Situation group = healthy().set(B, replica(A, Link.up(), 100).withEligibility(Eligibility.INCOMPLETE));

        Reduction recorded = group.round();
        assertThat(recorded.reasons()).contains(Reason.of(Reason.Code.DETACHED_INCOMPLETE, B));
        assertThat(group.rounds(3).actions()).extracting(Action::words).containsExactly("detach b");
        assertThat(standing(group.round(), B)).isEqualTo(new Standing.Detached(Standing.Due.FULL));
    }

    @Test
    void oneOfAGroupLetsGoAtATime() {
        Situation group = healthy().set(B, replica(A, new Link.Stuck(), 100)).set(C, replica(A, new Link.Stuck(), 100));

        Reduction reduction = group.round();

        assertThat(standing(reduction, B)).isInstanceOf(Standing.Detached.class);
        assertThat(standing(reduction, C)).isNotInstanceOf(Standing.Detached.class);
        assertThat(reduction.actions()).extracting(Action::words).containsExactly("detach b");
    }

    @Test
    void whereFullCopiesAreHeldNobodyLetsGo() {
        Situation group = healthy(HOLD).set(B, replica(A, new Link.Stuck(), 100));

        Reduction reduction = group.rounds(3);

        assertThat(reduction.diagnosis()).isEqualTo(Diagnosis.REPLICA_STUCK);
        assertThat(reduction.actions()).isEmpty();
    }

    @Test
    void aReplicaInACircleLetsGoOnlyOnceItHasRefusedToFollow() {
        Situation group = healthy().set(B, replica(C, Link.up(), 100)).set(C, replica(B, Link.up(), 100));
        assertThat(group.round().actions()).extracting(Action::words).containsExactly("follow b a", "follow c a");

        Reduction refused = group.commanded(told(B, Answer.REFUSED, 1), told(C, Answer.REFUSED, 1))
                .round();
        assertThat(refused.reasons()).contains(Reason.of(Reason.Code.DETACHED_FROM_CIRCLE, B));
        assertThat(refused.actions()).extracting(Action::words).contains("detach b");

        Reduction letGo = group.commanded().set(B, master(100)).round();
        assertThat(letGo.actions()).extracting(Action::words).containsExactly("follow b a", "follow c a");
    }

    @Test
    void aFormerMasterThatWentOnInTheSameHistoryCopiesEverything() {
        Situation group = replacedByB(Policy.defaults()).set(A, master(250));

        Reduction reduction = group.round();

        assertThat(reduction.actions()).extracting(Action::words).containsExactly("follow a b in full");
        assertThat(reduction.reasons()).contains(Reason.of(Reason.Code.FOLLOW_IN_FULL, A, B));
    }

    @Test
    void nobodyBeginsAFullCopyWhileSomebodyElseCopies() {
        Situation group = replacedByB(Policy.defaults()).set(A, master(250)).set(C, replica(B, new Link.Syncing(), 0));

        assertThat(group.round().actions()).isEmpty();

        Reduction copied = group.set(C, replica(B, Link.up(), 100)).round();
        assertThat(copied.actions()).extracting(Action::words).containsExactly("follow a b in full");
    }

    /** S24: one full copy at a time, also of those that are told in the same round. */
    @Test
    void ofTwoThatHaveToCopyEverythingOneIsToldAtATime() {
        Situation group = replacedByB(Policy.defaults()).set(A, master(250));
        group.with(record -> record.withMember(
                record.member(C).orElseThrow().withStanding(new Standing.Detached(Standing.Due.FULL))));

        assertThat(group.set(C, master(100)).round().actions())
                .extracting(Action::words)
                .containsExactly("follow a b in full");
    }

    @Test
    void aPlainFollowKeepsNoFullCopyWaiting() {
        Situation group = replacedByB(Policy.defaults()).set(A, replica(C, new Link.Down(), 100));
        group.with(record -> record.withMember(
                record.member(C).orElseThrow().withStanding(new Standing.Detached(Standing.Due.FULL))));

        assertThat(group.set(C, master(100)).round().actions())
                .extracting(Action::words)
                .containsExactly("follow a b", "follow c b in full");
    }

    @Test
    void whoCopiesFromTheWrongOneItselfKeepsNobodyWaiting() {
        Situation group = replacedByB(Policy.defaults()).set(A, replica(C, new Link.Syncing(), 250));

        assertThat(group.round().actions()).extracting(Action::words).containsExactly("follow a b in full");
    }

    @Test
    void whereFullCopiesAreHeldAFormerMasterThatWentOnAndFollowsTheWrongOneIsLeftAlone() {
        NodeInfo astray = replica(C, new Link.Down(), 250);

        Reduction held = replacedByB(HOLD).set(A, astray).round();
        assertThat(held.actions()).isEmpty();
        assertThat(held.state().record().block())
                .as("it is no master that would have to be made to follow")
                .isEqualTo(new Block.None());
        assertThat(replacedByB(Policy.defaults()).set(A, astray).round().actions())
                .extracting(Action::words)
                .containsExactly("follow a b in full");
    }

    @Test
    void aFormerMasterThatFollowsTheWrongOneWithoutHavingGoneOnJustFollows() {
        Reduction reduction =
                replacedByB(HOLD).set(A, replica(C, new Link.Down(), 100)).round();

        assertThat(reduction.actions()).extracting(Action::words).containsExactly("follow a b");
        assertThat(reduction.reasons()).contains(Reason.of(Reason.Code.FOLLOW_WRONG_POINTER, A, B));
    }

    @Test
    void aFormerMasterThatStoppedWhereTheNewReignBeganJustFollows() {
        Reduction reduction = replacedByB(Policy.defaults()).set(A, master(100)).round();

        assertThat(reduction.actions()).extracting(Action::words).containsExactly("follow a b");
        assertThat(reduction.reasons()).contains(Reason.of(Reason.Code.FOLLOW_DEPOSED, A, B));
    }

    @Test
    void whatAFormerMasterHasToGiveUpIsTold() {
        NodeInfo back = NodeInfo.of(Incarnation.of("2"), new Role.Master(), Position.of("other", 7));

        Reduction reduction = replacedByB(Policy.defaults()).set(A, back).round();

        assertThat(reduction.actions()).extracting(Action::words).containsExactly("follow a b");
        assertThat(reduction.reasons()).contains(Reason.of(Reason.Code.FOLLOW_DISCARDING, A, B));
    }

    @Test
    void whereFullCopiesAreHeldAFormerMasterThatWentOnBlocksUntilItIsGone() {
        Situation group = replacedByB(HOLD).set(A, master(250));

        Reduction held = group.round();
        assertThat(held.actions()).extracting(Action::words).containsExactly("fence a");
        assertThat(held.state().record().block()).isEqualTo(blocked(Block.Kind.UNDEMOTABLE, A));

        group.silent(A).rounds(4);
        assertThat(group.round().state().record().block()).isEqualTo(new Block.None());
    }

    @Test
    void aFormerMasterThatKeepsRefusingIsKeptFromItsClientsAndNamed() {
        Situation group = replacedByB(Policy.defaults()).set(A, master(100));
        assertThat(group.round().actions()).extracting(Action::words).containsExactly("follow a b");

        Reduction once =
                group.commanded(told(A, B, Answer.REFUSED, 1, group.now())).round();
        assertThat(once.actions()).extracting(Action::words).containsExactly("follow a b");

        Reduction often =
                group.commanded(told(A, B, Answer.REFUSED, 3, group.now())).round();
        assertThat(often.actions()).extracting(Action::words).containsExactly("fence a");
        assertThat(often.reasons()).contains(Reason.of(Reason.Code.FENCE_DEPOSED, A));
        assertThat(often.state().record().block()).isEqualTo(blocked(Block.Kind.UNDEMOTABLE, A));

        Reduction restarted = group.commanded().round();
        assertThat(restarted.state().record().block())
                .as("an observer that has not asked yet knows no better")
                .isEqualTo(blocked(Block.Kind.UNDEMOTABLE, A));

        Reduction following = group.set(A, replica(B, Link.up(), 100)).round();
        assertThat(following.state().record().block()).isEqualTo(new Block.None());
    }

    @Test
    void whoCouldNotBeMadeToFollowIsNamedUntilItMayHaveObeyed() {
        Situation group = replacedByB(Policy.defaults()).set(A, master(100));
        group.commanded(told(A, B, Answer.REFUSED, 3, group.now())).round();

        Reduction refused =
                group.commanded(told(A, B, Answer.REFUSED, 1, group.now())).round();
        assertThat(refused.state().record().block()).isEqualTo(blocked(Block.Kind.UNDEMOTABLE, A));

        Reduction taken =
                group.commanded(told(A, B, Answer.TAKEN, 1, group.now())).round();
        assertThat(taken.state().record().block()).isEqualTo(new Block.None());
    }

    @Test
    void aFormerMasterIsKeptFromItsClientsForAsLongAsItIsNotToldAgain() {
        Policy usual = Policy.defaults();

        assertThat(fence(usual)).isEqualTo(usual.followRetry());
        assertThat(fence(usual.withFollowRetry(Duration.ofHours(2))))
                .as("an hour at most")
                .isEqualTo(Duration.ofHours(1));
        assertThat(fence(usual.withFollowRetry(Duration.ofMillis(1))))
                .as("until the next look at least")
                .isEqualTo(usual.probeInterval());
    }

    private static Duration fence(Policy policy) {
        Situation group = replacedByB(policy).set(A, master(100));
        Action action = group.commanded(told(A, B, Answer.REFUSED, 3, group.now()))
                .round()
                .actions()
                .get(0);
        return ((Action.Fence) action).length();
    }

    @Test
    void whatSomebodyElseUndidTwiceIsLeftAloneForAWhileAndAllOthersAreMended() {
        Situation group = healthy().set(B, replica(C, Link.up(), 100));
        Commanded undone = new Commanded(order(B, A), group.now(), 2, 1, Answer.DONE);

        Reduction contested = group.commanded(undone).round();
        assertThat(contested.actions()).isEmpty();
        assertThat(contested.state().record().block()).isEqualTo(blocked(Block.Kind.CONTESTED, B));

        Reduction others = group.set(C, replica(B, Link.up(), 100)).round();
        assertThat(others.actions()).extracting(Action::words).containsExactly("follow c a");

        Commanded longAgo = new Commanded(order(B, A), group.now().minus(Duration.ofMinutes(11)), 2, 1, Answer.DONE);
        Reduction again = group.commanded(longAgo).round();
        assertThat(again.actions()).extracting(Action::words).contains("follow b a");
        assertThat(again.state().record().block()).isEqualTo(new Block.None());
    }

    @Test
    void aPikaThatCameBackWithoutItsHistoryHasLostItsData() {
        NodeInfo wiped = NodeInfo.of(Incarnation.of("2"), new Role.Master(), Position.unknown())
                .withPersistence(NodeInfo.Persistence.ON_DISK)
                .withContents(NodeInfo.Contents.EMPTY);
        NodeInfo renamed = NodeInfo.of(Incarnation.of("2"), new Role.Master(), Position.of("other", 0))
                .withPersistence(NodeInfo.Persistence.ON_DISK);

        assertThat(healthy().set(A, wiped).round().reasons())
                .contains(Reason.of(Reason.Code.MASTER_CAME_BACK_EMPTY, A));
        assertThat(healthy().set(A, renamed).round().reasons())
                .contains(Reason.of(Reason.Code.MASTER_CAME_BACK_UNRELATED, A));
    }

    /** B reigns with what it had at 100; a is away and deposed, c follows b. */
    private static Situation replacedByB(Policy policy) {
        Situation group = healthy(policy);
        group.set(A, new Outcome.Silent(Outcome.Silence.REFUSED))
                .set(B, replica(A, new Link.Down(), 100))
                .set(C, replica(A, new Link.Down(), 100))
                .rounds(3);
        Reduction reduction =
                group.set(B, master(100)).set(C, replica(B, Link.up(), 100)).rounds(4);
        assertThat(reduction.state().record().master()).contains(B);
        return group;
    }

    private static Standing standing(Reduction reduction, NodeId node) {
        return reduction.state().record().member(node).orElseThrow().standing();
    }

    private static Block blocked(Block.Kind kind, NodeId node) {
        return new Block.On(kind, List.of(node));
    }

    private static Commanded told(NodeId node, Answer answer, int tries) {
        return told(node, A, answer, tries, Duration.ZERO);
    }

    private static Commanded told(NodeId node, NodeId master, Answer answer, int tries, Duration at) {
        return new Commanded(order(node, master), at, tries, 0, answer);
    }

    private static Commanded.Order order(NodeId node, NodeId master) {
        return new Commanded.Order(Kind.FOLLOW, node, Incarnation.of("1"), master);
    }
}
