package dev.regroup.redis;

import dev.regroup.model.Address;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Pika process of the binary that the environment names as {@code PIKA_BIN}, on a free port of the loopback
 * interface, ready when {@link #start} returns. Without that variable the calling test is skipped, visibly, also where
 * REGROUP_CI is set: neither Debian nor Maven Central has a Pika. Confined to one thread.
 */
final class RealPika implements AutoCloseable {

    /** It listens for its replicas there, too (pika v4.0.1, pika_define.h: kPortShiftRSync, kPortShiftReplServer). */
    private static final List<Integer> SHIFTS = List.of(0, 1_000, 2_000);

    private final Path folder;
    private final int port;
    private final Process process;

    private RealPika(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    static RealPika start() {
        Optional<String> binary = Optional.ofNullable(System.getenv("PIKA_BIN")).filter(path -> !path.isEmpty());
        Assumptions.assumeTrue(
                binary.isPresent(), "PIKA_BIN names no Pika, which neither Debian nor Maven Central has");
        try {
            Path folder = Files.createTempDirectory("regroup-pika-");
            int port = freePort();
            Path config = folder.resolve("pika.conf");
            Files.write(config, settings(folder, port));
            Process process = new ProcessBuilder(binary.get(), "-c", config.toString())
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            RealPika pika = new RealPika(folder, port, process);
            Eventually.holds("the Pika answers", pika::isAnswering);
            return pika;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Member member(String id) {
        return Member.of(NodeId.of(id), Address.of("127.0.0.1", port));
    }

    String ask(String... words) {
        try (RespClient client = RespClient.connect(port)) {
            return client.ask(words);
        }
    }

    void kill() {
        process.destroyForcibly();
        Eventually.holds("the process is gone", () -> !process.isAlive());
    }

    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private boolean isAnswering() {
        try {
            return ask("PING").equals("PONG");
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private static List<String> settings(Path folder, int port) {
        List<String> settings = new ArrayList<>(List.of("port : " + port, "databases : 1", "daemonize : no"));
        settings.addAll(List.of("thread-num : 1", "timeout : 60", "db-path : " + folder.resolve("db") + "/"));
        settings.addAll(List.of("log-path : " + folder.resolve("log") + "/", "pidfile : " + folder.resolve("pid")));
        settings.addAll(List.of(
                "dump-path : " + folder.resolve("dump") + "/", "db-sync-path : " + folder.resolve("dbsync") + "/"));
        return settings;
    }

    private static int freePort() throws IOException {
        while (true) {
            int port = free(0);
            if (port + 2_000 <= 65_535 && SHIFTS.stream().allMatch(shift -> isFree(port + shift))) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try {
            return free(port) == port;
        } catch (IOException occupied) {
            return false;
        }
    }

    private static int free(int port) throws IOException {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
