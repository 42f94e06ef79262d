package dev.regroup.examples.store;

import dev.regroup.examples.redis.CannotRun;
import dev.regroup.examples.redis.Ports;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An etcd process: the program that ETCD_BIN names, or etcd of PATH; its data in a temporary folder, on free ports of
 * the loopback interface. Thread-safe.
 */
public final class EtcdServer implements StoreServer {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Ports PORTS = new Ports();

    private final Path program;
    private final Path folder;
    private final int port;
    private final int peerPort;
    private final String name;
    /** Who is in the cluster, as each member is told. */
    private String members;

    private final Thread hook = new Thread(this::clear, "etcd-end");
    private Optional<Process> process = Optional.empty();
    private boolean isClosed;

    private EtcdServer(Path program, Path folder, String name) {
        this.program = program;
        this.folder = folder;
        this.name = name;
        this.port = PORTS.free();
        this.peerPort = PORTS.free();
        this.members = peer();
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private String peer() {
        return name + "=http://127.0.0.1:" + peerPort;
    }

    /**
     * Starts one and waits until it answers.
     *
     * @throws CannotRun if there is none, or it does not start
     */
    public static EtcdServer start() {
        return startAll(1).get(0);
    }

    /**
     * Starts the members of one cluster and waits until they answer.
     *
     * @throws CannotRun if there is no etcd, or it does not start
     */
    public static List<EtcdServer> startAll(int size) {
        Path program = program();
        List<EtcdServer> all = IntStream.rangeClosed(1, size)
                .mapToObj(i -> new EtcdServer(program, folder(), "member" + i))
                .toList();
        String members = all.stream().map(EtcdServer::peer).collect(Collectors.joining(","));
        try {
            // All of them first: none listens before there is a majority.
            all.forEach(member -> member.begin(members));
            all.forEach(EtcdServer::await);
        } catch (CannotRun failure) {
            all.forEach(EtcdServer::close);
            throw failure;
        }
        return all;
    }

    private static Path program() {
        Optional<String> named = Optional.ofNullable(System.getenv("ETCD_BIN")).filter(name -> !name.isEmpty());
        if (named.isPresent()) {
            return named.map(Path::of)
                    .filter(Files::isExecutable)
                    .orElseThrow(
                            () -> new CannotRun("ETCD_BIN is " + named.get() + ", which cannot be run: correct it."));
        }
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, "etcd"))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst()
                .orElseThrow(
                        () -> new CannotRun(
                                "There is no etcd in PATH: install one (on Debian apt-get install"
                                        + " etcd-server), or name its program in ETCD_BIN (https://github.com/etcd-io/etcd/releases)."));
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("regroup-etcd");
        } catch (IOException failure) {
            throw new CannotRun("No folder can be made in " + System.getProperty("java.io.tmpdir") + " ("
                    + failure.getMessage() + "): free some space, or choose --coordinator memory.");
        }
    }

    @Override
    public String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public synchronized void kill() {
        process.ifPresent(running -> {
            running.destroyForcibly();
            running.onExit().join();
        });
    }

    @Override
    public void restart() {
        begin(members);
        await();
    }

    private void await() {
        Process running = process();
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (!isAnswering()) {
            if (!running.isAlive() || System.nanoTime() - giveUpAt > 0) {
                throw new CannotRun("The etcd in " + program + " does not start (" + lastLine()
                        + "): choose --coordinator zookeeper or memory.");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** It listens only when it has a leader. */
    private boolean isAnswering() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private synchronized void begin(String members) {
        this.members = members;
        if (isClosed) {
            throw new IllegalStateException("this etcd was closed");
        }
        String clients = "http://" + address();
        String peers = "http://127.0.0.1:" + peerPort;
        ProcessBuilder builder = new ProcessBuilder(
                program.toString(),
                "--name",
                name,
                "--data-dir",
                folder.resolve("data").toString(),
                "--listen-client-urls",
                clients,
                "--advertise-client-urls",
                clients,
                "--listen-peer-urls",
                peers,
                "--initial-advertise-peer-urls",
                peers,
                "--initial-cluster",
                members);
        // What is set for another etcd does not concern this one.
        builder.environment().keySet().removeIf(name -> name.startsWith("ETCD_"));
        try {
            process = Optional.of(builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()))
                    .start());
        } catch (IOException failure) {
            throw new CannotRun("The etcd in " + program + " cannot be run (" + failure.getMessage() + ").");
        }
    }

    /** Returns its process; only after it was started. */
    public synchronized Process process() {
        return process.orElseThrow();
    }

    private Path output() {
        return folder.resolve("output.txt");
    }

    private String lastLine() {
        try {
            List<String> lines = Files.readAllLines(output());
            return lines.isEmpty() ? "it says nothing" : lines.get(lines.size() - 1);
        } catch (IOException | UncheckedIOException unreadable) {
            return "it says nothing";
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

    private synchronized void clear() {
        isClosed = true;
        kill();
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException failure) {
            System.err.println("Could not remove " + folder + ": " + failure.getMessage());
        }
    }
}
