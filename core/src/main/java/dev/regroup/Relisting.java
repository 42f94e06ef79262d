package dev.regroup;

import dev.regroup.coordinator.Coordinator;
import dev.regroup.coordinator.Coordinator.Listing;
import dev.regroup.coordinator.Version;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Backs the watches: lists all registers every minute while this reconciler leads and tells their versions, so that a
 * change of which no watch told is noticed all the same. One page at a time, whatever the number of groups; a listing
 * that fails is left to the next minute. Thread-safe.
 */
final class Relisting implements AutoCloseable {

    /** How long a change of which no watch told may go unnoticed, and a little more. */
    static final Duration INTERVAL = Duration.ofMinutes(1);

    /** Lest a long timer keeps a borrowed executor from ending. */
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Coordinator coordinator;
    private final List<String> folders;
    private final Time time;
    private final BooleanSupplier isWanted;
    private final Consumer<Map<String, Version>> listed;

    /** When the last listing began; confined to the timers. */
    private Duration last;

    private volatile long number;
    private volatile boolean isClosed;

    /**
     * Creates what lists nothing yet.
     *
     * @param folders directly in which all registers are
     * @param isWanted asked before each listing
     * @param listed hears the versions of all registers that there are
     */
    Relisting(
            Coordinator coordinator,
            List<String> folders,
            Time time,
            BooleanSupplier isWanted,
            Consumer<Map<String, Version>> listed) {
        this.coordinator = coordinator;
        this.folders = List.copyOf(folders);
        this.time = time;
        this.isWanted = isWanted;
        this.listed = listed;
        this.last = time.ticker().now();
    }

    void start() {
        time.timers().after(TICK, this::tick);
    }

    private void tick() {
        if (isClosed) {
            return;
        }
        // First, so that a coordinator that throws does not end it.
        time.timers().after(TICK, this::tick);
        Duration now = time.ticker().now();
        if (now.minus(last).compareTo(INTERVAL) >= 0) {
            last = now;
            long next = number + 1;
            number = next;
            if (isWanted.getAsBoolean()) {
                list(next, 0, Optional.empty(), new HashMap<>());
            }
        }
    }

    /** A listing that is not done when the next begins has come to nothing. */
    private void list(long mine, int folder, Optional<String> after, Map<String, Version> found) {
        if (folder == folders.size()) {
            listed.accept(Map.copyOf(found));
            return;
        }
        coordinator.list(folders.get(folder), after).thenAccept(listing -> {
            if (listing instanceof Listing.Page page && mine == number && !isClosed) {
                page.registers().forEach(register -> found.put(register.key(), register.version()));
                list(mine, page.next().isPresent() ? folder : folder + 1, page.next(), found);
            }
        });
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
