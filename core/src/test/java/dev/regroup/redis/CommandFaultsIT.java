package dev.regroup.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Incarnation;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Outcome;
import dev.regroup.model.Presumption;
import dev.regroup.model.Role;
import dev.regroup.node.Command;
import dev.regroup.node.Command.Mode;
import dev.regroup.node.Sent;
import dev.regroup.redis.FaultProxy.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Every command through every fault: what is said of it, and what the same command comes to when it is sent again. */
final class CommandFaultsIT {

    private static final Duration DEADLINE = Duration.ofMillis(300);
    private static final Duration PATIENT = Duration.ofSeconds(2);
    private static final List<String> TABLE = new ArrayList<>();

    private interface Kind {
        Command command(Member to, Presumption.Living own, Member master);
    }

    private static final Map<String, Kind> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("promote", (to, own, master) -> new Command.Promote(to, own));
        COMMANDS.put("detach", (to, own, master) -> new Command.Detach(to, own));
        COMMANDS.put("follow", Command.Follow::new);
        COMMANDS.put("follow full", (to, own, master) -> new Command.Follow(to, own, master, Mode.FULL));
        COMMANDS.put("fence", (to, own, master) -> new Command.Fence(to, own, Duration.ofSeconds(5)));
        COMMANDS.put("pause", (to, own, master) -> new Command.PauseWrites(to, own, Duration.ofSeconds(5)));
        COMMANDS.put("resume", (to, own, master) -> new Command.ResumeWrites(to, own));
    }

    @AfterAll
    static void print() {
        System.out.printf("%-12s %-22s %-8s then %s%n", "command", "fault", "first", "again");
        TABLE.forEach(System.out::println);
    }

    @Test
    void aLostAnswerIsNeverSuccessAndTheSameCommandAgainIs() {
        try (RealRedis old = RealRedis.start();
                RealRedis master = RealRedis.start();
                RedisNodes nodes = RedisNodes.create()) {
            COMMANDS.forEach((name, kind) -> {
                for (Fault fault : Fault.values()) {
                    play(nodes, old, master, name, kind, fault);
                }
            });
        }
        assertThat(TABLE).hasSize(COMMANDS.size() * Fault.values().length);
    }

    private static void play(RedisNodes nodes, RealRedis old, RealRedis master, String name, Kind kind, Fault fault) {
        String word =
                name.startsWith("follow") || name.equals("promote") || name.equals("detach") ? "slaveof" : "client";
        try (RealRedis a = RealRedis.startReplicaOf(old);
                FaultProxy proxy = FaultProxy.start(a.port(), fault, word)) {
            Member member = proxy.member("a");
            Command command = kind.command(member, own(nodes, member), master.member("m"));

            CompletableFuture<Sent> first = nodes.send(command, DEADLINE).toCompletableFuture();

            assertThat(first.join()).as("%s, %s", name, fault).isEqualTo(new Sent.Maybe());
            proxy.release();
            Eventually.holds(
                    name + ", " + fault + ": it can be sent again",
                    () -> again(nodes, member, kind, master) instanceof Sent.Applied);
            assertThat(role(nodes, member)).isEqualTo(expected(name, old, master));
            nodes.forget(member);
            TABLE.add(String.format("%-12s %-22s %-8s then %s", name, fault, "MAYBE", "APPLIED"));
        }
    }

    private static Sent again(RedisNodes nodes, Member member, Kind kind, RealRedis master) {
        return nodes.send(kind.command(member, own(nodes, member), master.member("m")), PATIENT)
                .toCompletableFuture()
                .join();
    }

    private static String expected(String name, RealRedis old, RealRedis master) {
        return switch (name) {
            case "promote", "detach" -> "master";
            case "follow", "follow full" -> "of " + master.address();
            default -> "of " + old.address();
        };
    }

    private static String role(RedisNodes nodes, Member member) {
        Role role = told(nodes, member).role();
        if (role instanceof Role.Master) {
            return "master";
        }
        return "of " + ((Role.Replica) role).of();
    }

    private static Presumption.Living own(RedisNodes nodes, Member member) {
        NodeInfo info = told(nodes, member);
        Incarnation incarnation = info.incarnation();
        return info.role() instanceof Role.Master
                ? new Presumption.IsMaster(NodeId.of("a"), incarnation)
                : new Presumption.IsReplica(NodeId.of("a"), incarnation);
    }

    private static NodeInfo told(RedisNodes nodes, Member member) {
        Outcome outcome = nodes.look(member, PATIENT).toCompletableFuture().join();
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        return ((Outcome.Answered) outcome).info();
    }
}
