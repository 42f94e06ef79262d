package dev.regroup.redis;

import dev.regroup.model.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Stubs that replicate from each other, with the windows of a Pika v4.0.1 at their widest: a master goes on listing a
 * replica that has left for 3 s (client_thread.cc), refuses to follow meanwhile, and lets a replica that comes back
 * within them in only 10 s later. Thread-safe.
 */
final class PikaGroup {

    static final Duration LISTED = Duration.ofSeconds(3);
    static final Duration RETRY = Duration.ofSeconds(10);

    private final LongSupplier nanos;
    private final List<Attachment> attachments = new ArrayList<>();

    /** A replica at a master, from then to then; the end of the present one is open. */
    private record Attachment(int slave, Address master, long since, long until, boolean isPresent) {

        Attachment leftAt(long now) {
            return new Attachment(slave, master, since, now + LISTED.toNanos(), false);
        }

        boolean isListed(long now) {
            return now - since >= 0 && (isPresent || now - until < 0);
        }
    }

    private PikaGroup(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Opens a group without members, whose time is that. */
    static PikaGroup open(LongSupplier nanos) {
        return new PikaGroup(nanos);
    }

    /** Starts a master in it. */
    PikaStub start() {
        return PikaStub.start().in(this);
    }

    /** The stub on that port follows nobody any more. */
    synchronized void left(int slave) {
        attachments.replaceAll(one -> one.isPresent() && one.slave() == slave ? one.leftAt(nanos.getAsLong()) : one);
    }

    /** The stub on that port follows that master from now on. */
    synchronized void followed(int slave, Address master) {
        left(slave);
        long now = nanos.getAsLong();
        boolean existsAlready = attachments.stream()
                .anyMatch(one -> one.slave() == slave && one.master().equals(master) && one.isListed(now));
        attachments.add(new Attachment(slave, master, existsAlready ? now + RETRY.toNanos() : now, now, true));
    }

    /** Tells whether the stub on that port has a link to whom it follows. */
    synchronized boolean isLinked(int slave) {
        long now = nanos.getAsLong();
        return attachments.stream().anyMatch(one -> one.slave() == slave && one.isPresent() && one.isListed(now));
    }

    /** Returns the lines of the replicas that a master on that port lists. */
    synchronized List<String> listedAt(int port) {
        long now = nanos.getAsLong();
        return attachments.stream()
                .filter(one -> one.master().equals(Address.of("127.0.0.1", port)) && one.isListed(now))
                .map(one -> "ip=127.0.0.1,port=" + one.slave() + ",conn_fd=7,lag=(db0:0)")
                .distinct()
                .toList();
    }
}
