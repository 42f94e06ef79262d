package dev.regroup.consumer.plain;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** An etcd process, in a temporary folder that closing it deletes: ETCD_BIN, or etcd of PATH. */
public final class OneEtcd implements AutoCloseable {

    private final Path folder;
    private final int port;
    private final Process process;

    private OneEtcd(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** Returns where its program is; empty if there is none, which is an error where REGROUP_CI is true. */
    public static Optional<Path> program() {
        Optional<Path> program = Optional.ofNullable(System.getenv("ETCD_BIN"))
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .or(() -> Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, "etcd"))
                        .filter(Files::isExecutable)
                        .findFirst());
        if (program.isEmpty()) {
            String missing = "There is no etcd in ETCD_BIN or PATH: its part is not run";
            if ("true".equals(System.getenv("REGROUP_CI"))) {
                throw new IllegalStateException(missing);
            }
            System.out.println(missing);
        }
        return program;
    }

    public static OneEtcd start(Path program) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("consumer-etcd");
        int port = freePort();
        String clients = "http://127.0.0.1:" + port;
        String peers = "http://127.0.0.1:" + freePort();
        ProcessBuilder builder = new ProcessBuilder(
                        program.toString(),
                        "--name=one",
                        "--data-dir=" + folder.resolve("data"),
                        "--listen-client-urls=" + clients,
                        "--advertise-client-urls=" + clients,
                        "--listen-peer-urls=" + peers,
                        "--initial-advertise-peer-urls=" + peers,
                        "--initial-cluster=one=" + peers);
        // What is set for another etcd does not concern this one.
        builder.environment().keySet().removeIf(name -> name.startsWith("ETCD_"));
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
        OneEtcd etcd = new OneEtcd(folder, port, process);
        Runtime.getRuntime().addShutdownHook(new Thread(etcd::close));
        for (int i = 0; i < 3000 && process.isAlive() && !etcd.isListening(); i++) {
            Thread.sleep(20);
        }
        return etcd;
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    private boolean isListening() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** Below the ports that the system gives to outgoing connections. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException taken) {
                // Another one then.
            }
        }
    }

    @Override
    public synchronized void close() {
        process.destroyForcibly();
        process.onExit().join();
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
}
