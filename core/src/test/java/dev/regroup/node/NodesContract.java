package dev.regroup.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Incarnation;
import dev.regroup.model.Member;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Outcome;
import dev.regroup.model.Presumption;
import dev.regroup.model.Role;
import dev.regroup.redis.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Nodes} owes, one test for each clause. All tests wait, none sleeps. */
public abstract class NodesContract {

    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Sent APPLIED = new Sent.Applied(List.of());

    /** A node to look at. */
    public interface Subject extends AutoCloseable {

        /** Returns who it is. */
        Member member();

        /** Ends its process: nobody listens at its address any more. */
        void kill();

        /** Ends its process, if it has not ended. */
        @Override
        void close();
    }

    /** Opens an implementation, which the test closes. */
    protected abstract Nodes open();

    /** Starts a master without replicas. */
    protected abstract Subject startMaster();

    /** Starts a replica of a node that does not exist. */
    protected abstract Subject startReplica();

    @Test
    void aLookTellsWhatTheNodeIs() {
        try (Nodes nodes = open();
                Subject master = startMaster();
                Subject replica = startReplica()) {
            assertThat(told(nodes, master).role()).isEqualTo(new Role.Master());
            assertThat(told(nodes, replica).role()).isInstanceOf(Role.Replica.class);
        }
    }

    @Test
    void looksThatOverlapAreEachAnswered() {
        try (Nodes nodes = open();
                Subject master = startMaster()) {
            List<CompletableFuture<Outcome>> looks = IntStream.range(0, 100)
                    .mapToObj(i -> nodes.look(master.member(), PATIENT).toCompletableFuture())
                    .toList();

            assertThat(looks).allSatisfy(look -> assertThat(look.join()).isInstanceOf(Outcome.Answered.class));
        }
    }

    @Test
    void aNodeThatIsGoneIsSilentAndItsListenerIsCalledOnce() {
        try (Nodes nodes = open();
                Subject master = startMaster()) {
            AtomicInteger closed = new AtomicInteger();
            nodes.onClosed(master.member(), closed::incrementAndGet);
            told(nodes, master);

            master.kill();

            Eventually.holds("the listener is called", () -> closed.get() == 1);
            assertThat(look(nodes, master)).isEqualTo(new Outcome.Silent(Outcome.Silence.REFUSED));
            assertThat(closed).hasValue(1);
        }
    }

    @Test
    void whatIsSoAlreadyIsApplied() {
        try (Nodes nodes = open();
                Subject master = startMaster()) {
            assertThat(send(nodes, new Command.Promote(master.member(), own(nodes, master))))
                    .isEqualTo(APPLIED);
        }
    }

    @Test
    void aPromotionIsSeenInTheNextLook() {
        try (Nodes nodes = open();
                Subject replica = startReplica()) {
            assertThat(send(nodes, new Command.Promote(replica.member(), own(nodes, replica))))
                    .isEqualTo(APPLIED);
            assertThat(told(nodes, replica).role()).isEqualTo(new Role.Master());
        }
    }

    @Test
    void aFollowIsSeenInTheNextLook() {
        try (Nodes nodes = open();
                Subject node = startMaster();
                Subject master = startMaster()) {
            assertThat(send(nodes, new Command.Follow(node.member(), own(nodes, node), master.member())))
                    .isEqualTo(APPLIED);
            assertThat(told(nodes, node).role())
                    .isInstanceOfSatisfying(
                            Role.Replica.class,
                            role -> assertThat(role.of())
                                    .isEqualTo(master.member().address()));
        }
    }

    @Test
    void aCommandThatPresumesAnotherLifeOrRoleIsNotSent() {
        try (Nodes nodes = open();
                Subject replica = startReplica()) {
            Presumption.Living life = new Presumption.IsReplica(replica.member().id(), Incarnation.of("another"));
            Presumption.Living role = new Presumption.IsMaster(
                    replica.member().id(), told(nodes, replica).incarnation());

            assertThat(send(nodes, new Command.Promote(replica.member(), life))).isInstanceOf(Sent.NotSent.class);
            assertThat(send(nodes, new Command.Detach(replica.member(), life))).isInstanceOf(Sent.NotSent.class);
            assertThat(send(nodes, new Command.Fence(replica.member(), role, SHORT)))
                    .isInstanceOf(Sent.NotSent.class);
            assertThat(told(nodes, replica).role()).isInstanceOf(Role.Replica.class);
        }
    }

    @Test
    void aCommandToANodeThatIsGoneIsNotSent() {
        try (Nodes nodes = open();
                Subject replica = startReplica()) {
            Command promote = new Command.Promote(replica.member(), own(nodes, replica));
            replica.kill();

            assertThat(send(nodes, promote)).isInstanceOf(Sent.NotSent.class);
        }
    }

    @Test
    void afterForgettingANodeItCanBeLookedAtAgain() {
        try (Nodes nodes = open();
                Subject master = startMaster()) {
            told(nodes, master);
            nodes.forget(master.member());
            nodes.forget(master.member());

            assertThat(told(nodes, master).role()).isEqualTo(new Role.Master());
        }
    }

    @Test
    void afterClosingEverythingStillCompletes() {
        try (Subject master = startMaster()) {
            Nodes nodes = open();
            Command promote = new Command.Promote(master.member(), own(nodes, master));
            nodes.close();
            nodes.close();

            assertThat(look(nodes, master)).isInstanceOf(Outcome.Silent.class);
            assertThat(send(nodes, promote)).isInstanceOf(Sent.NotSent.class);
        }
    }

    private static Presumption.Living own(Nodes nodes, Subject subject) {
        NodeInfo info = told(nodes, subject);
        return info.role() instanceof Role.Master
                ? new Presumption.IsMaster(subject.member().id(), info.incarnation())
                : new Presumption.IsReplica(subject.member().id(), info.incarnation());
    }

    private static NodeInfo told(Nodes nodes, Subject subject) {
        Outcome outcome = look(nodes, subject);
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        return ((Outcome.Answered) outcome).info();
    }

    private static Outcome look(Nodes nodes, Subject subject) {
        return nodes.look(subject.member(), PATIENT).toCompletableFuture().join();
    }

    private static Sent send(Nodes nodes, Command command) {
        return nodes.send(command, PATIENT).toCompletableFuture().join();
    }
}
