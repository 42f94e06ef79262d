package dev.regroup;

import dev.regroup.model.Attached;
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
import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Any number of nodes that behave as Redis with an append-only file, on a virtual clock, with real offsets and the
 * writes that each of them has. A replica links to a master that it reaches at the next tick, a second apart, and has
 * what that has from then on. Confined to one thread.
 */
final class StrangeNodes implements Nodes {

    static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration LATENCY = Duration.ofMillis(2);
    /** After so long without a word from its master a replica's link is down (redis 7.0.15, repl-timeout). */
    private static final Duration LINK_PATIENCE = Duration.ofSeconds(60);

    private enum Life {
        UP,
        DOWN,
        HUNG
    }

    /** One node; what is not private is for the oracles. */
    static final class Node {

        final Member member;
        private Life life = Life.UP;
        private int lives = 1;
        private Optional<NodeId> master = Optional.empty();
        private boolean isCut;
        private boolean isSevered;
        private boolean isLinked;
        private Duration lastIo = Duration.ZERO;
        private Position position = Position.of("h0", 100);
        private Set<Integer> writes = HashSet.empty();
        private Runnable onClosed = () -> {};

        private Node(Member member) {
            this.member = member;
        }

        NodeId id() {
            return member.id();
        }

        Incarnation incarnation() {
            return Incarnation.of(member.id() + "#" + lives);
        }

        boolean isUp() {
            return life == Life.UP;
        }

        boolean isDown() {
            return life == Life.DOWN;
        }

        boolean isMaster() {
            return master.isEmpty();
        }

        boolean isReached() {
            return isUp() && !isCut;
        }

        boolean isLinkedTo(NodeId other) {
            return life != Life.DOWN && isLinked && master.equals(Optional.of(other));
        }

        boolean has(int write) {
            return writes.contains(write);
        }
    }

    private final VirtualTime time;
    private final Map<NodeId, Node> nodes = new LinkedHashMap<>();
    private final Deque<Fate> fates = new ArrayDeque<>();
    private final Ears ears;
    private int histories;

    /**
     * Creates a world in which all others follow the first member.
     *
     * @param ears is told of each command
     */
    StrangeNodes(VirtualTime time, List<Member> members, Ears ears) {
        this.time = time;
        this.ears = ears;
        members.forEach(member -> nodes.put(member.id(), new Node(member)));
        for (Node node : nodes.values()) {
            boolean isFirst = node.id().equals(members.get(0).id());
            node.master =
                    isFirst ? Optional.empty() : Optional.of(members.get(0).id());
            node.isLinked = !isFirst;
        }
        tick();
    }

    Collection<Node> all() {
        return nodes.values();
    }

    Node node(NodeId id) {
        return Objects.requireNonNull(nodes.get(id), id.value());
    }

    long masters() {
        return nodes.values().stream()
                .filter(node -> !node.isDown() && node.isMaster())
                .count();
    }

    // What happens to nodes

    void stop(Node node) {
        if (!node.isDown()) {
            node.life = Life.DOWN;
            node.isLinked = false;
            unlinkLost();
            node.onClosed.run();
        }
    }

    /** Starts it in its last role: a master begins a history that is related to none, a replica cannot tell its own. */
    void start(Node node) {
        if (node.isDown()) {
            node.life = Life.UP;
            node.lives++;
            node.position = node.isMaster() ? Position.of(newHistory(), 0) : Position.unknown();
        }
    }

    /** Starts it with the role of another configuration, or has it change roles by hand. */
    void point(Node node, Optional<NodeId> master) {
        if (node.isDown()) {
            node.master = master;
            start(node);
        } else if (node.isUp()) {
            follow(node, master);
        }
    }

    void hang(Node node) {
        node.life = node.isUp() ? Life.HUNG : node.life;
    }

    void resume(Node node) {
        node.life = node.isDown() ? Life.DOWN : Life.UP;
    }

    void cut(Node node) {
        node.isCut = true;
    }

    /** Breaks its link to its master until it is mended. */
    void sever(Node node) {
        node.isSevered = true;
        unlinkLost();
    }

    /** Ends all that hinders it, but for a role that somebody gave it. */
    void mend(Node node) {
        node.isCut = false;
        node.isSevered = false;
        resume(node);
        start(node);
    }

    void nextCommand(Fate fate) {
        fates.add(fate);
    }

    void noMoreFates() {
        fates.clear();
    }

    /** Writes through a running master; tells whether all replicas that are linked to it have that at once. */
    boolean write(Node master, int write) {
        master.writes = master.writes.add(write);
        master.position = written(master.position);
        copy();
        return nodes.values().stream()
                .filter(node -> node.isLinkedTo(master.id()))
                .allMatch(node -> node.has(write));
    }

    private static Position written(Position position) {
        Position.Known known = (Position.Known) position;
        return new Position.Known(known.history(), List.of(known.offsets().get(0) + 53), known.ancestors());
    }

    // Replication

    private void tick() {
        for (Node node : nodes.values()) {
            node.isLinked = node.isLinked || isLinkable(node);
        }
        unlinkLost();
        copy();
        time.after(TICK, this::tick);
    }

    private boolean isLinkable(Node node) {
        return node.isUp()
                && !node.isSevered
                && node.master
                        .map(nodes::get)
                        .filter(master -> master.isUp() && (master.isMaster() || master.isLinked))
                        .filter(master -> root(node).isPresent())
                        .isPresent();
    }

    private void unlinkLost() {
        for (int i = 0; i < nodes.size(); i++) {
            for (Node node : nodes.values()) {
                node.isLinked = node.isLinked && !node.isSevered && !isGone(node);
            }
        }
    }

    private boolean isGone(Node node) {
        return node.master
                .map(nodes::get)
                .filter(master -> !master.isDown() && (master.isMaster() || master.isLinked))
                .filter(master -> master.isUp() || time.now().minus(node.lastIo).compareTo(LINK_PATIENCE) < 0)
                .isEmpty();
    }

    /** Returns the running master at the end of the chain that begins at this node. */
    private Optional<Node> root(Node node) {
        Node at = node;
        for (int steps = 0; steps <= nodes.size(); steps++) {
            if (!at.isUp() || at.isMaster()) {
                return at.isUp() ? Optional.of(at) : Optional.empty();
            }
            at = node(at.master.get());
        }
        return Optional.empty();
    }

    /** Replication is quick once a link is up. */
    private void copy() {
        for (Node node : nodes.values()) {
            Optional<Node> root = node.isUp() && node.isLinked ? root(node) : Optional.empty();
            root.ifPresent(from -> {
                node.writes = from.writes;
                node.position = from.position;
                node.lastIo = time.now();
            });
        }
    }

    private void follow(Node node, Optional<NodeId> master) {
        if (node.master.equals(master)) {
            return;
        }
        if (master.isEmpty()) {
            node.position = branched(node.position);
        }
        node.master = master;
        node.isLinked = false;
        unlinkLost();
    }

    private Position branched(Position position) {
        return position instanceof Position.Known known
                ? new Position.Known(
                        newHistory(),
                        known.offsets(),
                        List.of(new Position.Ancestor(
                                known.history(), known.offsets().get(0))))
                : Position.of(newHistory(), 0);
    }

    private String newHistory() {
        histories++;
        return "h" + histories;
    }

    // The port

    @Override
    public CompletionStage<Outcome> look(Member member, Duration deadline) {
        Node node = node(member.id());
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        if (!node.isDown() && !node.isReached()) {
            time.after(deadline, () -> outcome.complete(new Outcome.Silent(Outcome.Silence.TIMEOUT)));
        } else {
            time.after(LATENCY, () -> outcome.complete(seen(node)));
        }
        return outcome;
    }

    private Outcome seen(Node node) {
        if (node.isDown()) {
            return new Outcome.Silent(Outcome.Silence.REFUSED);
        }
        return node.isReached() ? answer(node) : new Outcome.Silent(Outcome.Silence.TIMEOUT);
    }

    private Outcome.Answered answer(Node node) {
        Role role = node.master
                .<Role>map(master -> new Role.Replica(node(master).member.address(), link(node)))
                .orElseGet(Role.Master::new);
        return new Outcome.Answered(NodeInfo.of(node.incarnation(), role, node.position)
                .withPersistence(NodeInfo.Persistence.APPEND_ONLY)
                .withContents(NodeInfo.Contents.SOME)
                .withPingPeriod(TICK)
                .withAttached(Attached.Told.of(nodes.values().stream()
                        .filter(other -> other.isLinkedTo(node.id()))
                        .map(other -> other.member.address())
                        .toList())));
    }

    private Link link(Node node) {
        return node.isLinked ? new Link.Up(time.now().minus(node.lastIo)) : new Link.Down();
    }

    @Override
    public CompletionStage<Sent> send(Command command, Duration deadline) {
        ears.sending(command);
        Fate fate = fates.isEmpty() ? Fate.ARRIVES : fates.remove();
        CompletableFuture<Sent> outcome = new CompletableFuture<>();
        switch (fate) {
            case ARRIVES -> time.after(LATENCY, () -> outcome.complete(obeyed(command)));
            case REFUSED -> time.after(LATENCY, () -> outcome.complete(new Sent.Rejected(Sent.Retry.LATER, "BUSY")));
            case ANSWER_LOST -> time.after(LATENCY, () -> obeyed(command));
            case LATE -> time.after(deadline.minus(LATENCY), () -> obeyed(command));
            case LOST -> {}
        }
        if (fate == Fate.ANSWER_LOST || fate == Fate.LATE || fate == Fate.LOST) {
            time.after(deadline, () -> outcome.complete(new Sent.Maybe()));
        }
        return outcome;
    }

    private Sent obeyed(Command command) {
        Node node = node(command.member().id());
        if (!node.isReached()) {
            return new Sent.NotSent("not connected");
        }
        Optional<NodeId> master = command instanceof Command.Follow follow
                ? Optional.of(follow.master().id())
                : Optional.empty();
        boolean isRole = !(command instanceof Command.Fence) && !node.master.equals(master);
        if (isRole && !command.own().holds(answer(node))) {
            return new Sent.NotSent("not as presumed");
        }
        if (isRole) {
            ears.obeying(command, node);
            follow(node, master);
        }
        return new Sent.Applied(List.of());
    }

    @Override
    public void onClosed(Member member, Runnable listener) {
        node(member.id()).onClosed = listener;
    }

    @Override
    public void forget(Member member) {
        node(member.id()).onClosed = () -> {};
    }

    @Override
    public void close() {}
}
