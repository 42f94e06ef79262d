package dev.regroup.etcd;

import io.etcd.jetcd.lease.LeaseGrantResponse;
import io.etcd.jetcd.lease.LeaseKeepAliveResponse;
import io.etcd.jetcd.lease.LeaseRevokeResponse;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A lease of ours, and until when the cluster cannot have ended it. It is kept by single requests, since what counts is
 * when one was sent: an answer that lay there while this process was stopped proves nothing about now. Thread-safe.
 *
 * <p>The leader of the cluster counts from when it renews, which is after the request was sent. A third is kept back:
 * for clocks of different speed, and for a member that was the leader and renews until it notices that it no longer is
 * (twice its election timeout).
 */
final class Lease {

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration BEAT_MIN = Duration.ofMillis(20);

    private final Requests requests;
    private final long id;
    private final Duration life;
    private volatile long endNanos;
    private volatile boolean isHeld = true;

    private Lease(Requests requests, long id, Duration life, long askedNanos) {
        this.requests = requests;
        this.id = id;
        this.life = life;
        this.endNanos = end(askedNanos);
    }

    static CompletionStage<Answer<Lease>> grant(Requests requests, Duration life) {
        long asked = System.nanoTime();
        return requests.<LeaseGrantResponse>once(
                        client -> client.getLeaseClient().grant(life.toSeconds()))
                .thenApply(answer -> new Answer<>(
                        answer.status(),
                        answer.value()
                                .map(granted -> new Lease(
                                        requests, granted.getID(), Duration.ofSeconds(granted.getTTL()), asked))));
    }

    long id() {
        return id;
    }

    /** Returns how often to renew it. */
    Duration beat() {
        Duration beat = life.dividedBy(8);
        return beat.compareTo(BEAT_MIN) > 0 ? beat : BEAT_MIN;
    }

    /** Returns for how long the cluster cannot have ended it. */
    Duration remaining() {
        long left = endNanos - System.nanoTime();
        return isHeld && left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
    }

    /** Asks for more time; what that is worth is not counted yet. */
    CompletionStage<Answer<LeaseKeepAliveResponse>> renew() {
        return requests.repeated(client -> client.getLeaseClient().keepAliveOnce(id));
    }

    /** Counts from when that renewal was asked for. */
    void extend(long askedNanos) {
        long end = end(askedNanos);
        if (end - endNanos > 0) {
            endNanos = end;
        }
    }

    private long end(long askedNanos) {
        return askedNanos + life.toNanos() / 3 * 2;
    }

    /** Nothing is left of it from now on. */
    void giveUp() {
        isHeld = false;
    }

    /** Ends it in the cluster, with all of its keys; tries until that is done, or it has ended by itself. */
    void revoke(ScheduledExecutorService thread) {
        giveUp();
        requests.<LeaseRevokeResponse>repeated(client -> client.getLeaseClient().revoke(id))
                .thenAccept(answer -> {
                    boolean isGone = answer.isOk() || answer.is(Status.Code.NOT_FOUND);
                    boolean isOver = System.nanoTime() - endNanos > 2 * life.toNanos();
                    if (!isGone && !isOver && !requests.isClosed()) {
                        Tasks.later(thread, PAUSE, () -> revoke(thread));
                    }
                });
    }
}
