package dev.regroup.consumer.plain;

import dev.regroup.model.Member;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Two redis-server processes: a is the master, b follows it. Closing kills them and deletes their folder. */
public final class TwoNodes implements AutoCloseable {

    private final Path folder;
    private final List<Process> processes = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();

    private TwoNodes(Path folder) {
        this.folder = folder;
    }

    public static TwoNodes start() throws IOException, InterruptedException {
        TwoNodes nodes = new TwoNodes(Files.createTempDirectory("regroup-consumer-"));
        Runtime.getRuntime().addShutdownHook(new Thread(nodes::close));
        Path program = nodes.extractProgram();
        nodes.startOne(program, "a");
        nodes.startOne(program, "b", "replicaof 127.0.0.1 " + nodes.ports.get(0));
        return nodes;
    }

    /** The members of the group: a, then b. */
    public List<Member> members() {
        return List.of(Member.parse("a=127.0.0.1:" + ports.get(0)), Member.parse("b=127.0.0.1:" + ports.get(1)));
    }

    /** Kills node a as kill -9 does. */
    public void killMaster() {
        processes.get(0).destroyForcibly();
    }

    /** Tells whether node b takes a write. */
    public boolean isReplicaWritable() {
        return ask(ports.get(1), "SET written-after-the-failover yes").equals("+OK");
    }

    @Override
    public synchronized void close() {
        for (Process process : processes) {
            process.destroyForcibly();
            process.onExit().join();
        }
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> content = Files.walk(folder)) {
            for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException failure) {
            System.err.println("Could not delete " + folder + ": " + failure);
        }
    }

    private Path extractProgram() throws IOException {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        String name = "/redis-server-7.0.15-" + os + "-" + arch;
        Path program = folder.resolve("redis-server");
        try (InputStream in = TwoNodes.class.getResourceAsStream(name)) {
            Files.copy(in, program);
        }
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private synchronized void startOne(Path program, String name, String... settings)
            throws IOException, InterruptedException {
        int port = freePort();
        Path own = Files.createDirectory(folder.resolve(name));
        List<String> lines = new ArrayList<>(List.of(
                "bind 127.0.0.1",
                "port " + port,
                "dir \"" + own + "\"",
                "appendonly yes",
                "appendfsync always",
                "save \"\"",
                "repl-diskless-sync-delay 0"));
        lines.addAll(List.of(settings));
        Path config = Files.write(own.resolve("redis.conf"), lines);
        processes.add(new ProcessBuilder(program.toString(), config.toString())
                .redirectErrorStream(true)
                .redirectOutput(own.resolve("output.txt").toFile())
                .start());
        ports.add(port);
        for (int i = 0; i < 1000 && !ask(port, "PING").equals("+PONG"); i++) {
            Thread.sleep(10);
        }
    }

    /**
     * Below the ports that the system gives to outgoing connections, so that none of those takes a dead node's place.
     */
    private static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress("127.0.0.1", port));
                return port;
            } catch (java.net.BindException taken) {
                // Another one then.
            }
        }
    }

    /** Returns the first line of the answer, or nothing if there is none. */
    private static String ask(int port, String command) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(1000);
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            byte[] answer = new byte[256];
            int length = Math.max(0, socket.getInputStream().read(answer));
            return new String(answer, 0, length, StandardCharsets.UTF_8).lines().findFirst().orElse("");
        } catch (IOException silent) {
            return "";
        }
    }
}
