package dev.regroup.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Link;
import dev.regroup.model.Member;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Outcome;
import dev.regroup.model.Presumption;
import dev.regroup.model.Role;
import dev.regroup.node.Command;
import dev.regroup.node.Sent;
import dev.regroup.node.Sent.Retry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The windows of a Pika, whose length is a fact of the server and not of the machine that runs this: time is told. */
final class PikaWindowsTest {

    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final Sent APPLIED = new Sent.Applied(List.of());

    private final AtomicLong now = new AtomicLong();
    private final PikaGroup group = PikaGroup.open(now::get);
    private RedisNodes nodes = RedisNodes.create();
    private PikaStub master = group.start();
    private PikaStub slave = group.start();

    @BeforeEach
    void open() {
        slave.told("SLAVEOF", "127.0.0.1", port(master));
    }

    @AfterEach
    void close() {
        nodes.close();
        master.close();
        slave.close();
    }

    @Test
    void aReplicaOfAStubIsListedAndLinked() {
        assertThat(line(master)).contains("connected_slaves:1").contains("port=" + port(slave));
        assertThat(line(slave)).contains("role:slave").contains("db0:connected");
    }

    @Test
    void theOldMasterRefusesForThreeSecondsAfterItsReplicaWasPromoted() {
        Member old = master.member("m");
        Member promoted = slave.member("s");
        Command.Follow follow = new Command.Follow(old, own(old), promoted);

        assertThat(send(new Command.Promote(promoted, own(promoted)))).isEqualTo(APPLIED);
        Sent.Rejected refused = new Sent.Rejected(Retry.LATER, "ERR already master of others, invalid usage");
        assertThat(send(follow)).isEqualTo(refused);
        passes(PikaGroup.LISTED.minusMillis(1));
        assertThat(send(follow)).isEqualTo(refused);
        passes(Duration.ofMillis(1));

        assertThat(send(follow)).isEqualTo(APPLIED);
        assertThat(told(old).role()).isEqualTo(new Role.Replica(promoted.address(), Link.up()));
    }

    @Test
    void whoComesBackWithinThreeSecondsIsLetInTenSecondsLater() {
        slave.told("SLAVEOF", "NO", "ONE").told("SLAVEOF", "127.0.0.1", port(master));
        assertThat(line(slave)).contains("db0:no_connect");
        passes(PikaGroup.RETRY.minusMillis(1));
        assertThat(line(slave)).contains("db0:no_connect");
        passes(Duration.ofMillis(1));

        assertThat(line(slave)).contains("db0:connected");
    }

    @Test
    void afterADetachmentTheGatewayWaitsLongerThanThat() {
        Member a = slave.member("s");
        Member to = master.member("m");
        assertThat(send(new Command.Detach(a, own(a)))).isEqualTo(APPLIED);
        assertThat(send(new Command.Follow(a, own(a), to))).isInstanceOf(Sent.NotSent.class);
        assertThat(slave.commands()).last().isEqualTo("config rewrite");

        PikaPause pause = new PikaPause(now::get);
        pause.began(new Command.Detach(a, own(a)), InfoParser.Dialect.PIKA);
        passes(PikaGroup.LISTED);

        assertThat(pause.objection(new Command.Follow(a, own(a), to), InfoParser.Dialect.PIKA))
                .isPresent();
        passes(Duration.ofSeconds(1));
        assertThat(pause.objection(new Command.Follow(a, own(a), to), InfoParser.Dialect.PIKA))
                .isEmpty();
        assertThat(line(master)).contains("connected_slaves:0");
    }

    private void passes(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private Sent send(Command command) {
        return nodes.send(command, PATIENT).toCompletableFuture().join();
    }

    private Presumption.Living own(Member member) {
        NodeInfo info = told(member);
        return info.role() instanceof Role.Master
                ? new Presumption.IsMaster(member.id(), info.incarnation())
                : new Presumption.IsReplica(member.id(), info.incarnation());
    }

    private NodeInfo told(Member member) {
        Outcome outcome = nodes.look(member, PATIENT).toCompletableFuture().join();
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        return ((Outcome.Answered) outcome).info();
    }

    private static String line(PikaStub stub) {
        return stub.asked("INFO", "replication");
    }

    private static String port(PikaStub stub) {
        return Integer.toString(stub.member("p").address().port());
    }
}
