package dev.regroup.examples.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.examples.redis.CannotRun;
import dev.regroup.examples.store.EtcdServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The incident on a real cluster of three, of which something fails once the first record is there. */
class IncidentOnEtcdClusterIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private List<EtcdServer> members = List.of();

    @BeforeEach
    void start() {
        try {
            members = EtcdServer.startAll(3);
        } catch (CannotRun missing) {
            if ("true".equals(System.getenv("REGROUP_CI"))) {
                throw missing;
            }
            Assumptions.abort(missing.getMessage());
        }
    }

    @AfterEach
    void close() {
        members.forEach(EtcdServer::close);
    }

    @Test
    void theGroupRecoversWhileTheLeaderIsKilled() {
        CompletableFuture<Integer> incident = begin();

        leader().kill();

        assertThat(incident.orTimeout(300, TimeUnit.SECONDS).join()).isZero();
    }

    @Test
    void theGroupRecoversWhileAMemberIsFrozen() throws IOException {
        CompletableFuture<Integer> incident = begin();
        EtcdServer leader = leader();
        EtcdServer frozen =
                members.stream().filter(member -> member != leader).findFirst().orElseThrow();

        signal(frozen, "-STOP");

        assertThat(incident.orTimeout(300, TimeUnit.SECONDS).join()).isZero();
        signal(frozen, "-CONT");
    }

    @Test
    void theGroupRecoversAfterTheMajorityWasStoppedAndStartedAgain() {
        CompletableFuture<Integer> incident = begin();

        members.get(0).kill();
        members.get(1).kill();
        assertThat(metric(members.get(0), "etcd_server_has_leader")).isEmpty();
        members.get(0).restart();
        members.get(1).restart();

        assertThat(incident.orTimeout(300, TimeUnit.SECONDS).join()).isZero();
    }

    @Test
    void theGroupRecoversWhileEveryMemberIsRestarted() {
        CompletableFuture<Integer> incident = begin();

        for (EtcdServer member : members) {
            member.kill();
            member.restart();
        }

        assertThat(incident.orTimeout(300, TimeUnit.SECONDS).join()).isZero();
    }

    /** Returns once something is recorded; the incident goes on for many seconds. */
    private CompletableFuture<Integer> begin() {
        String cluster = members.stream().map(EtcdServer::address).collect(Collectors.joining(","));
        CompletableFuture<Integer> incident = CompletableFuture.supplyAsync(
                () -> new CommandLine(new Incident()).execute("--coordinator", "etcd://" + cluster));
        while (metric(members.get(0), "etcd_debugging_mvcc_keys_total").orElse(0.0) < 1 && !incident.isDone()) {
            LockSupport.parkNanos(10_000_000);
        }
        return incident;
    }

    private EtcdServer leader() {
        long giveUpAt = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() - giveUpAt < 0) {
            for (EtcdServer member : members) {
                if (metric(member, "etcd_server_is_leader").equals(Optional.of(1.0))) {
                    return member;
                }
            }
            LockSupport.parkNanos(10_000_000);
        }
        throw new AssertionError("no member leads");
    }

    private static Optional<Double> metric(EtcdServer member, String name) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + member.address() + "/metrics"))
                .timeout(Duration.ofSeconds(30))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith(name + " "))
                    .map(line -> Double.parseDouble(line.substring(name.length() + 1)))
                    .findFirst();
        } catch (IOException silent) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static void signal(EtcdServer member, String signal) throws IOException {
        Process kill = new ProcessBuilder(
                        "kill", signal, Long.toString(member.process().pid()))
                .start();
        assertThat(kill.onExit().orTimeout(60, TimeUnit.SECONDS).join().exitValue())
                .isZero();
    }
}
