package dev.regroup.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Attached;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Link;
import dev.regroup.model.Member;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Outcome;
import dev.regroup.model.Presumption;
import dev.regroup.model.Role;
import dev.regroup.node.Command;
import dev.regroup.node.Command.Follow;
import dev.regroup.node.Command.Mode;
import dev.regroup.node.Nodes;
import dev.regroup.node.NodesContract.Subject;
import dev.regroup.node.Sent;
import dev.regroup.node.Sent.Retry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is peculiar to Pika, on anything that speaks as one: each test starts two masters without replicas. */
abstract class PikaSuite {

    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final Sent APPLIED = new Sent.Applied(List.of());

    /** Starts a master without replicas. */
    abstract Subject start();

    @Test
    void aNodeThatIsToldToFollowIsLinkedAndListed() {
        try (Nodes nodes = RedisNodes.create();
                Subject master = start();
                Subject slave = start()) {
            follow(nodes, slave.member(), master.member());

            assertThat(told(nodes, master.member()).attached())
                    .isEqualTo(new Attached.Told(
                            List.of(Attached.Fed.of(slave.member().address(), 0))));
        }
    }

    @Test
    void whoHasReplicasRefusesToFollowUntilTheyHaveLeft() {
        try (Nodes nodes = RedisNodes.create();
                Subject old = start();
                Subject promoted = start()) {
            follow(nodes, promoted.member(), old.member());
            Command demote = new Follow(old.member(), own(nodes, old.member()), promoted.member());
            assertThat(send(nodes, demote))
                    .isEqualTo(new Sent.Rejected(Retry.LATER, "ERR already master of others, invalid usage"));

            assertThat(send(nodes, new Command.Promote(promoted.member(), own(nodes, promoted.member()))))
                    .isEqualTo(APPLIED);

            Eventually.holds("it follows", () -> send(nodes, demote).equals(APPLIED));
            awaitLink(nodes, old.member());
        }
    }

    @Test
    void aFullCopyFromTheSameMasterIsTakenAfterADetachment() {
        try (Nodes nodes = RedisNodes.create();
                Subject master = start();
                Subject slave = start()) {
            follow(nodes, slave.member(), master.member());
            assertThat(send(nodes, full(nodes, slave, master))).isInstanceOf(Sent.NotSent.class);
            assertThat(send(nodes, new Command.Detach(slave.member(), own(nodes, slave.member()))))
                    .isEqualTo(APPLIED);

            Eventually.holds(
                    "it follows", () -> send(nodes, full(nodes, slave, master)).equals(APPLIED));
            awaitLink(nodes, slave.member());
        }
    }

    @Test
    void aLifeLastsOverConnections() {
        try (Nodes nodes = RedisNodes.create();
                Subject master = start()) {
            Incarnation first = life(nodes, master);
            nodes.forget(master.member());

            assertThat(life(nodes, master)).isEqualTo(first);
        }
    }

    private static Command full(Nodes nodes, Subject slave, Subject master) {
        return new Follow(slave.member(), own(nodes, slave.member()), master.member(), Mode.FULL);
    }

    private static void follow(Nodes nodes, Member slave, Member master) {
        assertThat(send(nodes, new Follow(slave, own(nodes, slave), master))).isEqualTo(APPLIED);
        awaitLink(nodes, slave);
    }

    private static void awaitLink(Nodes nodes, Member slave) {
        Eventually.holds(
                "the link is up",
                () -> told(nodes, slave).role() instanceof Role.Replica replica && replica.link() instanceof Link.Up);
    }

    private static Incarnation life(Nodes nodes, Subject subject) {
        return told(nodes, subject.member()).incarnation();
    }

    private static Presumption.Living own(Nodes nodes, Member member) {
        NodeInfo info = told(nodes, member);
        return info.role() instanceof Role.Master
                ? new Presumption.IsMaster(member.id(), info.incarnation())
                : new Presumption.IsReplica(member.id(), info.incarnation());
    }

    private static NodeInfo told(Nodes nodes, Member member) {
        Outcome outcome = nodes.look(member, PATIENT).toCompletableFuture().join();
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        return ((Outcome.Answered) outcome).info();
    }

    private static Sent send(Nodes nodes, Command command) {
        return nodes.send(command, PATIENT).toCompletableFuture().join();
    }
}
