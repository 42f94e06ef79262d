package dev.regroup.reduce;

import static dev.regroup.reduce.Situation.A;
import static dev.regroup.reduce.Situation.B;
import static dev.regroup.reduce.Situation.C;
import static dev.regroup.reduce.Situation.replica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Commanded;
import dev.regroup.model.GroupHealth;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Link;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Observation;
import dev.regroup.model.Outcome;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Role;
import dev.regroup.model.Standing;
import dev.regroup.model.Standing.Due;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is remembered of the data of a Pika, and what it has to copy for that. */
class CopiesTest {

    private static final NodeInfo.Persistence PIKA = NodeInfo.Persistence.ON_DISK;
    private static final Position START = at(100, 50);

    // What a former master has to copy

    @Test
    void aPikaThatWentBeyondTheBeginningInAnyDatabaseHasToCopyEverything() {
        assertThat(Copies.seen(START, pika(at(100, 50)))).isEqualTo(Due.PLAIN);
        assertThat(Copies.seen(START, pika(at(90, 50)))).isEqualTo(Due.PLAIN);
        assertThat(Copies.seen(START, pika(at(101, 50)))).isEqualTo(Due.FULL);
        assertThat(Copies.seen(START, pika(at(100, 51)))).isEqualTo(Due.FULL);
        assertThat(Copies.seen(START, pika(at(90, 51)))).isEqualTo(Due.FULL);
        assertThat(Copies.seen(START, pika(at(101, 40)))).isEqualTo(Due.FULL);
    }

    @Test
    void whatCannotBeComparedWithTheBeginningSaysNothing() {
        assertThat(Copies.seen(START, pika(at(101)))).isEqualTo(Due.UNKNOWN);
        assertThat(Copies.seen(START, pika(at(90, 51, 1)))).isEqualTo(Due.UNKNOWN);
        assertThat(Copies.seen(START, pika(Position.unknown()))).isEqualTo(Due.UNKNOWN);
        assertThat(Copies.seen(Position.unknown(), pika(START))).isEqualTo(Due.UNKNOWN);
    }

    @Test
    void anOrderToFollowFromBeforeItWasToldToLetGoIsNoOrderToCopyEverything() {
        assertThat(dueOfOneThatIsLinkedAgain(told(Commanded.Kind.FOLLOW, 5))).isEqualTo(Due.UNSEEN);
        assertThat(dueOfOneThatIsLinkedAgain(told(Commanded.Kind.FOLLOW, 5), told(Commanded.Kind.DETACH, 4)))
                .isEqualTo(Due.UNSEEN);
        assertThat(dueOfOneThatIsLinkedAgain(told(Commanded.Kind.FOLLOW, 5), told(Commanded.Kind.DETACH, 5)))
                .isEqualTo(Due.UNSEEN);
        assertThat(dueOfOneThatIsLinkedAgain(told(Commanded.Kind.FOLLOW, 5), told(Commanded.Kind.DETACH, 6)))
                .isEqualTo(Due.FULL);
    }

    private static Due dueOfOneThatIsLinkedAgain(Commanded... told) {
        NodeInfo info = pika(at(300));
        Draft draft = Draft.of(Situation.healthy().state().record()).withStanding(B, new Standing.Detached(Due.FULL));
        MemberRecord member = draft.record().member(B).orElseThrow();
        Sights sights = sights(observation(List.of(report(B, info)), List.of()).withCommanded(List.of(told)));

        Draft next = new Copies(Policy.defaults(), draft.record(), sights, A).record(draft, member, info);

        return next.record().member(B).orElseThrow().standing() instanceof Standing.Detached let
                ? let.due()
                : Due.UNKNOWN;
    }

    private static Commanded told(Commanded.Kind kind, int second) {
        return Commanded.first(new Commanded.Order(kind, B, Incarnation.of("1"), A), Duration.ofSeconds(second));
    }

    // What is remembered of a member that loses its mark

    @Test
    void ofAPikaTheLastPositionIsRememberedAtWhichItFollowed() {
        assertThat(trace(report(B, pika(at(300)))).remembered()).isEqualTo(at(300));
    }

    @Test
    void ofAPikaThatWasNotSeenFollowingSinceTheMarkCounts() {
        NodeInfo master =
                NodeInfo.of(Incarnation.of("1"), new Role.Master(), at(300)).withPersistence(PIKA);
        NodeInfo ofAnother = pika("1", C, at(300));
        NodeInfo later = pika("2", A, at(300));
        Stream.of(master, ofAnother, later, pika(Position.unknown()))
                .forEach(info -> assertThat(trace(report(B, info)).remembered()).isEqualTo(at(100)));
    }

    @Test
    void ofAServerThatRenamesItsHistoryNothingIsRemembered() {
        assertThat(trace(report(B, redis(at(300)))).remembered()).isEqualTo(Position.unknown());
    }

    @Test
    void whatKindItIsIsToldByItselfFirstAndElseByItsMaster() {
        Observation nothing = observation(List.of(), List.of());
        assertThat(new Trace(nothing).remembered()).isEqualTo(at(100));
        assertThat(new Trace(observation(List.of(), List.of(report(A, redis(at(1)))))).remembered())
                .isEqualTo(Position.unknown());
        assertThat(new Trace(observation(List.of(report(A, redis(at(1)))), List.of(report(A, pika(at(1))))))
                        .remembered())
                .isEqualTo(Position.unknown());
        assertThat(new Trace(observation(
                                List.of(report(A, pika(at(1))), report(B, redis(at(1)))),
                                List.of(report(A, pika(at(1))))))
                        .remembered())
                .isEqualTo(Position.unknown());
        assertThat(new Trace(observation(List.of(report(A, pika(at(1)))), List.of(report(B, redis(at(1))))))
                        .remembered())
                .isEqualTo(Position.unknown());
    }

    @Test
    void withoutAPositionThereIsNothingToRemember() {
        Observation seen = observation(List.of(), List.of(report(B, pika(at(300)))));
        Standing.InSync mark = new Standing.InSync(Incarnation.of("1"), Position.unknown());

        assertThat(Traces.of(sights(seen), B, A, mark)).isEqualTo(Position.unknown());
    }

    /** A member that was in sync at 100 and is so no more. */
    private record Trace(Observation observation) {

        Position remembered() {
            return Traces.of(sights(observation), B, A, new Standing.InSync(Incarnation.of("1"), at(100)));
        }
    }

    private static Trace trace(NodeReport last) {
        return new Trace(observation(List.of(), List.of(last)));
    }

    private static Observation observation(List<NodeReport> now, List<NodeReport> last) {
        return Observation.of(Duration.ofSeconds(9), Instant.EPOCH, now).withLastGood(last);
    }

    private static NodeReport report(NodeId node, NodeInfo info) {
        return new NodeReport(node, 1, Duration.ofSeconds(9), Duration.ofSeconds(9), new Outcome.Answered(info));
    }

    private static Sights sights(Observation observation) {
        return Sights.of(Policy.defaults(), Situation.healthy().state().record(), GroupHealth.rest(), observation);
    }

    private static NodeInfo pika(Position position) {
        return pika("1", A, position);
    }

    private static NodeInfo pika(String life, NodeId of, Position position) {
        return NodeInfo.of(Incarnation.of(life), replica(of, Link.up(), 1).role(), position)
                .withPersistence(PIKA);
    }

    private static NodeInfo redis(Position position) {
        return NodeInfo.of(Incarnation.of("1"), replica(A, Link.up(), 1).role(), position);
    }

    private static Position at(long... offsets) {
        return new Position.Known("h", LongStream.of(offsets).boxed().toList(), List.of());
    }
}
