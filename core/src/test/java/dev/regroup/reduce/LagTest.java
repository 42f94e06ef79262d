package dev.regroup.reduce;

import static dev.regroup.reduce.Situation.A;
import static dev.regroup.reduce.Situation.B;
import static dev.regroup.reduce.Situation.C;
import static dev.regroup.reduce.Situation.address;
import static dev.regroup.reduce.Situation.healthy;
import static dev.regroup.reduce.Situation.master;
import static dev.regroup.reduce.Situation.replica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Address;
import dev.regroup.model.Attached;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Link;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Position;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is as much as is allowed, and whose word counts. */
class LagTest {

    private static final long MOST = 10;
    private static final GroupRecord RECORD = healthy().state().record();
    private static final MemberRecord MEMBER = RECORD.member(B).orElseThrow();
    private static final Address TRANSLATED = Address.of("192.0.2.1", 1);

    @Test
    void ofOneStreamAsMuchAsIsAllowedIsNotBeyond() {
        assertThat(Lag.isInStreamBeyond(MOST, unnamed(A, 100), unnamed(A, 110))).isFalse();
        assertThat(Lag.isInStreamBeyond(MOST, unnamed(A, 100), unnamed(A, 111))).isTrue();
        assertThat(Lag.isInStreamBeyond(0, unnamed(A, 100), unnamed(A, 100))).isFalse();
        assertThat(Lag.isInStreamBeyond(MOST, unnamed(A, 111), unnamed(A, 100))).isFalse();
        assertThat(Lag.isInStreamBeyond(MOST, unnamed(A, 100), unnamed(C, 111))).isFalse();
    }

    @Test
    void asMuchAsIsAllowedByTheWordOfTheMasterIsWithin() {
        assertThat(isWithin(Attached.Fed.of(address(B), MOST))).isTrue();
        assertThat(isWithin(Attached.Fed.of(address(B), MOST + 1))).isFalse();
    }

    @Test
    void behindAddressTranslationTheGreatestLagCounts() {
        Attached.Fed one = Attached.Fed.of(TRANSLATED, 3);
        Attached.Fed other = Attached.Fed.of(TRANSLATED, 7);
        assertThat(Lag.told(RECORD, feeding(one, other), MEMBER)).contains(7L);
        assertThat(Lag.told(RECORD, feeding(one, Attached.Fed.of(address(C), 7)), MEMBER))
                .isEmpty();
    }

    private static boolean isWithin(Attached.Fed fed) {
        return Lag.isWithin(MOST, RECORD, feeding(fed), MEMBER, replica(A, Link.up(), 1));
    }

    private static NodeInfo feeding(Attached.Fed... fed) {
        return master(100).withAttached(new Attached.Told(List.of(fed)));
    }

    private static NodeInfo unnamed(NodeId of, long offset) {
        return NodeInfo.of(Incarnation.of("1"), replica(of, Link.up(), 1).role(), new Position.Unnamed(offset));
    }
}
