package dev.regroup.zookeeper;

import dev.regroup.coordinator.Change;
import dev.regroup.coordinator.Coordinator.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All watches of one client: one recursive watch in ZooKeeper for each prefix, however many listeners it has. Confined
 * to its thread, but for {@link #add}.
 */
final class Watches {

    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperCoordinator.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Requests requests;
    private final Paths paths;
    private final ScheduledExecutorService thread;
    private final Map<String, Root> roots = new HashMap<>();

    Watches(Requests requests, Paths paths, ScheduledExecutorService thread) {
        this.requests = requests;
        this.paths = paths;
        this.thread = thread;
    }

    Subscription add(String prefix, Consumer<Change> listener) {
        AtomicBoolean isOpen = new AtomicBoolean(true);
        Consumer<Change> guarded = change -> {
            if (isOpen.get()) {
                listener.accept(change);
            }
        };
        Tasks.run(thread, () -> roots.computeIfAbsent(prefix, Root::new).add(guarded));
        return () -> {
            if (isOpen.getAndSet(false)) {
                Tasks.run(thread, () -> remove(prefix, guarded));
            }
        };
    }

    private void remove(String prefix, Consumer<Change> listener) {
        Optional.ofNullable(roots.get(prefix)).ifPresent(root -> {
            root.listeners.remove(listener);
            if (root.listeners.isEmpty()) {
                roots.remove(prefix);
                root.end();
            }
        });
    }

    /** The connection is there, perhaps again: what happened in between was not told. */
    void connected() {
        List.copyOf(roots.values()).forEach(Root::place);
    }

    /** Ends all. */
    void close() {
        List.copyOf(roots.values()).forEach(Root::end);
        roots.clear();
    }

    /** What is watched for one prefix. Confined to the thread, but for being told by ZooKeeper. */
    private final class Root implements Watcher {

        private final String prefix;
        private final List<Consumer<Change>> listeners = new ArrayList<>();
        private boolean isPlaced;
        private boolean isPlacing;
        private boolean isEnded;
        private Code complaint = Code.OK;

        Root(String prefix) {
            this.prefix = prefix;
        }

        void add(Consumer<Change> listener) {
            listeners.add(listener);
            if (isPlaced) {
                tell(listener, new Change.All());
            } else {
                place();
            }
        }

        /** Also where it is in place: a session that goes on after a gap keeps its watches, but not their news. */
        void place() {
            if (isPlacing) {
                return;
            }
            isPlacing = true;
            requests.watch(path(), this).thenAccept(answer -> Tasks.run(thread, () -> placed(answer.code())));
        }

        private void placed(Code code) {
            isPlacing = false;
            if (isEnded) {
                return;
            }
            isPlaced = code == Code.OK;
            if (isPlaced) {
                tellAll(new Change.All());
                return;
            }
            if (complaint != code) {
                complaint = code;
                LOG.warn("changes below {} are not heard of: {}", path(), code);
            }
            Tasks.later(thread, PAUSE, () -> {
                if (!isPlaced && !isEnded) {
                    place();
                }
            });
        }

        void end() {
            isEnded = true;
            requests.unwatch(path(), this);
        }

        @Override
        public void process(WatchedEvent event) {
            if (event.getType() != Event.EventType.None) {
                Tasks.run(thread, () -> tellAll(new Change.Keys(List.of(paths.key(event.getPath())))));
            }
        }

        private void tellAll(Change change) {
            List.copyOf(listeners).forEach(listener -> tell(listener, change));
        }

        private void tell(Consumer<Change> listener, Change change) {
            Tasks.guarded(() -> listener.accept(change), "a watch of " + prefix);
        }

        private String path() {
            return paths.of(prefix);
        }
    }
}
