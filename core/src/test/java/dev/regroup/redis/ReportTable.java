package dev.regroup.redis;

import dev.regroup.model.Address;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import dev.regroup.model.Outcome;
import dev.regroup.node.Nodes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a look comes to, in each situation of each dialect: captures of Redis 7.0.15 and Pika v4.0.1, documented answers
 * of the others, and what stands in place of an answer. Every cell is a look over a real socket. Stateless,
 * thread-safe.
 */
public final class ReportTable {

    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(300);

    /** By the name of the capture; a port that is none (70000) makes an answer that is not understood. */
    private static final Map<String, String> CAPTURED = Map.ofEntries(
            Map.entry("master-fresh", "master, at ?, feeds 0, eligible, empty"),
            Map.entry("master-one-slave", "master, at 6b0a24:39371959, feeds 1, eligible"),
            Map.entry("master-two-slaves", "master, at 6b0a24:39372036, feeds 2, eligible"),
            Map.entry("ex-master-restarted", "master, at 6b0a24:39372121, feeds 0, eligible"),
            Map.entry("slave-after-noone", "master, at 6b0a24:39372121, feeds 0, eligible"),
            Map.entry(
                    "master-eligible-false-promoted-mid-full-sync", "master, at 6b0a24:39372584, feeds 0, incomplete"),
            Map.entry("middle-of-cascade", "replica of 127.0.0.1:22221 up, at 6b0a24:39372508, eligible"),
            Map.entry("slave-during-full-sync", "replica of 127.0.0.1:22221 syncing, at ?, incomplete"),
            Map.entry("slave-in-sync", "replica of 127.0.0.1:22221 up, at 6b0a24:39371959, eligible"),
            Map.entry("slave-master-down", "replica of 127.0.0.1:22221 down, at 6b0a24:39372121, eligible"),
            Map.entry("slave-just-after-slaveof", "replica of 127.0.0.1:22221 down, at ?, eligible"),
            Map.entry("slave-auth-error", "replica of 127.0.0.1:22521 down, at ?, eligible"),
            Map.entry("slave-unreachable-master", "alive, tells nothing: unparsable"),
            Map.entry("slave-replication-id-mismatch", "replica of 127.0.0.1:22221 down, at 13ab51:0, eligible"));

    private ReportTable() {}

    /** Plays all situations; each cell is told as soon as it is known. */
    public static List<Cell> play(Nodes nodes, Consumer<Cell> listener) {
        List<Cell> cells = new ArrayList<>();
        Consumer<Cell> both = cell -> {
            cells.add(cell);
            listener.accept(cell);
        };
        Situations.ofRedis().forEach(situation -> both.accept(seen(nodes, situation)));
        for (PikaStub.Situation situation : PikaStub.captured()) {
            both.accept(seen(nodes, situation));
        }
        Situations.ofOldPika().forEach(situation -> both.accept(seen(nodes, situation)));
        Situations.ofReplies().forEach(situation -> both.accept(seen(nodes, situation)));
        both.accept(cut(nodes));
        both.accept(silent(nodes));
        both.accept(refused(nodes));
        return cells;
    }

    private static Cell seen(Nodes nodes, Situations.Situation situation) {
        try (FakeNode node = FakeNode.start(situation.answers())) {
            return cell(nodes, situation.dialect(), situation.name(), situation.expected(), node.member("a"), PATIENT);
        }
    }

    private static Cell seen(Nodes nodes, PikaStub.Situation situation) {
        String expected = CAPTURED.getOrDefault(situation.capture(), "nothing");
        try (PikaStub stub = situation.stub()) {
            return cell(nodes, "Pika v4.0.1", situation.capture(), expected, stub.member("a"), PATIENT);
        }
    }

    private static Cell cut(Nodes nodes) {
        String half = "$400\r\n# Replication\r\nrole:master\r\n" + FakeNode.THEN_CLOSED;
        try (FakeNode node = FakeNode.start(command -> half)) {
            return cell(nodes, "any", "half an answer, then closed", "silent: reset", node.member("a"), PATIENT);
        }
    }

    private static Cell silent(Nodes nodes) {
        try (FakeNode node = FakeNode.start(command -> FakeNode.SILENCE)) {
            return cell(nodes, "any", "no answer", "silent: timeout", node.member("a"), SHORT);
        }
    }

    private static Cell refused(Nodes nodes) {
        return cell(nodes, "any", "nobody listens", "silent: refused", Member.of(NodeId.of("a"), nobody()), PATIENT);
    }

    private static Address nobody() {
        try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Address.of("127.0.0.1", port.getLocalPort());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Cell cell(
            Nodes nodes, String dialect, String situation, String expected, Member member, Duration deadline) {
        Outcome outcome = nodes.look(member, deadline).toCompletableFuture().join();
        nodes.forget(member);
        return new Cell(dialect, situation, expected, Reports.line(outcome));
    }
}
