package dev.regroup.reduce;

import static dev.regroup.reduce.Situation.A;
import static dev.regroup.reduce.Situation.B;
import static dev.regroup.reduce.Situation.C;
import static dev.regroup.reduce.Situation.healthy;
import static dev.regroup.reduce.Situation.replica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Claim;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Link;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeInfo.Contents;
import dev.regroup.model.NodeInfo.Eligibility;
import dev.regroup.model.Position;
import dev.regroup.model.Reason;
import dev.regroup.model.Reduction;
import dev.regroup.model.Role;
import dev.regroup.model.Standing;
import dev.regroup.model.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a recorded master that answers as a replica, and others beside it, show of everybody's data. */
class OwnDataTest {

    private static final Incarnation LIFE = Incarnation.of("1");
    private static final Link DOWN = new Link.Down();

    /** It reached 9 MB, lost a part, and has keys still: nobody who is 3 MB behind that takes its place. */
    @Test
    void whatAMasterStillShowsThatTurnedReplicaCountsIfItHasKeys() {
        Situation group = healthy()
                .set(A, replica(B, DOWN, 6_000_000).withContents(Contents.SOME))
                .set(B, replica(A, DOWN, 3_000_000).withContents(Contents.SOME))
                .set(C, of(A, Position.of("g", 1)).withContents(Contents.SOME));
        group.with(record -> record.withMember(record.member(A)
                .orElseThrow()
                .withStanding(new Standing.InSync(LIFE, Position.of("h", 9_000_000), Contents.SOME))));

        assertThat(ruling(group.round(), B)).isEqualTo(Verdict.Ruling.LAGGING);
    }

    /** Its keys were deleted in the same life and history, and its configuration forbids that it is promoted. */
    @Test
    void whatAMasterHasThatKeptItsDataCountsWithoutKeysToo() {
        Situation group = healthy()
                .set(A, replica(B, DOWN, 5_000_000).withContents(Contents.EMPTY).withEligibility(Eligibility.NO))
                .set(B, replica(A, DOWN, 1_000_000))
                .set(C, replica(A, DOWN, 1_000_000));

        assertThat(ruling(group.round(), B)).isEqualTo(Verdict.Ruling.LAGGING);
    }

    /** It has keys of another history; that is what this observer saw last of it. */
    @Test
    void nobodyWithoutKeysIsElectedForAMasterThatHadOtherKeysWhenLastSeen() {
        NodeInfo other = NodeInfo.of(Incarnation.of("2"), new Role.Master(), Position.of("n", 5))
                .withContents(Contents.SOME);
        Situation group = healthy()
                .set(A, other)
                .set(B, replica(A, DOWN, 100).withContents(Contents.EMPTY))
                .set(C, replica(A, DOWN, 100).withContents(Contents.EMPTY));
        group.with(record -> record.withMember(record.member(A)
                .orElseThrow()
                .withStanding(new Standing.LostData(Incarnation.of("2"), Position.of("h", 100)))));
        group.look();
        group.silent(A);

        assertThat(group.readiness())
                .filteredOn(verdict -> verdict.node().equals(B))
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.ruling()).isEqualTo(Verdict.Ruling.EMPTY));
    }

    /** C had more than the one that hands made master, but copies that by now: what it had is gone. */
    @Test
    void theMarkOfAMemberThatTellsSomethingElseByNowIsGone() {
        NodeInfo made = NodeInfo.of(LIFE, new Role.Master(), successor(110));
        Situation group = healthy().set(A, of(B, successor(110))).set(B, made).set(C, of(B, successor(110)));
        group.with(record -> record.withMember(
                        record.member(B).orElseThrow().withStanding(new Standing.OutOfSync(LIFE, Position.unknown())))
                .withMember(
                        record.member(C).orElseThrow().withStanding(new Standing.InSync(LIFE, Position.of("h", 150)))));

        assertThat(group.round().reasons()).contains(Reason.of(Reason.Code.ADOPTED_FOLLOWED_MASTER, B));
    }

    /** The master had more as well, but copies the other by now, in a life of which its history alone tells nothing. */
    @Test
    void theMarkOfAMasterThatCopiesWhomHandsMadeMasterIsGone() {
        NodeInfo made = NodeInfo.of(LIFE, new Role.Master(), successor(110));
        NodeInfo restarted = NodeInfo.of(
                        Incarnation.of("2"), replica(B, Link.up(), 0).role(), Position.of("m", 110))
                .withPersistence(NodeInfo.Persistence.APPEND_ONLY)
                .withContents(Contents.SOME);
        Situation group = healthy().set(A, restarted).set(B, made).set(C, of(B, successor(110)));
        group.with(record -> record.withMember(
                        record.member(A).orElseThrow().withStanding(new Standing.InSync(LIFE, Position.of("h", 150))))
                .withMember(
                        record.member(B).orElseThrow().withStanding(new Standing.OutOfSync(LIFE, Position.unknown()))));

        assertThat(group.round().reasons()).contains(Reason.of(Reason.Code.ADOPTED_FOLLOWED_MASTER, B));
    }

    /** It was elected without proof, as the best that is left, and somebody shows more before its Promote. */
    @Test
    void theBestThatIsLeftGivesWayToWhoShowsMore() {
        Situation group = healthy()
                .set(A, replica(A, DOWN, 50))
                .set(B, replica(A, DOWN, 100))
                .set(C, replica(A, DOWN, 100));
        group.with(record -> record.withMember(
                        record.member(B).orElseThrow().withStanding(new Standing.OutOfSync(LIFE, Position.unknown())))
                .withClaim(
                        record.epoch() + 1,
                        new Claim.Pending(record.epoch() + 1, B, LIFE, Reason.Code.BEST_LEFT_ELECTED)));
        assertThat(group.copy().round().reasons())
                .doesNotContain(Reason.of(Reason.Code.CLAIM_ENDED_CANDIDATE_OUT_OF_SYNC, B));

        assertThat(group.set(C, replica(A, DOWN, 101)).round().reasons())
                .contains(Reason.of(Reason.Code.CLAIM_ENDED_CANDIDATE_OUT_OF_SYNC, B));
    }

    private static Verdict.Ruling ruling(Reduction reduction, NodeId node) {
        return reduction.verdicts().stream()
                .filter(verdict -> verdict.node().equals(node))
                .map(Verdict::ruling)
                .findFirst()
                .orElseThrow();
    }

    private static NodeInfo of(NodeId master, Position position) {
        return NodeInfo.of(LIFE, replica(master, Link.up(), 0).role(), position);
    }

    /** A position in the history of a replica that was made master at 100. */
    private static Position successor(long offset) {
        return new Position.Known("m", List.of(offset), List.of(new Position.Ancestor("h", 100)));
    }
}
