package dev.regroup.reduce;

import static dev.regroup.reduce.Situation.A;
import static dev.regroup.reduce.Situation.B;
import static dev.regroup.reduce.Situation.C;
import static dev.regroup.reduce.Situation.address;
import static dev.regroup.reduce.Situation.healthy;
import static dev.regroup.reduce.Situation.replica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Action;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Link;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Position;
import dev.regroup.model.Presumption;
import dev.regroup.model.PromoteSent;
import dev.regroup.model.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a Promote rests on of all others, which is looked at once more before it is sent. */
class PresumingTest {

    @Test
    void theRecordedMasterIsPromotedAgainOnlyIfNobodyOnTheWayHasBecomeMaster() {
        Situation group = healthy().silent(C);
        group.rounds(3);
        group.set(A, replica(B, new Link.Down(), 100)).set(B, replica(C, new Link.Down(), 100));

        assertThat(others(group))
                .containsExactly(
                        new Presumption.Follows(
                                B, Incarnation.of("1"), address(C), new Link.Down(), Position.of("h", 100)),
                        new Presumption.IsNoMaster(C));
    }

    @Test
    void whoeverTakesThePlaceOfAMasterThatIsAReplicaIsPromotedOnlyIfNobodyElseHasBecomeMaster() {
        NodeInfo copied =
                NodeInfo.of(Incarnation.of("2"), new Role.Replica(address(B), new Link.Down()), Position.of("g", 90));
        Situation group = healthy().set(A, copied);
        group.set(B, replica(A, new Link.Down(), 100)).set(C, replica(A, new Link.Down(), 100));

        assertThat(others(group)).containsExactly(new Presumption.IsNoMaster(A), new Presumption.IsNoMaster(C));
    }

    @Test
    void aPromoteOfAnEarlierClaimIsNoneOfThisOne() {
        Situation group =
                healthy().silent(A).set(B, replica(A, new Link.Down(), 100)).set(C, replica(A, new Link.Down(), 100));
        group.rounds(3);

        assertThat(others(group.promoteSent(new PromoteSent.Possibly(1, group.now()))))
                .containsExactly(new Presumption.IsNoMaster(A));
        assertThat(others(group.promoteSent(new PromoteSent.Possibly(2, group.now()))))
                .isEmpty();
    }

    private static List<Presumption> others(Situation group) {
        List<Action> actions = group.round().actions();
        assertThat(actions).singleElement().isInstanceOf(Action.Promote.class);
        return actions.get(0).others();
    }
}
