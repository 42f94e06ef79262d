package dev.regroup.zookeeper;

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
            folders.create(folder + "/" + id).thenAccept(refusal -> Tasks.run(thread, () -> made(mine, refusal)));
        } else {
            sweep(id);
            Causes.refusal(answer.code(), folder).ifPresent(cause -> LOG.warn("election {}: {}", name, cause));
            rejoinLater(mine);
        }
    }

    private void made(long mine, Optional<?> refusal) {
        refusal.ifPresent(cause -> LOG.warn("election {}: {}", name, cause));
        if (refusal.isPresent()) {
            rejoinLater(mine);
        } else if (mine == attempt) {
            join();
        }
    }

    /** The node may have been created though nobody said so. */
    private void sweep(String id) {
        requests.children(folder)
                .thenAccept(answer -> Tasks.run(
                        thread,
                        () -> answer.value().orElse(List.of()).stream()
                                .filter(child -> child.startsWith(id) && !node.endsWith(child))
                                .forEach(child -> requests.delete(folder + "/" + child))));
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
        int place = queue.indexOf(node.substring(folder.length() + 1));
        if (place < 0) {
            rejoin();
        } else if (place == 0) {
            beat(new Lease());
        } else {
            wait(folder + "/" + queue.get(place - 1));
        }
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
     * tick, and a timeout has at least two ticks: so a third of it is kept back.
     */
    private void beat(Lease renewed) {
        String mine = node;
        long asked = System.nanoTime();
        requests.exists(mine)
                .thenAccept(answer -> Tasks.run(thread, () -> {
                    if (mine.equals(node) && (phase == Phase.WAITING || phase == Phase.LEADING)) {
                        beaten(renewed, asked, answer.code());
                    }
                }));
    }

    private void beaten(Lease renewed, long asked, Code code) {
        if (code == Code.NONODE) {
            leaveOffice();
            rejoin();
            return;
        }
        Duration timeout = code == Code.OK ? requests.sessionTimeout() : Duration.ZERO;
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
            requests.delete(mine);
        }
        abandoned.forEach(requests::delete);
    }
}
