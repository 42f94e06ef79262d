package dev.regroup.reduce;

import static dev.regroup.reduce.Situation.A;
import static dev.regroup.reduce.Situation.B;
import static dev.regroup.reduce.Situation.C;
import static dev.regroup.reduce.Situation.healthy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Block;
import dev.regroup.model.Choice;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Incarnation;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.Missing;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Reason;
import dev.regroup.model.Reduction;
import dev.regroup.model.Reign;
import dev.regroup.model.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A group that is met with the highest epoch in its record, as an edit by hand may leave it. */
class FirstRecordTest {

    private static final long LAST_EPOCH = 1L << 53;
    private static final NodeInfo FRESH = NodeInfo.of(Incarnation.of("1"), new Role.Master(), Position.of("f", 0))
            .withContents(NodeInfo.Contents.EMPTY);

    @Test
    void aRunningGroupIsNotRecordedWithoutAnEpochLeftAndThatIsTold() {
        Reduction met = met(healthy());

        assertThat(met.reasons()).contains(Reason.of(Reason.Code.EPOCHS_USED_UP, A));
        isLeftToAPerson(met);
    }

    @Test
    void aFreshGroupGetsNoMasterWithoutAnEpochLeftAndThatIsTold() {
        Reduction met = met(healthy(Policy.defaults().withFreshGroups(Choice.FreshGroups.FIRST_MEMBER))
                .set(A, FRESH)
                .set(B, FRESH)
                .set(C, FRESH));

        assertThat(met.reasons()).contains(Reason.of(Reason.Code.EPOCHS_USED_UP, A));
        isLeftToAPerson(met);
    }

    private static void isLeftToAPerson(Reduction met) {
        assertThat(met.state().record().reign()).isEqualTo(new Reign.None());
        assertThat(met.state().record().block()).isEqualTo(new Block.On(Block.Kind.NO_CANDIDATE, List.of()));
        assertThat(met.missing()).containsExactly(Missing.of(Missing.Fact.DECISION, List.of(A)));
        assertThat(met.actions()).isEmpty();
    }

    private static Reduction met(Situation group) {
        return group.with(record -> GroupRecord.first(
                                record.id(),
                                record.members().stream()
                                        .map(MemberRecord::member)
                                        .toList())
                        .withClaim(LAST_EPOCH, new Claim.None()))
                .round();
    }
}
