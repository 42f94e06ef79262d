package dev.regroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.GroupRecord;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Link;
import dev.regroup.model.Member;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Observation;
import dev.regroup.model.Outcome;
import dev.regroup.model.Position;
import dev.regroup.model.Role;
import dev.regroup.model.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverlapsTest {

    private static final GroupRecord RECORD = LoopWorld.recorded();
    private static final MemberRecord MASTER = RECORD.members().get(0);
    private static final NodeId A = MASTER.id();
    private static final NodeId B = RECORD.members().get(1).id();
    private static final NodeId C = RECORD.members().get(2).id();
    private static final GroupRecord LOST = RECORD.withMember(
            MASTER.withStanding(new Standing.LostData(Incarnation.of("a-2"), Position.of("h0", 100))));

    private final NodeReport master = report(A, 0, 10, new Role.Master());
    private final NodeReport early = report(B, 0, 30, following(MASTER.member()));
    private final NodeReport late = report(C, 20, 50, following(MASTER.member()));

    @Test
    void aHealthyGroupIsNotLookedAtOnceMore() {
        assertThat(Overlaps.of(RECORD, observation(master, early), early)).isEmpty();
    }

    @Test
    void besideAMasterThatLostItsDataTheReplicaIsLookedAtOnceMoreAndNeverTheMaster() {
        assertThat(Overlaps.of(LOST, observation(master, early), early)).containsExactly(B);
        assertThat(Overlaps.of(LOST, observation(early, master), master)).containsExactly(B);
    }

    @Test
    void replicasThatOverlapOnlyWithEachOtherAreInOrder() {
        assertThat(Overlaps.of(LOST, observation(master, early, late), late)).isEmpty();
    }

    @Test
    void whereRolesAreNotAsRecordedEverybodyElseIsLookedAtOnceMore() {
        NodeReport second = report(B, 0, 30, new Role.Master());

        assertThat(Overlaps.of(RECORD, observation(master, second, late), second))
                .containsExactly(A, C);
    }

    private static Observation observation(NodeReport... reports) {
        return Observation.of(Duration.ofSeconds(1), Instant.EPOCH, List.of(reports));
    }

    private static Role following(Member master) {
        return new Role.Replica(master.address(), Link.up());
    }

    private static NodeReport report(NodeId node, int sent, int done, Role role) {
        NodeInfo info = NodeInfo.of(Incarnation.of(node + "-1"), role, Position.of("h0", 100));
        return new NodeReport(node, 1, Duration.ofMillis(sent), Duration.ofMillis(done), new Outcome.Answered(info));
    }
}
