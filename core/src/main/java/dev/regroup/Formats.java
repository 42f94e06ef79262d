package dev.regroup;

import dev.regroup.coordinator.Bytes;
import dev.regroup.coordinator.Change;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator;
import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Coordinator.Listing;
import dev.regroup.coordinator.Coordinator.Subscription;
import dev.regroup.coordinator.Put;
import dev.regroup.coordinator.Register;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which formats the reconcilers of one election can read. Each announces its own in a register that ends with its
 * session; who leads writes the lowest of all that are present, so that during an upgrade, and after going back,
 * whoever takes over can read every record. Thread-safe.
 */
final class Formats implements AutoCloseable {

    /** Before anybody was heard of, and of whoever announces what cannot be understood. */
    static final int LOWEST = 1;

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Coordinator coordinator;
    private final int own;
    private final String folder;
    private final String key;
    private final Timers timers;
    private final Runnable onLowered;
    private final AtomicBoolean isLooking = new AtomicBoolean();
    private final AtomicBoolean isStale = new AtomicBoolean();
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private volatile Optional<Subscription> watch = Optional.empty();
    private volatile int lowest = LOWEST;

    /**
     * Creates what announces nothing yet.
     *
     * @param own the highest format that this reconciler reads and writes
     * @param onLowered what to do when records may have to be written in a lower format
     */
    Formats(Coordinator coordinator, String election, int own, Timers timers, Runnable onLowered) {
        this.coordinator = coordinator;
        this.own = own;
        this.folder = "/regroup/reconcilers/" + election;
        this.key = folder + "/" + UUID.randomUUID();
        this.timers = timers;
        this.onLowered = onLowered;
    }

    void start() {
        watch = Optional.of(coordinator.watch(folder, this::changed));
        look();
    }

    /** Returns the format to write. */
    int lowest() {
        return lowest;
    }

    private void changed(Change change) {
        look();
    }

    /** One listing at a time; what changes meanwhile is looked at afterwards. */
    void look() {
        isStale.set(true);
        if (!isClosed.get() && isLooking.compareAndSet(false, true)) {
            isStale.set(false);
            list(Optional.empty(), new ArrayList<>());
        }
    }

    private void list(Optional<String> after, List<Register> found) {
        coordinator.list(folder, after).thenAccept(listing -> {
            if (listing instanceof Listing.Page page) {
                found.addAll(page.registers());
                if (page.next().isPresent()) {
                    list(page.next(), found);
                } else {
                    listed(found);
                }
            } else {
                lookLater();
            }
        });
    }

    private void listed(List<Register> found) {
        if (found.stream().noneMatch(register -> register.key().equals(key))) {
            announce();
            return;
        }
        int next = found.stream().mapToInt(Formats::format).min().orElse(LOWEST);
        boolean isLower = next < lowest;
        if (next != lowest) {
            LOG.info("records are written in format {}, which all {} reconcilers present can read", next, found.size());
        }
        lowest = Math.min(next, own);
        if (isLower) {
            onLowered.run();
        }
        finish();
    }

    private static int format(Register register) {
        try {
            return Math.max(LOWEST, Integer.parseInt(register.value().toString()));
        } catch (NumberFormatException notUnderstood) {
            return LOWEST;
        }
    }

    private void announce() {
        if (isClosed.get()) {
            return;
        }
        Put put = new Put(key, Bytes.utf8(Integer.toString(own)), Put.Life.SESSION);
        coordinator
                .commit(new Commit(List.of(), List.of(put), Optional.empty()))
                .thenAccept(outcome -> {
                    if (isClosed.get()) {
                        withdraw();
                    } else if (outcome instanceof CommitOutcome.Committed) {
                        isStale.set(true);
                        finish();
                    } else {
                        lookLater();
                    }
                });
    }

    private void finish() {
        isLooking.set(false);
        if (isStale.get()) {
            look();
        }
    }

    private void lookLater() {
        isLooking.set(false);
        timers.after(PAUSE, this::look);
    }

    /** Takes the announcement back. */
    @Override
    public void close() {
        if (!isClosed.getAndSet(true)) {
            watch.ifPresent(Subscription::close);
            withdraw();
        }
    }

    /** An announcement that is under way while this ends is taken back when it is there. */
    private void withdraw() {
        var unused = coordinator.commit(new Commit(List.of(), List.of(), List.of(key), Optional.empty()));
    }
}
