package dev.regroup.redis;

import dev.regroup.model.Address;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Outcome;
import dev.regroup.model.Presumption;
import dev.regroup.model.Role;
import dev.regroup.node.Command;
import dev.regroup.node.Command.Mode;
import dev.regroup.node.Nodes;
import dev.regroup.node.Sent;
import dev.regroup.redis.FaultProxy.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Every command through every fault: what is said of it, and what the same command comes to when it is sent again.
 * Stateless, thread-safe.
 */
public final class FaultTable {

    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final Duration SHORTEST = Duration.ofMillis(150);
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

    private final String dialect;
    private final Nodes nodes;
    private final Lab lab;

    /** Where nodes come from. */
    public interface Lab {

        /** Returns whom the nodes follow at first. */
        Address first();

        /** Returns whom they are told to follow. */
        Address other();

        /** Starts a node that follows the first one. */
        Node start();
    }

    /** A node that was started. */
    public interface Node extends AutoCloseable {

        /** Returns where it listens. */
        Address address();

        @Override
        void close();
    }

    private interface Kind {
        Command command(Member to, Presumption.Living own, Member master);
    }

    private FaultTable(String dialect, Nodes nodes, Lab lab) {
        this.dialect = dialect;
        this.nodes = nodes;
        this.lab = lab;
    }

    /** Plays all of it on real redis-server processes; each cell is told as soon as it is known. */
    public static List<Cell> playOnRedis(Nodes nodes, Lab lab, Consumer<Cell> listener) {
        return new FaultTable("Redis", nodes, lab).play(listener);
    }

    /** Plays all of it on what speaks as a Pika does. */
    public static List<Cell> playOnPika(Nodes nodes, Consumer<Cell> listener) {
        return new FaultTable("Pika", nodes, new Stubs()).play(listener);
    }

    private List<Cell> play(Consumer<Cell> listener) {
        List<Cell> cells = new ArrayList<>();
        COMMANDS.forEach((name, kind) -> {
            for (Fault fault : Fault.values()) {
                Cell cell = play(name, kind, fault);
                cells.add(cell);
                listener.accept(cell);
            }
        });
        return cells;
    }

    private Cell play(String name, Kind kind, Fault fault) {
        try (Node node = lab.start();
                FaultProxy proxy = FaultProxy.start(node.address().port(), fault, word(name))) {
            Member member = proxy.member("a");
            Sent first = first(kind, member, proxy);
            proxy.release();
            Eventually.holds(name + ", " + fault + ": the request has arrived, or never will", proxy::isSettled);
            Sent again = again(kind, member);
            String seen = said(first) + " then " + said(again) + ", is " + role(member);
            nodes.forget(member);
            return new Cell(dialect + ": " + name, word(fault), expected(name, fault), seen);
        }
    }

    /** What was not sent for lack of time is sent again, with more of it: a slow machine is no fault. */
    private Sent first(Kind kind, Member member, FaultProxy proxy) {
        Duration deadline = SHORTEST;
        while (true) {
            Sent first = send(kind, member, deadline);
            if (proxy.hasHappened() || !(first instanceof Sent.NotSent)) {
                return first;
            }
            deadline = deadline.multipliedBy(2);
        }
    }

    /** The connection of the first one may still have to be given up. */
    private Sent again(Kind kind, Member member) {
        List<Sent> last = new ArrayList<>();
        Eventually.holds("it can be sent again", () -> {
            last.clear();
            last.add(send(kind, member, PATIENT));
            return !isPassing(last.get(0));
        });
        return last.get(0);
    }

    private static boolean isPassing(Sent sent) {
        return sent instanceof Sent.NotSent notSent
                && (notSent.reason().contains("outstanding") || notSent.reason().contains("did not answer"));
    }

    private Sent send(Kind kind, Member member, Duration deadline) {
        Member master = Member.of(NodeId.of("m"), lab.other());
        return nodes.send(kind.command(member, own(member), master), deadline)
                .toCompletableFuture()
                .join();
    }

    /**
     * A Pika that follows already when it is told to copy everything would only remember it, so that is not sent; where
     * the first one has never arrived, it is.
     */
    private String expected(String name, Fault fault) {
        boolean isRemembered = dialect.equals("Pika") && name.equals("follow full") && fault != Fault.REQUEST_RESET;
        return "MAYBE then " + (isRemembered ? "NOT SENT" : "APPLIED") + ", is "
                + switch (name) {
                    case "promote", "detach" -> "master";
                    case "follow", "follow full" -> "replica of the other";
                    default -> "replica of the first";
                };
    }

    private String word(String name) {
        return switch (name) {
            case "promote", "detach", "follow", "follow full" -> "slaveof";
            case "fence" -> "client";
            default -> dialect.equals("Pika") ? "pause-write" : "client";
        };
    }

    private static String word(Fault fault) {
        return fault.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String said(Sent sent) {
        if (sent instanceof Sent.Maybe) {
            return "MAYBE";
        }
        return sent instanceof Sent.Applied ? "APPLIED" : sent instanceof Sent.NotSent ? "NOT SENT" : "REJECTED";
    }

    private String role(Member member) {
        Role role = told(member).role();
        if (role instanceof Role.Replica replica) {
            return replica.of().equals(lab.other())
                    ? "replica of the other"
                    : replica.of().equals(lab.first()) ? "replica of the first" : "replica of a stranger";
        }
        return "master";
    }

    private Presumption.Living own(Member member) {
        NodeInfo info = told(member);
        Incarnation incarnation = info.incarnation();
        return info.role() instanceof Role.Master
                ? new Presumption.IsMaster(member.id(), incarnation)
                : new Presumption.IsReplica(member.id(), incarnation);
    }

    /** A look on the connection that the fault has hit may be silent. */
    private NodeInfo told(Member member) {
        List<NodeInfo> told = new ArrayList<>();
        Eventually.holds(member + " answers", () -> {
            Outcome outcome = nodes.look(member, Duration.ofSeconds(1))
                    .toCompletableFuture()
                    .join();
            if (outcome instanceof Outcome.Answered answered) {
                told.add(answered.info());
            }
            return !told.isEmpty();
        });
        return told.get(0);
    }

    /** Stubs that follow a node which need not exist. */
    private static final class Stubs implements Lab {

        @Override
        public Address first() {
            return Address.of("10.0.0.1", 9221);
        }

        @Override
        public Address other() {
            return Address.of("10.0.0.2", 9222);
        }

        @Override
        public Node start() {
            PikaStub stub = PikaStub.start().withPauseWrite().following(first(), "connected");
            return new Node() {
                @Override
                public Address address() {
                    return stub.member("a").address();
                }

                @Override
                public void close() {
                    stub.close();
                }
            };
        }
    }
}
