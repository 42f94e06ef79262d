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
import dev.regroup.model.Incarnation;
import dev.regroup.model.Link;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Returned;
import dev.regroup.model.Role;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How far the short way goes: as long as all is well, no look may need the long one. */
class CalmTest {

    private static final long LAG_MAX = Policy.defaults().lagMax();
    private static final Address ELSEWHERE = Address.of("192.0.2.1", 1);

    @Test
    void aReplicaMayBeAsFarBehindAsOneThatIsInSync() {
        long reached = 100 + LAG_MAX;
        assertThat(isCalm(healthy().set(A, master(reached)))).isTrue();
        assertThat(isCalm(healthy().set(A, master(reached + 1)))).isFalse();
    }

    @Test
    void aReplicaThatWasLookedAtLaterMayBeAhead() {
        assertThat(isCalm(healthy().set(B, replica(A, Link.up(), 100 + 2 * LAG_MAX))))
                .isTrue();
    }

    @Test
    void offsetsAreUnsigned() {
        long beyond = Long.MIN_VALUE;
        Situation group = healthy().set(A, master(beyond));
        group.set(B, replica(A, Link.up(), beyond)).set(C, replica(A, Link.up(), beyond - 1));

        assertThat(isCalm(group)).isTrue();
        assertThat(isCalm(healthy().set(A, master(beyond)))).isFalse();
    }

    @Test
    void aMasterThatCannotTellItsPositionGoesTheLongWay() {
        assertThat(isCalm(healthy().set(A, of("1", new Role.Master(), Position.unknown()))))
                .isFalse();
    }

    @Test
    void aReplicaThatCannotTellItsPositionOrTellsAnotherHistoryGoesTheLongWay() {
        Role following = new Role.Replica(address(A), Link.up());
        assertThat(isCalm(healthy().set(B, of("1", following, Position.unknown()))))
                .isFalse();
        assertThat(isCalm(healthy().set(B, of("1", following, Position.of("other", 100)))))
                .isFalse();
    }

    @Test
    void aMasterThatIsBehindItsMarkOrHasAnotherHistoryGoesTheLongWay() {
        assertThat(isCalm(healthy().set(A, master(99)))).isFalse();
        assertThat(isCalm(healthy().set(A, of("1", new Role.Master(), Position.of("other", 100)))))
                .isFalse();
    }

    @Test
    void severalDatabasesGoTheLongWay() {
        Position two = new Position.Known("h", List.of(100L, 7L), List.of());
        Situation group = healthy().set(A, of("1", new Role.Master(), two));
        Role following = new Role.Replica(address(A), Link.up());
        group.set(B, of("1", following, two)).set(C, of("1", following, two));

        assertThat(isCalm(group)).isFalse();
        assertThat(isCalm(healthy().set(B, of("1", following, two)))).isFalse();
    }

    @Test
    void aMasterFeedsItsReplicasByAddressOrByNumber() {
        assertThat(isCalm(feeding(address(B), address(C)))).isTrue();
        assertThat(isCalm(feeding(address(B), address(C), ELSEWHERE))).isTrue();
        assertThat(isCalm(feeding(ELSEWHERE, ELSEWHERE))).isTrue();
        assertThat(isCalm(feeding(ELSEWHERE, ELSEWHERE, ELSEWHERE))).isTrue();
    }

    @Test
    void aMasterThatFeedsOthersInsteadGoesTheLongWay() {
        assertThat(isCalm(feeding())).isFalse();
        assertThat(isCalm(feeding(ELSEWHERE))).isFalse();
        assertThat(isCalm(feeding(address(B)))).isFalse();
        assertThat(isCalm(feeding(address(B), ELSEWHERE))).isFalse();
        assertThat(isCalm(feeding(address(A), address(B)))).isFalse();
        assertThat(isCalm(feeding(address(A), address(B), address(C)))).isFalse();
    }

    @Test
    void aLagThatTheMasterTellsIsAsSmallAsOfOneThatIsInSync() {
        assertThat(isCalm(behind(0))).isTrue();
        assertThat(isCalm(behind(LAG_MAX))).isTrue();
        assertThat(isCalm(behind(LAG_MAX + 1))).isFalse();
        assertThat(isCalm(behind(Long.MIN_VALUE))).isFalse();
    }

    @Test
    void whoIsNotAsRecordedOrNotSeenGoesTheLongWay() {
        assertThat(isCalm(healthy())).isTrue();
        assertThat(isCalm(healthy().missing(B))).isFalse();
        assertThat(isCalm(healthy().missing(A))).isFalse();
        assertThat(isCalm(healthy().silent(B))).isFalse();
        assertThat(isCalm(healthy().set(B, replica(A, new Link.Down(), 100)))).isFalse();
        assertThat(isCalm(healthy().set(B, replica(C, Link.up(), 100)))).isFalse();
        assertThat(isCalm(healthy().set(B, master(100)))).isFalse();
        assertThat(isCalm(healthy().set(A, replica(B, Link.up(), 100)))).isFalse();
        assertThat(isCalm(healthy().set(B, of("2", new Role.Replica(address(A), Link.up()), Position.of("h", 100)))))
                .isFalse();
        assertThat(isCalm(healthy().set(B, following().withReadiness(NodeInfo.Readiness.LOADING))))
                .isFalse();
        assertThat(isCalm(healthy().set(B, following().withEligibility(NodeInfo.Eligibility.NO))))
                .isFalse();
        assertThat(isCalm(healthy().set(A, master(100).withWritability(NodeInfo.Writability.REFUSES_WRITES))))
                .isFalse();
    }

    @Test
    void whoCameBackGoesTheLongWaySinceItMayBeFlapping() {
        Situation group = healthy();
        Observation look = group.look();
        Observation back = look.withReturned(List.of(new Returned(B, List.of(Duration.ofSeconds(1)))));

        assertThat(Calm.is(LAG_MAX, group.state(), look)).isTrue();
        assertThat(Calm.is(LAG_MAX, group.state(), back)).isFalse();
    }

    @Test
    void whatIsBeingCountedGoesTheLongWay() {
        Situation group = healthy().silent(B);
        group.round();
        assertThat(isCalm(group.set(B, following()))).isFalse();
    }

    private static boolean isCalm(Situation group) {
        return Calm.is(LAG_MAX, group.state(), group.look());
    }

    private static Situation feeding(Address... fed) {
        return healthy().set(A, master(100).withAttached(Attached.Told.of(Arrays.asList(fed))));
    }

    private static Situation behind(long lag) {
        List<Attached.Fed> fed = List.of(Attached.Fed.of(address(B)), Attached.Fed.of(address(C), lag));
        return healthy().set(A, master(100).withAttached(new Attached.Told(fed)));
    }

    private static NodeInfo following() {
        return replica(A, Link.up(), 100);
    }

    private static NodeInfo of(String life, Role role, Position position) {
        return NodeInfo.of(Incarnation.of(life), role, position);
    }
}
