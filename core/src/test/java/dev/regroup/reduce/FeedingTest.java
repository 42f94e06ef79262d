package dev.regroup.reduce;

import static dev.regroup.reduce.Situation.A;
import static dev.regroup.reduce.Situation.B;
import static dev.regroup.reduce.Situation.C;
import static dev.regroup.reduce.Situation.healthy;
import static dev.regroup.reduce.Situation.master;
import static dev.regroup.reduce.Situation.replica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Address;
import dev.regroup.model.Attached;
import dev.regroup.model.Link;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Outcome;
import dev.regroup.model.Standing;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whom a master feeds that does not see its replicas under the addresses of members. */
class FeedingTest {

    private static final NodeInfo DOWN = replica(A, new Link.Down(), 100);

    /** In a group that is not calm, as otherwise the short way judges: c is on its way to be in sync. */
    @Test
    void behindAddressTranslationAMasterFeedsAllWhoBelieveToBeLinkedOrNobodyKnowsWhom() {
        Address unknown = Address.of("192.0.2.1", 1);
        assertThat(gainedBehindTranslation(unknown, unknown)).isTrue();
        assertThat(gainedBehindTranslation(unknown, unknown, unknown)).isTrue();
        assertThat(gainedBehindTranslation(unknown)).isFalse();
        assertThat(gainedBehindTranslation(unknown, Situation.address(B))).isFalse();
        assertThat(gainedBehindTranslation(Situation.address(B), Situation.address(B)))
                .isFalse();
    }

    @Test
    void whoDoesNotBelieveToBeLinkedNeedNotBeFed() {
        Situation group = healthy().set(B, DOWN).set(C, DOWN);
        group.rounds(2);
        group.set(A, master(100).withAttached(Attached.Told.of(List.of(Address.of("192.0.2.1", 1)))));
        group.set(C, replica(A, Link.up(), 100)).rounds(3);
        assertThat(isInSync(group, C)).isTrue();

        group.set(B, new Outcome.Uninformative(Outcome.Refusal.AUTH, "NOAUTH")).round();
        assertThat(isInSync(group, C)).isTrue();
        group.missing(B).round();
        assertThat(isInSync(group, C)).isTrue();
    }

    @Test
    void onlyAnAddressOfItsOwnNamesAReplica() {
        MemberRecord replica = healthy().state().record().member(B).orElseThrow();
        NodeInfo silent = master(100);
        NodeInfo other = silent.withAttached(Attached.Told.of(List.of(Situation.address(C))));
        NodeInfo both = silent.withAttached(Attached.Told.of(List.of(Situation.address(C), Situation.address(B))));

        assertThat(Feeding.isNamed(silent, replica)).isFalse();
        assertThat(Feeding.isNamed(other, replica)).isFalse();
        assertThat(Feeding.isNamed(both, replica)).isTrue();
    }

    private static boolean gainedBehindTranslation(Address... fed) {
        Situation group = healthy().set(C, DOWN);
        group.round();
        group.set(A, master(100).withAttached(Attached.Told.of(List.of(fed))));
        group.set(C, replica(A, Link.up(), 100)).rounds(3);
        return isInSync(group, C);
    }

    private static boolean isInSync(Situation group, NodeId node) {
        return group.state().record().member(node).orElseThrow().standing() instanceof Standing.InSync;
    }
}
