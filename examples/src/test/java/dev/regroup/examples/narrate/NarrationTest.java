package dev.regroup.examples.narrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Block;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Link;
import dev.regroup.model.Member;
import dev.regroup.model.MemberRecord.Health;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Outcome;
import dev.regroup.model.Position;
import dev.regroup.model.Reign;
import dev.regroup.model.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

class NarrationTest {

    private static final Member A = Member.parse("a=127.0.0.1:7001");
    private static final Member B = Member.parse("b=127.0.0.1:7002");
    private static final GroupRecord RECORD = GroupRecord.first(GroupId.of("g"), List.of(A, B));

    @Test
    void equalRecordsHaveNothingToTell() {
        assertThat(Narration.changes(RECORD, RECORD)).isEmpty();
    }

    @Test
    void everyChangedPartIsTold() {
        GroupRecord after = RECORD.withMember(
                        RECORD.member(B.id()).orElseThrow().withHealth(Health.DOWN))
                .withClaim(1, RECORD.claim())
                .withReign(new Reign.Of(1, NodeId.of("a"), Position.unknown()))
                .withBlock(new Block.On(Block.Kind.ALL_DOWN, List.of(A.id(), B.id())));

        assertThat(Narration.changes(RECORD, after))
                .containsExactly(
                        "b: unseen -> down", "master: none -> a since epoch 1", "block: none -> ALL_DOWN(a b)");
    }

    @Test
    void aSightNamesWhomAReplicaFollows() {
        NodeInfo info = NodeInfo.of(Incarnation.of("1"), new Role.Replica(A.address(), Link.up()), Position.unknown());

        assertThat(Sight.of(new Outcome.Answered(info), RECORD))
                .isEqualTo(new Sight(Sight.Kind.REPLICA, "follows a, linked"));
        assertThat(Sight.of(new Outcome.Silent(Outcome.Silence.REFUSED), RECORD))
                .isEqualTo(new Sight(Sight.Kind.SILENT, "silent: refused"));
    }
}
