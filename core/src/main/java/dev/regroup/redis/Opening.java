package dev.regroup.redis;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An attempt to connect. Thread-safe. */
final class Opening {

    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CompletableFuture<Wire> wire = new CompletableFuture<>();

    /** Returns one that has failed. */
    static Opening never() {
        Opening opening = new Opening();
        opening.fail(new CancellationException("not connected yet"));
        return opening;
    }

    /** Returns one that has led to that connection. */
    static Opening of(Wire wire) {
        Opening opening = new Opening();
        boolean isFirst = opening.complete(wire);
        assert isFirst;
        return opening;
    }

    /**
     * Returns a stage that completes when the attempt leaves this process, or is over; what waited for a turn of ours
     * before that is not the node's silence.
     */
    CompletionStage<Void> begun() {
        return begun;
    }

    /** Returns the connection, or what went wrong. */
    CompletionStage<Wire> wire() {
        return wire;
    }

    /** Notes that the attempt leaves this process. */
    void begin() {
        begun.complete(null);
    }

    /** Hands the connection over; false if nobody waits for it any more. */
    boolean complete(Wire open) {
        begin();
        return wire.complete(open);
    }

    /** Ends the attempt, unless it has ended. */
    void fail(Throwable failure) {
        begin();
        wire.completeExceptionally(failure);
    }

    /** Tells whether the attempt is over. */
    boolean isOver() {
        return wire.isDone();
    }

    /** Tells whether a request could go out now, or soon. */
    boolean isUsable() {
        return !wire.isDone() || isOpen();
    }

    /** Tells whether there is a connection already. */
    boolean isOpen() {
        return wire.isDone() && !wire.isCompletedExceptionally() && wire.join().isOpen();
    }
}
