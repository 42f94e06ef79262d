package dev.regroup.etcd;

import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What the registers that end with this client hang on: a lease that is granted when it is needed first, and another
 * one when that has ended. Confined to its thread, but for {@link #lease}, {@link #forget} and {@link #close}.
 */
final class Session {

    private final Requests requests;
    private final Duration life;
    private final ScheduledExecutorService thread;
    private volatile Optional<CompletableFuture<Answer<Lease>>> current = Optional.empty();
    private boolean isClosed;

    Session(Requests requests, Duration life, ScheduledExecutorService thread) {
        this.requests = requests;
        this.life = life;
        this.thread = thread;
    }

    /** Returns the lease, after granting one if there is none; or why there is none. */
    CompletionStage<Answer<Lease>> lease() {
        CompletableFuture<Answer<Lease>> lease = new CompletableFuture<>();
        Tasks.run(thread, () -> {
            CompletableFuture<Answer<Lease>> found = current.orElseGet(this::grant);
            current = Optional.of(found);
            var unused = found.thenAccept(lease::complete);
        });
        return lease.completeOnTimeout(Answer.failed(Status.DEADLINE_EXCEEDED), life.toNanos(), TimeUnit.NANOSECONDS);
    }

    private CompletableFuture<Answer<Lease>> grant() {
        CompletableFuture<Answer<Lease>> granting = new CompletableFuture<>();
        Lease.grant(requests, life)
                .thenAccept(answer -> Tasks.run(thread, () -> {
                    answer.value().ifPresentOrElse(this::granted, () -> current = Optional.empty());
                    granting.complete(answer);
                }));
        return granting;
    }

    private void granted(Lease lease) {
        if (isClosed) {
            lease.revoke(thread);
        } else {
            keep(lease);
        }
    }

    private void keep(Lease lease) {
        Tasks.later(thread, lease.beat(), () -> {
            if (isCurrent(lease)) {
                lease.renew().thenAccept(answer -> {
                    if (answer.is(Status.Code.NOT_FOUND)) {
                        forget(lease);
                    }
                });
                keep(lease);
            }
        });
    }

    private boolean isCurrent(Lease lease) {
        return current().equals(Optional.of(lease));
    }

    /** Returns the lease if one is granted. */
    Optional<Lease> current() {
        return current.flatMap(
                granting -> granting.getNow(Answer.failed(Status.UNKNOWN)).value());
    }

    /** The cluster does not know it any more. */
    void forget(Lease lease) {
        Tasks.run(thread, () -> {
            if (isCurrent(lease)) {
                current = Optional.empty();
            }
        });
    }

    /** Ends it, and the registers with it. */
    void close() {
        Tasks.run(thread, () -> {
            isClosed = true;
            current().ifPresent(lease -> lease.revoke(thread));
            current = Optional.empty();
        });
    }
}
