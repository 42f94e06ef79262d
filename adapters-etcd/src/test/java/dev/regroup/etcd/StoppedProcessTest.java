package dev.regroup.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.coordinator.Leadership;
import java.io.BufferedReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A leader that is stopped as a whole (SIGSTOP, a long collection of garbage) and does not know it. */
class StoppedProcessTest {

    @Test
    void aLeaderThatWasStoppedForLongerThanItsLeaseHasNothingLeftWhenItGoesOn() throws Exception {
        try (EtcdMember member = EtcdMember.alone()) {
            Process other = start(member);
            // One that is stopped does not notice that nobody talks to it any more.
            Thread hook = new Thread(other::destroyForcibly);
            Runtime.getRuntime().addShutdownHook(hook);
            try (BufferedReader said = other.inputReader(StandardCharsets.UTF_8);
                    OutputStream asked = other.getOutputStream();
                    EtcdCoordinator witness = EtcdCoordinator.connect(
                            EtcdCluster.at(member.address()).withLease(Duration.ofSeconds(2)))) {
                assertThat(said.readLine()).startsWith("held PT");
                BlockingQueue<Leadership> heard = new LinkedBlockingQueue<>();
                EtcdMember.signal(other.pid(), "-STOP");
                witness.campaign("reconciler", heard::add);
                assertThat(heard.poll(60, TimeUnit.SECONDS)).isInstanceOf(Leadership.Held.class);
                asked.write('\n');
                asked.flush();

                EtcdMember.signal(other.pid(), "-CONT");

                assertThat(said.readLine()).isEqualTo("left PT0S");
                assertThat(said.readLine()).isEqualTo("next Lost[]");
            } finally {
                Runtime.getRuntime().removeShutdownHook(hook);
                other.destroyForcibly();
                other.onExit().orTimeout(60, TimeUnit.SECONDS).join();
            }
        }
    }

    private static Process start(EtcdMember member) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Campaigning.class.getName(),
                        member.address())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
