package dev.regroup.redis;

import dev.regroup.model.Address;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A real redis-server 7.0.15 process on a free port of the loopback interface, with its own folder, ready when
 * {@link #start} returns. It appends every write to its file before it answers, and sends a full copy to a new replica
 * without delay. {@link #close} kills it and deletes its folder; what a crashed test leaves behind dies with the JVM.
 * Confined to one thread.
 */
public final class RealRedis implements AutoCloseable {

    private static final Duration READY_WITHIN = Duration.ofSeconds(10);
    private static final int PORT_ATTEMPTS = 10;
    private static final Map<String, String> ARCHITECTURES = Map.of(
            "amd64", "amd64", "x86_64", "amd64", "aarch64", "arm64", "arm64", "arm64", "x86", "386", "i386", "386");

    private final Path folder;
    private final boolean isEncrypted;
    private final List<String> arguments;
    private final int port;
    private Process process;

    private RealRedis(Path folder, List<String> arguments, int port, Process process) {
        this.folder = folder;
        this.isEncrypted = Files.exists(folder.resolve("redis.conf"))
                && read(folder.resolve("redis.conf")).contains("tls-port");
        this.arguments = arguments;
        this.port = port;
        this.process = process;
    }

    /** Starts one with a config file that holds the usual directives and these. */
    public static RealRedis start(String... directives) {
        return start(ConfigFile.WRITTEN, directives);
    }

    /** Starts one without a config file: the directives are arguments, and CONFIG REWRITE fails. */
    public static RealRedis startWithoutConfigFile(String... directives) {
        return start(ConfigFile.NONE, directives);
    }

    /** Starts one that speaks TLS on its port and plain text on no other; it is ready once its port is open. */
    static RealRedis startEncrypted(List<String> directives) {
        List<String> all = new ArrayList<>(directives);
        all.add("encrypted");
        return start(all.toArray(String[]::new));
    }

    /** Starts one that follows that master. */
    public static RealRedis startReplicaOf(RealRedis master, String... directives) {
        List<String> all = new ArrayList<>(List.of(directives));
        all.add("replicaof 127.0.0.1 " + master.port());
        return start(all.toArray(String[]::new));
    }

    /** Returns the port it listens on; the same after {@link #restart}. */
    public int port() {
        return port;
    }

    /** Returns where it listens. */
    public Address address() {
        return Address.of("127.0.0.1", port);
    }

    /** Returns it as a member of a group. */
    public Member member(String id) {
        return Member.of(NodeId.of(id), address());
    }

    /** Sends a command on a connection of its own; returns the reply, errors with their minus. */
    public String ask(String... command) {
        try (RespClient client = RespClient.connect(port)) {
            return client.ask(command);
        }
    }

    /** Returns the value of a line of INFO, or nothing. */
    public Optional<String> info(String key) {
        return ask("INFO", "everything")
                .lines()
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> line.substring(key.length() + 1).trim())
                .findFirst();
    }

    /** Kills it as {@code kill -9} does, and waits until it is gone. */
    public void kill9() {
        process.destroyForcibly();
        Eventually.holds("the process is gone", () -> !process.isAlive());
    }

    /** Freezes it ({@code SIGSTOP}): its connections stay open, nothing is answered. */
    public void pause() {
        signal("-STOP");
    }

    /** Lets a frozen one go on. */
    public void resume() {
        signal("-CONT");
    }

    /** Starts it again on the same port and folder, with these directives besides, after {@link #kill9}. */
    public void restart(String... more) {
        List<String> all = new ArrayList<>(arguments);
        for (String directive : more) {
            all.addAll(asArguments(directive));
        }
        process = launched(folder, all);
        if (!isReady()) {
            throw new IllegalStateException("redis-server does not come back on port " + port + ": " + log(folder));
        }
    }

    /** Puts a folder where its snapshot belongs, so that the next one fails. */
    void blockSnapshots() {
        try {
            Files.deleteIfExists(folder.resolve("dump.rdb"));
            Files.createDirectories(folder.resolve("dump.rdb").resolve("blocked"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        kill9();
        if (Files.exists(folder)) {
            delete(folder);
        }
    }

    private static RealRedis start(ConfigFile configFile, String... directives) {
        for (int attempt = 1; attempt <= PORT_ATTEMPTS; attempt++) {
            Path folder = newFolder();
            int port = freePort();
            List<String> arguments = arguments(folder, port, configFile, directives);
            RealRedis redis = new RealRedis(folder, arguments, port, launched(folder, arguments));
            if (redis.isReady()) {
                return redis;
            }
            String log = log(folder);
            redis.close();
            if (!log.contains("Address already in use")) {
                throw new IllegalStateException("redis-server did not start: " + log);
            }
        }
        throw new IllegalStateException("no free port in " + PORT_ATTEMPTS + " attempts");
    }

    private static List<String> arguments(Path folder, int port, ConfigFile configFile, String... more) {
        boolean isEncrypted = List.of(more).contains("encrypted");
        List<String> directives = new ArrayList<>(List.of(
                isEncrypted ? "port 0" : "port " + port,
                "bind 127.0.0.1",
                "dir " + folder,
                "logfile " + folder.resolve("log"),
                "save \"\"",
                "appendonly yes",
                "appendfsync always",
                "repl-diskless-sync-delay 0"));
        directives.addAll(List.of(more));
        directives.replaceAll(directive -> directive.equals("encrypted") ? "tls-port " + port : directive);
        List<String> command = new ArrayList<>(List.of(Binary.path().toString()));
        if (configFile == ConfigFile.WRITTEN) {
            Path file = folder.resolve("redis.conf");
            write(file, directives);
            command.add(file.toString());
        } else {
            directives.forEach(directive -> command.addAll(asArguments(directive)));
        }
        return command;
    }

    private static List<String> asArguments(String directive) {
        int blank = directive.indexOf(' ');
        String value = directive.substring(blank + 1).replace("\"\"", "");
        List<String> arguments = new ArrayList<>(List.of("--" + directive.substring(0, blank)));
        arguments.addAll(value.isEmpty() ? List.of("") : List.of(value.split(" ")));
        return arguments;
    }

    /** Ready means that it answers, whatever it answers: it may be loading, or want a password. */
    private boolean isReady() {
        long end = System.nanoTime() + READY_WITHIN.toNanos();
        while (process.isAlive() && System.nanoTime() - end < 0) {
            try {
                if (isEncrypted) {
                    RespClient.connect(port).close();
                } else {
                    ask("PING");
                }
                return process.isAlive();
            } catch (UncheckedIOException notYet) {
                Eventually.pause();
            }
        }
        return false;
    }

    private void signal(String signal) {
        try {
            Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
            Assertions.assertEquals(0, kill.waitFor(), "kill " + signal);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private static Process launched(Path folder, List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return process;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("regroup-redis-");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void write(Path file, List<String> lines) {
        try {
            Files.write(file, lines);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String log(Path folder) {
        StringBuilder text = new StringBuilder();
        for (String name : List.of("output", "log")) {
            try {
                text.append(Files.exists(folder.resolve(name)) ? Files.readString(folder.resolve(name)) : "");
            } catch (IOException unreadable) {
                text.append(unreadable);
            }
        }
        return text.toString();
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private enum ConfigFile {
        WRITTEN,
        NONE
    }

    /** The executable, copied from the class path to a temporary file once per JVM. */
    private static final class Binary {

        private static final Optional<Path> PATH = extracted();

        /**
         * Skips the calling test where there is none for this platform; fails it where the environment says
         * REGROUP_CI=true.
         */
        static Path path() {
            if ("true".equals(System.getenv("REGROUP_CI"))) {
                Assertions.assertTrue(PATH.isPresent(), "no redis-server for " + platform());
            }
            Assumptions.assumeTrue(PATH.isPresent(), "no redis-server for " + platform());
            return PATH.orElseThrow();
        }

        private static String platform() {
            String system =
                    System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
            String architecture = System.getProperty("os.arch");
            return system + "-" + ARCHITECTURES.getOrDefault(architecture, architecture);
        }

        private static Optional<Path> extracted() {
            try (InputStream in = RealRedis.class.getResourceAsStream("/redis-server-7.0.15-" + platform())) {
                if (in == null) {
                    return Optional.empty();
                }
                Path file = Files.createTempFile("redis-server-", "");
                file.toFile().deleteOnExit();
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                return file.toFile().setExecutable(true) ? Optional.of(file) : Optional.empty();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
