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
import dev.regroup.model.Commanded;
import dev.regroup.model.Commanded.Answer;
import dev.regroup.model.Commanded.Kind;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Link;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Outcome;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Role;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a node that was told something and did not do it is told next, and when it is given up. */
class ObedienceTest {

    private static final Duration FENCE = Policy.defaults().followRetry();

    // Given up

    @Test
    void whoRefusesForGoodIsGivenUpAtOnceAndWhoJustRefusesAfterAsManyTriesAsMakeANodeDown() {
        assertThat(block(Answer.REFUSED_FOR_GOOD, 1)).isEqualTo(undemotable());
        assertThat(block(Answer.REFUSED, 3)).isEqualTo(undemotable());
        assertThat(block(Answer.REFUSED, 2)).isEqualTo(new Block.None());
    }

    @Test
    void whoMayHaveObeyedIsNotGivenUpHoweverOftenItWasTold() {
        assertThat(block(Answer.TAKEN, 9)).isEqualTo(new Block.None());
        assertThat(block(Answer.DONE, 9)).isEqualTo(new Block.None());
    }

    // Fenced

    @Test
    void onlyWhoRefusedIsKeptFromItsClients() {
        Situation group = formerMaster();

        assertThat(words(group.commanded(follow(A, B, Answer.TAKEN, 1, group.now()))))
                .isEmpty();
        assertThat(words(group.commanded(follow(A, B, Answer.REFUSED_FOR_GOOD, 1, group.now()))))
                .containsExactly("fence a");
    }

    @Test
    void aFenceIsRenewedWhenItHasRunOut() {
        Situation group = formerMaster();
        Duration start = group.now();
        group.commanded(follow(A, B, Answer.REFUSED_FOR_GOOD, 1, start), fence(Answer.TAKEN, start));

        while (group.now().plusSeconds(1).compareTo(start.plus(FENCE)) < 0) {
            assertThat(words(group)).isEmpty();
        }
        assertThat(words(group)).containsExactly("fence a");
    }

    @Test
    void aFenceThatWasRefusedIsTriedAgainLikeAnythingElseThatIs() {
        Situation group = formerMaster();
        group.commanded(follow(A, B, Answer.REFUSED_FOR_GOOD, 1, group.now()), fence(Answer.REFUSED, group.now()));

        assertThat(words(group)).containsExactly("fence a");
    }

    // Told again

    @Test
    void whatWasOrderedForTheSakeOfAFormerMasterKeepsNothingBack() {
        Situation group = formerMaster();
        group.set(A, replica(B, Link.up(), 100)).set(C, replica(A, new Link.Down(), 100));

        assertThat(words(group.commanded(follow(C, A, Answer.TAKEN, 1, group.now()))))
                .containsExactly("follow c b");
        assertThat(words(group.commanded(follow(C, B, Answer.TAKEN, 1, group.now()))))
                .isEmpty();
    }

    // Named

    @Test
    void aRivalIsNamedUntilItIsSeenOtherwiseOrDown() {
        NodeInfo rival = NodeInfo.of(Incarnation.of("1"), new Role.Master(), Position.of("other", 7));
        Block named = new Block.On(Block.Kind.SPLIT_BRAIN, List.of(B));
        Situation group = healthy().set(B, rival);
        assertThat(blockOf(group)).isEqualTo(named);

        assertThat(blockOf(group.missing(B))).isEqualTo(named);
        assertThat(blockOf(group.silent(B))).as("silent once").isEqualTo(named);
        group.rounds(2);
        assertThat(blockOf(group)).as("down").isEqualTo(new Block.None());

        Situation other = healthy().set(B, rival);
        assertThat(blockOf(other)).isEqualTo(named);
        assertThat(blockOf(other.set(B, replica(A, Link.up(), 100)))).isEqualTo(new Block.None());
    }

    private static Block block(Answer answer, int tries) {
        Situation group = formerMaster();
        return blockOf(group.commanded(follow(A, B, answer, tries, group.now())));
    }

    private static Block blockOf(Situation group) {
        return group.round().state().record().block();
    }

    private static Block undemotable() {
        return new Block.On(Block.Kind.UNDEMOTABLE, List.of(A));
    }

    private static List<String> words(Situation group) {
        return group.round().actions().stream().map(Action::words).toList();
    }

    /** B reigns with what it had at 100; a has come back as the master that it was, c follows b. */
    private static Situation formerMaster() {
        Situation group = healthy();
        group.set(A, new Outcome.Silent(Outcome.Silence.REFUSED))
                .set(B, replica(A, new Link.Down(), 100))
                .set(C, replica(A, new Link.Down(), 100))
                .rounds(3);
        group.set(B, master(100)).set(C, replica(B, Link.up(), 100)).rounds(4);
        assertThat(group.state().record().master()).isEqualTo(Optional.of(B));
        return group.set(A, master(100));
    }

    private static Commanded fence(Answer answer, Duration at) {
        return new Commanded(new Commanded.Order(Kind.FENCE, A, Incarnation.of("1"), B), at, 1, 0, answer);
    }

    private static Commanded follow(NodeId node, NodeId master, Answer answer, int tries, Duration at) {
        return new Commanded(new Commanded.Order(Kind.FOLLOW, node, Incarnation.of("1"), master), at, tries, 0, answer);
    }
}
