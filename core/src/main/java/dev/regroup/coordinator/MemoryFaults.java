package dev.regroup.coordinator;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What goes wrong between one {@link MemoryCoordinator} and its store; nothing at first. A lost leadership is {@link
 * MemoryCoordinator#expire()}. Thread-safe.
 */
public final class MemoryFaults {

    /** What becomes of a commit. */
    public enum OfCommit {
        /** It conflicts, though every check held; nothing is changed. */
        CONFLICT,
        /** The store refuses it for good; nothing is changed. */
        REFUSED,
        /** It is done as usual, but the answer is lost. */
        UNKNOWN_APPLIED,
        /** It is lost, and so is the answer. */
        UNKNOWN_NOT_APPLIED,
        /** The answer is lost, and it is done no sooner than {@link #landLate()} says, if its checks hold then. */
        UNKNOWN_LATE
    }

    private static final Duration LEASE = Duration.ofSeconds(5);

    private final Deque<OfCommit> next = new ArrayDeque<>();
    private final List<Runnable> heldReplies = new ArrayList<>();
    private final List<MemoryWatch> heldChanges = new ArrayList<>();
    private final List<Runnable> lateCommits = new ArrayList<>();
    private Duration delay = Duration.ZERO;
    private final Supplier<Duration> clock;
    private Optional<Duration> outageSince = Optional.empty();
    private boolean holdingReplies;
    private boolean holdingChanges;

    /** Creates what does nothing yet; the clock is monotonic. */
    MemoryFaults(Supplier<Duration> clock) {
        this.clock = clock;
    }

    /** Lets the next commit without a fault yet end so. */
    public synchronized void nextCommit(OfCommit fault) {
        next.add(fault);
    }

    /**
     * From now on the store is out of reach: reads say so, commits are unknown and not applied. Watches still tell.
     * After a lease of 5 s a leadership is no longer guaranteed ({@link Leadership.Held#remaining}); nobody is told,
     * and the store passes it to nobody else: that is {@link MemoryCoordinator#expire()}.
     */
    public synchronized void outage() {
        outageSince = outageSince.or(() -> Optional.of(clock.get()));
    }

    /** The store is within reach again; a leadership that it still knows is guaranteed again. */
    public synchronized void restored() {
        outageSince = Optional.empty();
    }

    /** From now on every answer takes that long more; what was asked is done at once. */
    public synchronized void delay(Duration delay) {
        this.delay = delay;
    }

    /** From now on no answer arrives until {@link #releaseReplies()}; what is asked is done at once. */
    public synchronized void holdReplies() {
        holdingReplies = true;
    }

    /** Delivers the answers that were held, in the order of the requests, and holds no more. */
    public void releaseReplies() {
        List<Runnable> due;
        synchronized (this) {
            due = List.copyOf(heldReplies);
            heldReplies.clear();
            holdingReplies = false;
        }
        due.forEach(Runnable::run);
    }

    /** Loses the answers that were held, and holds no more. */
    public synchronized void dropReplies() {
        heldReplies.clear();
        holdingReplies = false;
    }

    /** Lets the commits arrive that were on their way, in their order. */
    public void landLate() {
        List<Runnable> due;
        synchronized (this) {
            due = List.copyOf(lateCommits);
            lateCommits.clear();
        }
        due.forEach(Runnable::run);
    }

    synchronized void keepForLater(Runnable commit) {
        lateCommits.add(commit);
    }

    /** From now on no watch tells anything until {@link #releaseChanges()}. */
    public synchronized void holdChanges() {
        holdingChanges = true;
    }

    /** Lets every watch that had something to tell say {@link Change.All} once, and holds no more. */
    public void releaseChanges() {
        List<MemoryWatch> due;
        synchronized (this) {
            due = List.copyOf(heldChanges);
            heldChanges.clear();
            holdingChanges = false;
        }
        due.forEach(watch -> watch.client().store().tell(watch, new Change.All()));
    }

    /**
     * Loses what the watches had to tell, and holds no more: what the contract forbids a store to do, so that a
     * periodic listing shows its use.
     */
    public synchronized void dropChanges() {
        heldChanges.clear();
        holdingChanges = false;
    }

    synchronized boolean isOutage() {
        return outageSince.isPresent();
    }

    /** Returns how long the store cannot give a leadership of this client to another; zero if it can. */
    synchronized Duration lease() {
        Duration left =
                outageSince.map(since -> LEASE.minus(clock.get().minus(since))).orElse(LEASE);
        return left.isNegative() ? Duration.ZERO : left;
    }

    synchronized Optional<OfCommit> takeNext() {
        return Optional.ofNullable(next.poll());
    }

    /** Tells whether the change was kept back, to be told later. */
    synchronized boolean keepsBack(MemoryWatch watch) {
        if (holdingChanges && !heldChanges.contains(watch)) {
            heldChanges.add(watch);
        }
        return holdingChanges;
    }

    synchronized <T> CompletionStage<T> reply(T answer) {
        CompletableFuture<T> reply = new CompletableFuture<>();
        if (holdingReplies) {
            heldReplies.add(() -> reply.complete(answer));
        } else if (delay.isZero()) {
            reply.complete(answer);
        } else {
            reply.completeOnTimeout(answer, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
        return reply;
    }
}
