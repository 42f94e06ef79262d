package dev.regroup;

import dev.regroup.model.Incarnation;
import dev.regroup.model.Link;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Outcome;
import dev.regroup.model.Position;
import dev.regroup.model.Role;
import dev.regroup.node.Command;
import dev.regroup.node.Nodes;
import dev.regroup.node.Sent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A small world of replicating nodes on a virtual clock: an answer takes a millisecond, a dead node refuses, a hung one
 * says nothing. Confined to one thread.
 */
final class SimulatedNodes implements Nodes {

    static final Duration LATENCY = Duration.ofMillis(1);

    /** A look that was begun. */
    record Look(NodeId node, Duration at) {}

    private enum Life {
        UP,
        DOWN,
        HUNG,
        /** Looks at it never come to an end: a bug of the port. */
        BROKEN
    }

    private static final class Node {

        private final Member member;
        private Life life = Life.UP;
        private int lives = 1;
        private Role role = new Role.Master();
        private Position.Known position = new Position.Known("h0", List.of(100L), List.of());
        private Runnable onClosed = () -> {};

        private Node(Member member) {
            this.member = member;
        }

        private Incarnation incarnation() {
            return SimulatedNodes.incarnation(member.id().value(), lives);
        }
    }

    private final VirtualTime time;
    private final Map<NodeId, Node> nodes = new LinkedHashMap<>();
    private final List<Look> looks = new ArrayList<>();
    private final Deque<Sent> scripted = new ArrayDeque<>();
    private final List<Runnable> heldCommands = new ArrayList<>();
    private Consumer<Command> onSend = command -> {};
    private boolean holdingCommands;

    /** Creates a world in which all others follow the first member. */
    SimulatedNodes(VirtualTime time, List<Member> members) {
        this.time = time;
        members.forEach(member -> nodes.put(member.id(), new Node(member)));
        members.stream().skip(1).forEach(member -> follow(member.id().value(), members.get(0)));
    }

    static Incarnation incarnation(String node, int life) {
        return Incarnation.of(node + "#" + life);
    }

    // What happens to nodes

    void kill(String node) {
        change(node, Life.DOWN);
        node(node).onClosed.run();
    }

    void hang(String node) {
        change(node, Life.HUNG);
    }

    void resume(String node) {
        change(node, Life.UP);
    }

    void breakLooks(String node) {
        change(node, Life.BROKEN);
    }

    /** Starts a dead node in a new life, in its last role. */
    void start(String node) {
        node(node).lives++;
        change(node, Life.UP);
    }

    void closeConnection(String node) {
        node(node).onClosed.run();
    }

    void follow(String node, Member master) {
        node(node).role = new Role.Replica(master.address(), Link.up());
    }

    /** Somebody else promotes it. */
    void makeMaster(String node) {
        node(node).role = new Role.Master();
    }

    // What is watched and scripted

    void onSend(Consumer<Command> listener) {
        onSend = listener;
    }

    /** The next command has no effect and ends so. */
    void nextCommand(Sent outcome) {
        scripted.add(outcome);
    }

    /** From now on a command takes effect, but its reply does not arrive. */
    void holdReplies() {
        holdingCommands = true;
    }

    void releaseReplies() {
        holdingCommands = false;
        heldCommands.forEach(Runnable::run);
        heldCommands.clear();
    }

    List<Duration> looksAt(String node) {
        return looks.stream()
                .filter(look -> look.node().value().equals(node))
                .map(Look::at)
                .toList();
    }

    boolean isMaster(String node) {
        return node(node).role instanceof Role.Master;
    }

    // The port

    @Override
    public CompletionStage<Outcome> look(Member member, Duration deadline) {
        looks.add(new Look(member.id(), time.now()));
        Node node = node(member.id().value());
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        if (node.life == Life.HUNG) {
            time.after(deadline, () -> outcome.complete(new Outcome.Silent(Outcome.Silence.TIMEOUT)));
        } else if (node.life != Life.BROKEN) {
            time.after(LATENCY, () -> outcome.complete(answer(node)));
        }
        return outcome;
    }

    private Outcome answer(Node node) {
        return node.life == Life.UP
                ? new Outcome.Answered(NodeInfo.of(node.incarnation(), seen(node.role), node.position))
                : new Outcome.Silent(Outcome.Silence.REFUSED);
    }

    /** A link is up as long as the master's process lives. */
    private Role seen(Role role) {
        return role instanceof Role.Replica replica && !isAlive(replica)
                ? new Role.Replica(replica.of(), new Link.Down())
                : role;
    }

    private boolean isAlive(Role.Replica replica) {
        return nodes.values().stream().anyMatch(node -> node.member.isAt(replica.of()) && node.life != Life.DOWN);
    }

    @Override
    public CompletionStage<Sent> send(Command command, Duration deadline) {
        onSend.accept(command);
        CompletableFuture<Sent> outcome = new CompletableFuture<>();
        time.after(LATENCY, () -> {
            Sent sent = scripted.isEmpty() ? apply(command) : scripted.remove();
            if (holdingCommands) {
                heldCommands.add(() -> outcome.complete(sent));
            } else {
                outcome.complete(sent);
            }
        });
        return outcome;
    }

    private Sent apply(Command command) {
        Node node = node(command.member().id().value());
        if (node.life != Life.UP) {
            return new Sent.NotSent("not connected");
        }
        if (!command.own().incarnation().equals(node.incarnation())) {
            return new Sent.NotSent("restarted");
        }
        if (isSo(command, node.role)) {
            return new Sent.Applied(List.of());
        }
        if (!command.own().holds(answer(node))) {
            return new Sent.NotSent("not as presumed");
        }
        if (command instanceof Command.Follow follow) {
            follow(node.member.id().value(), follow.master());
        } else {
            Position.Ancestor before = new Position.Ancestor(
                    node.position.history(), node.position.offsets().get(0));
            node.position = new Position.Known("h-" + node.member.id(), node.position.offsets(), List.of(before));
            node.role = new Role.Master();
        }
        shareHistory();
        return new Sent.Applied(List.of());
    }

    private static boolean isSo(Command command, Role role) {
        return command instanceof Command.Follow follow
                ? role instanceof Role.Replica replica && follow.master().isAt(replica.of())
                : role instanceof Role.Master;
    }

    /** Replication is quick here: whoever follows a living master has its data at once. */
    private void shareHistory() {
        for (Node replica : nodes.values()) {
            nodes.values().stream()
                    .filter(master -> replica.role instanceof Role.Replica role
                            && master.member.isAt(role.of())
                            && master.life == Life.UP)
                    .forEach(master -> replica.position = master.position);
        }
    }

    @Override
    public void onClosed(Member member, Runnable listener) {
        node(member.id().value()).onClosed = listener;
    }

    @Override
    public void forget(Member member) {
        node(member.id().value()).onClosed = () -> {};
    }

    @Override
    public void close() {}

    private void change(String node, Life life) {
        node(node).life = life;
        shareHistory();
    }

    private Node node(String node) {
        return Objects.requireNonNull(nodes.get(NodeId.of(node)), node);
    }
}
