package dev.regroup.etcd;

import dev.regroup.coordinator.Change;
import dev.regroup.coordinator.Coordinator.Subscription;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All watches of one client, each a watch in etcd that begins at a known revision. jetcd resumes one by itself after an
 * error, where it was; a second one is opened only after jetcd has ended it: when what it should begin with was
 * compacted, its member lost the cluster's leader, or the client was replaced. Thread-safe.
 */
final class Watches {

    private static final Logger LOG = LoggerFactory.getLogger(EtcdCoordinator.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final GetOption REVISION =
            GetOption.builder().withCountOnly(true).build();

    private final Requests requests;
    private final Paths paths;
    private final ScheduledExecutorService thread;
    private final Set<Watching> all = ConcurrentHashMap.newKeySet();

    Watches(Requests requests, Paths paths, ScheduledExecutorService thread) {
        this.requests = requests;
        this.paths = paths;
        this.thread = thread;
    }

    /**
     * Adds one.
     *
     * @param since what the listener knows already; without it, it hears that everything may have changed
     */
    Subscription add(String prefix, Optional<Long> since, Consumer<Change> listener) {
        Watching watching = new Watching(prefix, listener);
        all.add(watching);
        Tasks.run(
                thread,
                () -> since.ifPresentOrElse(revision -> watching.open(revision + 1), () -> watching.locate(true)));
        return watching;
    }

    void close() {
        all.forEach(Watching::close);
    }

    /** Confined to the thread, but for {@link #close}. */
    private final class Watching implements Subscription {

        private final String prefix;
        private final Consumer<Change> listener;
        private Optional<Watch.Watcher> watcher = Optional.empty();
        /** Grows with every watch that is opened; what an earlier one says is too late. */
        private long opened;

        private long next;
        /** Whether the watch that was opened last was in place once. */
        private boolean wasInPlace;

        private String complaint = "";
        private volatile boolean isClosed;

        Watching(String prefix, Consumer<Change> listener) {
            this.prefix = prefix;
            this.listener = listener;
        }

        /** Asks where the cluster is, and watches from there; whatever happened until then may have been missed. */
        void locate(boolean isGap) {
            requests.get(paths.of(prefix), REVISION)
                    .thenAccept(answer -> Tasks.run(thread, () -> located(isGap, answer)));
        }

        private void located(boolean isGap, Answer<GetResponse> answer) {
            if (isClosed) {
                return;
            }
            if (!answer.isOk()) {
                complain(answer.status().toString());
                Tasks.later(thread, PAUSE, () -> locate(isGap));
                return;
            }
            long revision = answer.value().orElseThrow().getHeader().getRevision();
            // A cluster that was restored from a backup begins again at an earlier revision.
            boolean isRestored = revision + 1 < next;
            if (isGap || isRestored) {
                open(revision + 1);
                tell(new Change.All());
            }
        }

        void open(long revision) {
            if (isClosed) {
                return;
            }
            long mine = ++opened;
            end();
            next = revision;
            wasInPlace = false;
            WatchOption option = WatchOption.builder()
                    .withRevision(revision)
                    .withRange(paths.end(prefix))
                    .withCreateNotify(true)
                    .withRequireLeader(true)
                    .build();
            try {
                watcher = Optional.of(requests.client()
                        .getWatchClient()
                        .watch(
                                paths.of(prefix),
                                option,
                                Watch.listener(
                                        response -> Tasks.run(thread, () -> heard(mine, response)),
                                        error -> Tasks.run(thread, () -> failed(mine, error)),
                                        () -> Tasks.run(thread, () -> ended(mine)))));
            } catch (RuntimeException closed) { // the client is being replaced
                ended(mine);
            }
        }

        private void heard(long mine, WatchResponse response) {
            if (mine != opened || isClosed) {
                return;
            }
            complaint = "";
            long revision = response.getHeader().getRevision();
            if (response.isCreatedNotify()) {
                placed(revision);
            }
            next = Math.max(next, revision + 1);
            List<String> keys = response.getEvents().stream()
                    .map(event -> paths.key(event.getKeyValue().getKey()))
                    .filter(key -> key.equals(prefix) || key.startsWith(prefix + "/"))
                    .distinct()
                    .toList();
            if (!keys.isEmpty()) {
                tell(new Change.Keys(keys));
            }
        }

        /**
         * jetcd resumes a watch from where the cluster was when it was in place before, also if what had changed until
         * then was not told yet.
         */
        private void placed(long revision) {
            if (revision + 1 < next) {
                locate(false); // or its member lags behind
            }
            if (wasInPlace) {
                tell(new Change.All());
            }
            wasInPlace = true;
        }

        /** jetcd resumes the watch, or ends it, which it says next. */
        private void failed(long mine, Throwable error) {
            if (mine == opened && !isClosed) {
                complain(Causes.status(error).toString());
            }
        }

        private void ended(long mine) {
            if (mine == opened && !isClosed) {
                opened++;
                end();
                Tasks.later(thread, PAUSE, () -> locate(true));
            }
        }

        private void end() {
            watcher.ifPresent(former -> Tasks.guarded(former::close, "the end of a watch"));
            watcher = Optional.empty();
        }

        /** The same again and again is said once. */
        private void complain(String cause) {
            if (!cause.equals(complaint)) {
                complaint = cause;
                LOG.warn("changes below {} are not heard of for now: {}", prefix, cause);
            }
        }

        private void tell(Change change) {
            if (!isClosed) {
                Tasks.guarded(() -> listener.accept(change), "a watch of " + prefix);
            }
        }

        @Override
        public void close() {
            if (!isClosed) {
                isClosed = true;
                all.remove(this);
                Tasks.run(thread, this::end);
            }
        }
    }
}
