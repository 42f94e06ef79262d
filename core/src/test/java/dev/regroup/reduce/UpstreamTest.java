package dev.regroup.reduce;

import static dev.regroup.reduce.Situation.A;
import static dev.regroup.reduce.Situation.B;
import static dev.regroup.reduce.Situation.C;
import static dev.regroup.reduce.Situation.healthy;
import static dev.regroup.reduce.Situation.master;
import static dev.regroup.reduce.Situation.replica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.GroupHealth;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Link;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Policy;
import org.junit.jupiter.api.Test;

/** Where links lead. */
class UpstreamTest {

    @Test
    void linksInACircleLeadToNoMaster() {
        Situation circle = healthy().set(B, replica(C, Link.up(), 100)).set(C, replica(B, Link.up(), 100));

        assertThat(isFedBy(circle, B, A)).isFalse();
        assertThat(mayBeFed(circle, B, replica(C, Link.up(), 100))).isFalse();
    }

    @Test
    void linksOfEverybodyInACircleLeadToNoMaster() {
        Situation circle = healthy()
                .set(A, replica(B, Link.up(), 100))
                .set(B, replica(C, Link.up(), 100))
                .set(C, replica(A, Link.up(), 100));

        assertThat(mayBeFed(circle, B, replica(C, Link.up(), 100))).isFalse();
    }

    @Test
    void aChainOfLinksLeadsToItsMaster() {
        Situation chain = healthy().set(B, replica(C, Link.up(), 100)).set(C, replica(A, Link.up(), 100));

        assertThat(isFedBy(chain, B, A)).isTrue();
        assertThat(mayBeFed(chain, B, replica(C, Link.up(), 100))).isTrue();
    }

    @Test
    void whoIsMasterItselfIsFedByNobody() {
        Situation group = healthy().set(B, master(100));

        assertThat(mayBeFed(group, B, master(100))).isFalse();
    }

    private static boolean isFedBy(Situation group, NodeId replica, NodeId master) {
        GroupRecord record = group.state().record();
        return Upstream.isFedBy(record, sights(group), replica, master);
    }

    private static boolean mayBeFed(Situation group, NodeId node, NodeInfo info) {
        return Upstream.mayBeFed(group.state().record(), sights(group), node, info);
    }

    private static Sights sights(Situation group) {
        return Sights.of(Policy.defaults(), group.state().record(), GroupHealth.rest(), group.look());
    }
}
