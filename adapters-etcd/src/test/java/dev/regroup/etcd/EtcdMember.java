package dev.regroup.etcd;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A real etcd process: the program that ETCD_BIN names, or etcd of PATH; its data in a temporary folder, on free ports
 * of the loopback interface. Confined to one thread.
 */
final class EtcdMember implements AutoCloseable {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    /** Those of a member that is not started yet are free for everybody else. */
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private final String name;
    private final Path folder;
    private final int port = freePort();
    private final int peerPort = freePort();
    private final List<String> settings;
    private final String scheme;
    private final Path program = program();
    private final Thread hook = new Thread(this::clear, "etcd-end");
    private Optional<Process> process = Optional.empty();

    EtcdMember(String name, List<String> settings) {
        this.name = name;
        this.settings = List.copyOf(settings);
        this.scheme = settings.contains("--cert-file") ? "https" : "http";
        try {
            this.folder = Files.createTempDirectory("regroup-etcd");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Starts the only member of a cluster, and waits until it answers. */
    static EtcdMember alone(String... settings) {
        EtcdMember member = new EtcdMember("alone", List.of(settings));
        try {
            member.start(member.peer());
            member.awaitHealth();
            return member;
        } catch (RuntimeException | Error failure) {
            member.close();
            throw failure;
        }
    }

    /** Returns the program; skips the calling test where there is none, or fails it where REGROUP_CI is true. */
    static Path program() {
        Optional<Path> program = Optional.ofNullable(System.getenv("ETCD_BIN"))
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .or(() -> Stream.of(Optional.ofNullable(System.getenv("PATH"))
                                .orElse("")
                                .split(File.pathSeparator))
                        .map(folder -> Path.of(folder, "etcd"))
                        .filter(Files::isExecutable)
                        .findFirst())
                .filter(Files::isExecutable);
        String missing = "there is no etcd in ETCD_BIN or PATH (Debian: apt-get install etcd-server)";
        if ("true".equals(System.getenv("REGROUP_CI"))) {
            Assertions.assertTrue(program.isPresent(), missing);
        }
        Assumptions.assumeTrue(program.isPresent(), missing);
        return program.orElseThrow();
    }

    /** Below the ports that the system gives to outgoing connections. */
    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            if (!GIVEN.add(port)) {
                continue;
            }
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException taken) {
                // Another one then.
            }
        }
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /** Returns how to connect where nothing is to be late: a machine may have much else to do. */
    EtcdCluster patient() {
        return patient(address());
    }

    static EtcdCluster patient(String endpoints) {
        return EtcdCluster.at(endpoints).withTimeout(Duration.ofSeconds(20)).withLease(Duration.ofSeconds(60));
    }

    String peer() {
        return name + "=http://127.0.0.1:" + peerPort;
    }

    Path folder() {
        return folder;
    }

    void start(String peers) {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--name",
                name,
                "--data-dir",
                folder.resolve("data").toString(),
                "--listen-client-urls",
                scheme + "://" + address(),
                "--advertise-client-urls",
                scheme + "://" + address(),
                "--listen-peer-urls",
                "http://127.0.0.1:" + peerPort,
                "--initial-advertise-peer-urls",
                "http://127.0.0.1:" + peerPort,
                "--initial-cluster",
                peers,
                "--heartbeat-interval",
                "100",
                "--election-timeout",
                "1000"));
        command.addAll(settings);
        ProcessBuilder builder = new ProcessBuilder(command);
        // What is set for another etcd does not concern this one.
        builder.environment().keySet().removeIf(variable -> variable.startsWith("ETCD_"));
        try {
            process = Optional.of(builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("output.txt").toFile()))
                    .start());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void awaitHealth() {
        long giveUpAt = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!isHealthy()) {
            if (!isRunning() || System.nanoTime() - giveUpAt > 0) {
                throw new IllegalStateException(name + " is not healthy: " + output());
            }
            pause();
        }
    }

    private static void pause() {
        java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }

    /** Answers that it is only with a leader. With TLS, that somebody listens has to do. */
    private boolean isHealthy() {
        if (scheme.equals("https")) {
            return output().contains("ready to serve client requests") || output().contains("serving client requests");
        }
        return http("/health").filter(answer -> answer.contains("\"true\"")).isPresent();
    }

    /** Tells whether it leads the cluster. */
    boolean isLeader() {
        return metric("etcd_server_is_leader") == 1;
    }

    /** Returns what it counts under that name; -1 if it does not answer. */
    long metric(String metric) {
        return http("/metrics")
                .flatMap(all -> all.lines()
                        .filter(line -> line.startsWith(metric + " "))
                        .findFirst())
                .map(line -> Math.round(Double.parseDouble(line.substring(metric.length() + 1))))
                .orElse(-1L);
    }

    private Optional<String> http(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address() + path))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return Optional.of(
                    HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException silent) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("output.txt"));
        } catch (IOException none) {
            return "";
        }
    }

    boolean isRunning() {
        return process.filter(Process::isAlive).isPresent();
    }

    /** Ends it as kill -9 does. */
    void kill() {
        process.ifPresent(running -> {
            running.destroyForcibly();
            running.onExit().orTimeout(60, TimeUnit.SECONDS).join();
        });
    }

    /** Stops it as it is; its connections stay open. */
    void freeze() {
        signal("-STOP");
    }

    void thaw() {
        signal("-CONT");
    }

    private void signal(String signal) {
        signal(process.orElseThrow().pid(), signal);
    }

    static void signal(long pid, String signal) {
        try {
            Process kill = new ProcessBuilder("kill", signal, Long.toString(pid)).start();
            Assertions.assertEquals(
                    0, kill.onExit().orTimeout(60, TimeUnit.SECONDS).join().exitValue());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        clear();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // It runs, or has run.
        }
    }

    private void clear() {
        kill();
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
