package dev.regroup.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.Client;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What can be done to the sessions of a client from outside. */
final class Sessions {

    private Sessions() {}

    /**
     * Ends all leases of that client in the cluster, as if nothing had been heard of it for too long; once all of these
     * have joined their elections, as nothing else says who comes next.
     */
    static void expire(EtcdCoordinator client, List<EtcdCoordinator> all) {
        long giveUpAt = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!all.stream().allMatch(EtcdCoordinator::hasJoined)) {
            assertThat(System.nanoTime() - giveUpAt).isNegative();
            LockSupport.parkNanos(1_000_000);
        }
        Client jetcd = client.client();
        for (long lease : client.leases()) {
            jetcd.getLeaseClient().revoke(lease).orTimeout(60, TimeUnit.SECONDS).join();
        }
    }
}
