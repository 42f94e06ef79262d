package dev.regroup.zookeeper;

import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator.Subscription;
import dev.regroup.coordinator.Fence;
import dev.regroup.coordinator.Leadership;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's part in one election. It has an ephemeral sequential node with a name that nobody ever uses again; whose
 * node has the lowest number leads, for as long as that node is there. So a transaction that checks that the node is
 * there checks the leadership. Confined to its thread, but for {@link #close} and the time that is left.
 */
final class Contender implements Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperCoordinator.class);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration BEAT_MIN = Duration.ofMillis(20);

    private enum Phase {
        /** It has no node, or does not know. */
        OUTSIDE,
        /** It has a node, and waits for those before it. */
        WAITING,
        /** Its node is the first. */
        LEADING,
        /** It left for good. */
        LEFT
    }

    private final Requests requests;
    private final Folders folders;
    private final String folder;
    private final String name;
    private final List<ACL> acl;
    private final ScheduledExecutorService thread;
    private final Consumer<Leadership> listener;

    private Phase phase = Phase.OUTSIDE;
    /** Grows with every attempt to take part; answers to an earlier one are too late. */
    private long attempt;

    private String node = "";
    private final List<String> abandoned = new ArrayList<>();

    /** Under which names a node of ours may be without our knowing, since nobody said what became of its creation. */
    private final List<String> lost = new ArrayList<>();

    private String complaint = "";
    private Lease lease = new Lease();
    private volatile boolean isClosed;
    private volatile Lease current = lease;

    /** How long the session of a leader cannot have ended. */
    private static final class Lease {

        private volatile long endNanos;
        private volatile boolean isHeld;

        Duration remaining() {
            long left = endNanos - System.nanoTime();
            return isHeld && left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
        }
    }

    /** Nothing remains while the connection is broken: what cannot be recorded should not be done. */
    private Duration remaining(Lease granted) {
        return requests.isConnected() ? granted.remaining() : Duration.ZERO;
    }

    Contender(
            Requests requests,
            Folders folders,
            String folder,
            String name,
            List<ACL> acl,
            ScheduledExecutorService thread,
            Consumer<Leadership> listener) {
        this.requests = requests;
        this.folders = folders;
        this.folder = folder;
        this.name = name;
        this.acl = acl;
        this.thread = thread;
        this.listener = listener;
    }

    void start() {
        Tasks.run(thread, this::join);
    }

    /** The connection is there, perhaps again. */
    void connected() {
        if (phase == Phase.WAITING) {
            look();
        } else if (phase == Phase.OUTSIDE) {
            join();
        }
    }

    /** The session has ended, and its nodes with it. */
    void expired() {
        if (phase == Phase.WAITING || phase == Phase.LEADING) {
            leaveOffice();
            abandoned.clear();
            lost.clear();
            rejoin();
        }
    }

    /** Nodes whose fate is not known are removed first: they would stand before the new one. */
    private void join() {
        if (phase != Phase.OUTSIDE) {
            return;
        }
        long mine = ++attempt;
        List.copyOf(abandoned)
                .forEach(old -> requests.delete(old)
                        .thenAccept(answer -> Tasks.run(thread, () -> {
                            if (answer.isOk() || answer.code() == Code.NONODE) {
                                abandoned.remove(old);
                            }
                        })));
        String id = UUID.randomUUID().toString();
        requests.create(folder + "/" + id + "-", acl, CreateMode.EPHEMERAL_SEQUENTIAL)
                .thenAccept(answer -> Tasks.run(thread, () -> joined(mine, id, answer)));
    }

    private void joined(long mine, String id, Answer<String> answer) {
        boolean isLate = mine != attempt || phase != Phase.OUTSIDE;
        if (answer.isOk() && isLate) {
            requests.delete(answer.value().orElseThrow());
        } else if (answer.isOk()) {
            node = answer.value().orElseThrow();
            phase = Phase.WAITING;
            look();
        } else if (answer.code() == Code.NONODE) {
            folders.create(folder + "/" + id).thenAccept(obstacle -> Tasks.run(thread, () -> made(mine, obstacle)));
        } else {
            lost.add(id);
            Causes.refusal(answer.code(), folder).ifPresent(this::complain);
            rejoinLater(mine);
        }
    }

    private void made(long mine, Optional<CommitOutcome> obstacle) {
        obstacle.ifPresent(cause -> complain(cause.toString()));
        if (obstacle.isPresent()) {
            rejoinLater(mine);
        } else if (mine == attempt) {
            join();
        }
    }

    /** The same again and again is said once. */
    private void complain(String cause) {
        if (!cause.equals(complaint)) {
            complaint = cause;
            LOG.warn("nobody can be elected in {}: {}", name, cause);
        }
    }

    private void rejoinLater(long mine) {
        Tasks.later(thread, PAUSE, () -> {
            if (mine == attempt) {
                join();
            }
        });
    }

    private void rejoin() {
        if (isClosed) {
            return;
        }
        phase = Phase.OUTSIDE;
        join();
    }

    /** Looks who stands before. */
    private void look() {
        String mine = node;
        requests.children(folder)
                .thenAccept(answer -> Tasks.run(thread, () -> {
                    if (phase == Phase.WAITING && mine.equals(node)) {
                        looked(answer);
                    }
                }));
    }

    private void looked(Answer<List<String>> answer) {
        if (!answer.isOk()) {
            Tasks.later(thread, PAUSE, this::lookIfWaiting);
            return;
        }
        List<String> queue = answer.value().orElseThrow().stream()
                .sorted(Comparator.comparing(Contender::number))
                .toList();
        if (removesLost(queue)) {
            Tasks.later(thread, PAUSE, this::lookIfWaiting);
            return;
        }
        int place = queue.indexOf(node.substring(folder.length() + 1));
        if (place < 0) {
            rejoin();
        } else if (place == 0) {
            beat(new Lease());
        } else {
            wait(folder + "/" + queue.get(place - 1));
        }
    }

    /** A node of ours that stands before our own would keep everybody waiting until the session ends. */
    private boolean removesLost(List<String> queue) {
        List<String> found = queue.stream()
                .filter(child -> lost.stream().anyMatch(child::startsWith) && !node.endsWith(child))
                .toList();
        found.forEach(child -> requests.delete(folder + "/" + child));
        lost.removeIf(id -> found.stream().noneMatch(child -> child.startsWith(id)));
        return !found.isEmpty();
    }

    /** ZooKeeper appends ten digits. */
    private static String number(String child) {
        return child.substring(Math.max(0, child.length() - 10));
    }

    private void wait(String before) {
        requests.exists(before, this::moved).thenAccept(answer -> {
            if (answer.code() == Code.NONODE) {
                Tasks.run(thread, this::lookIfWaiting);
            } else if (!answer.isOk()) {
                Tasks.later(thread, PAUSE, this::lookIfWaiting);
            }
        });
    }

    private void moved(WatchedEvent event) {
        if (event.getType() != Watcher.Event.EventType.None) {
            Tasks.run(thread, this::lookIfWaiting);
        }
    }

    private void lookIfWaiting() {
        if (phase == Phase.WAITING) {
            look();
        }
    }

    /**
     * Asks whether the node is there. A server ends a session a timeout after the client's last request at the
     * earliest; one that was answered was made before. A follower tells its leader of requests with a delay of half a
     * tick, and a timeout has at least two ticks: so a third of it is kept back. Only an answer that the leader stands
     * behind counts: a server that lost it may serve reads from what it had.
     */
    private void beat(Lease renewed) {
        String mine = node;
        long asked = System.nanoTime();
        requests.existsForAll(mine)
                .thenAccept(answer -> Tasks.run(thread, () -> {
                    if (mine.equals(node) && (phase == Phase.WAITING || phase == Phase.LEADING)) {
                        beaten(renewed, asked, answer);
                    }
                }));
    }

    private void beaten(Lease renewed, long asked, Answer<Stat> answer) {
        if (answer.code() == Code.NONODE) {
            leaveOffice();
            rejoin();
            return;
        }
        boolean isOurs = answer.value().filter(requests::isOfThisSession).isPresent();
        Duration timeout = isOurs ? requests.sessionTimeout() : Duration.ZERO;
        if (!timeout.isZero()) {
            renewed.endNanos = asked + timeout.toNanos() / 3 * 2;
            if (phase == Phase.WAITING) {
                takeOffice(renewed);
            }
        }
        if (phase == Phase.LEADING && renewed.remaining().isZero()) {
            abandoned.add(node);
            leaveOffice();
            rejoin();
            return;
        }
        Duration next = timeout.isZero() ? BEAT_MIN : timeout.dividedBy(8);
        Tasks.later(thread, next.compareTo(BEAT_MIN) > 0 ? next : BEAT_MIN, () -> {
            if (renewed == lease && phase == Phase.LEADING) {
                beat(renewed);
            } else if (phase == Phase.WAITING) {
                look();
            }
        });
    }

    private void takeOffice(Lease granted) {
        phase = Phase.LEADING;
        lease = granted;
        current = granted;
        granted.isHeld = !isClosed;
        Fence fence = new Fence(name, node.substring(folder.length() + 1));
        watchTheEnd(granted);
        watchTheNode(granted);
        tell(new Leadership.Held(fence, () -> remaining(granted)));
    }

    /** Also while no request is answered, the leadership ends in time. */
    private void watchTheEnd(Lease granted) {
        long left = granted.endNanos - System.nanoTime();
        Tasks.later(thread, Duration.ofNanos(Math.max(left, 1_000_000)), () -> {
            if (granted != lease || phase != Phase.LEADING) {
                return;
            }
            if (granted.remaining().isZero()) {
                abandoned.add(node);
                leaveOffice();
                rejoin();
            } else {
                watchTheEnd(granted);
            }
        });
    }

    /** Whoever removes the node gives the leadership to the next one at once. */
    private void watchTheNode(Lease granted) {
        requests.exists(node, event -> {
            if (event.getType() == Watcher.Event.EventType.NodeDeleted) {
                Tasks.run(thread, () -> {
                    if (granted == lease && phase == Phase.LEADING) {
                        beat(granted);
                    }
                });
            }
        });
    }

    private void leaveOffice() {
        boolean led = phase == Phase.LEADING;
        lease.isHeld = false;
        phase = Phase.OUTSIDE;
        node = "";
        if (led) {
            tell(new Leadership.Lost());
        }
    }

    private void tell(Leadership leadership) {
        if (!isClosed) {
            Tasks.guarded(() -> listener.accept(leadership), "a candidate of " + name);
        }
    }

    /** The time that is left ends before the next one can lead. */
    @Override
    public void close() {
        isClosed = true;
        current.isHeld = false;
        Tasks.run(thread, this::leave);
    }

    /** Leaves and returns the nodes to remove. */
    private void leave() {
        if (phase == Phase.LEFT) {
            return;
        }
        attempt++;
        String mine = node;
        leaveOffice();
        phase = Phase.LEFT;
        if (!mine.isEmpty()) {
            abandoned.add(mine);
        }
        abandoned.forEach(this::removeUntilGone);
    }

    /** The session may go on, with everybody waiting behind the node. */
    private void removeUntilGone(String old) {
        requests.delete(old).thenAccept(answer -> {
            boolean isGone = answer.isOk() || answer.code() == Code.NONODE || answer.code() == Code.SESSIONEXPIRED;
            if (!isGone && !requests.isClosed()) {
                Tasks.later(thread, PAUSE, () -> removeUntilGone(old));
            }
        });
    }
}
