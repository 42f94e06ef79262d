package dev.regroup.redis;

import dev.regroup.node.Command;
import dev.regroup.node.Sent;
import dev.regroup.redis.InfoParser.Dialect;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The time that one Pika needs between following nobody and following again: its old replication connection is closed
 * by a task that runs every 3 s (pika v4.0.1, client_thread.cc). A master that it is told to follow before that calls it
 * a slave that exists already, and lets it in 10 s later. Thread-safe.
 */
final class PikaPause {

    private static final Duration LENGTH = Duration.ofMillis(3_500);

    private final LongSupplier nanos;
    private final AtomicLong over;

    /**
     * Creates one that is over.
     *
     * @param nanos the time, like {@link System#nanoTime}
     */
    PikaPause(LongSupplier nanos) {
        this.nanos = nanos;
        this.over = new AtomicLong(nanos.getAsLong());
    }

    /** Notes that the command was sent, whatever became of it. */
    void began(Command command, Dialect dialect) {
        boolean isLeaving = command instanceof Command.Detach || command instanceof Command.Promote;
        if (dialect == Dialect.PIKA && isLeaving) {
            over.set(nanos.getAsLong() + LENGTH.toNanos());
        }
    }

    /** Returns why the command must not be sent now, if it must not. */
    Optional<Sent> objection(Command command, Dialect dialect) {
        boolean isTooEarly =
                dialect == Dialect.PIKA && command instanceof Command.Follow && nanos.getAsLong() - over.get() < 0;
        return isTooEarly
                ? Optional.of(new Sent.NotSent(
                        "a Pika that was detached needs " + LENGTH.toMillis() + " ms until it can follow again"))
                : Optional.empty();
    }
}
