package dev.regroup.examples.redis;

import dev.regroup.model.NodeId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A temporary folder with the redis-server program and one folder for each node. Closing it kills every process it
 * started and deletes everything; so does the end of the JVM, Ctrl-C included. Thread-safe.
 */
public final class RedisLab implements AutoCloseable {

    private static final int PORT_ATTEMPTS = 20;

    private final Path folder;
    private final Path program;
    private final Ports ports = new Ports();
    private final List<Process> running = new ArrayList<>();
    private final Thread atExit = new Thread(this::end, "redis-lab-end");
    private boolean closed;

    private RedisLab(Path folder) {
        this.folder = folder;
        this.program = folder.resolve("redis-server");
    }

    /**
     * Opens a lab in the system's temporary folder, or in the home folder if no program can be started from there.
     *
     * @throws CannotRun if no program can be started from either, or there is none for this platform
     */
    public static RedisLab open() {
        String temporary = System.getProperty("java.io.tmpdir");
        for (String base : List.of(temporary, System.getProperty("user.home"))) {
            Optional<RedisLab> lab = openIn(Path.of(base));
            if (lab.isPresent()) {
                return lab.get();
            }
        }
        throw new CannotRun("No program can be started from " + temporary
                + " (full, read-only, or mounted with noexec): name another temporary folder with TMPDIR=<folder>"
                + " or -Djava.io.tmpdir=<folder>.");
    }

    private static Optional<RedisLab> openIn(Path base) {
        Path folder;
        try {
            folder = Files.createTempDirectory(base, ".regroup-");
        } catch (IOException notWritable) {
            return Optional.empty();
        }
        RedisLab lab = new RedisLab(folder);
        Runtime.getRuntime().addShutdownHook(lab.atExit);
        boolean opened = false;
        try {
            opened = RedisBinary.isStartable(RedisBinary.extract(folder));
        } catch (UncheckedIOException full) {
            // As good as not writable.
        } finally {
            if (!opened) {
                lab.close();
            }
        }
        return opened ? Optional.of(lab) : Optional.empty();
    }

    /** Starts a new node as a master, on any free port. */
    public RedisProcess startMaster(NodeId id) {
        return startOnFreePort(id, Optional.empty());
    }

    /** Starts a new node as a replica of that one, on any free port. */
    public RedisProcess startReplica(NodeId id, RedisProcess master) {
        return startOnFreePort(id, Optional.of(master));
    }

    /**
     * Starts a new node on that port.
     *
     * @param master whom it follows, or empty for a master
     * @throws CannotRun if somebody listens there
     */
    public RedisProcess startOn(int port, NodeId id, Optional<RedisProcess> master) {
        RedisProcess node = create(id, port, master);
        if (!Ports.isFree(port) || !node.startUnlessOccupied()) {
            node.close();
            throw new CannotRun("Port " + port + " on 127.0.0.1 is occupied: name another one with --port.");
        }
        return node;
    }

    private RedisProcess startOnFreePort(NodeId id, Optional<RedisProcess> master) {
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            RedisProcess node = create(id, ports.free(), master);
            if (node.startUnlessOccupied()) {
                return node;
            }
            node.close();
        }
        throw new CannotRun("Of " + PORT_ATTEMPTS + " free ports each was occupied a moment later.");
    }

    private RedisProcess create(NodeId id, int port, Optional<RedisProcess> master) {
        return RedisProcess.create(this, folder.resolve(id + "-" + port), id, port, master);
    }

    /** Starts the program; never after the lab was closed, so that nothing outlives it. */
    synchronized Process launch(Path config, Path output) throws IOException {
        if (closed) {
            throw new IllegalStateException("the lab is closed");
        }
        Process process = new ProcessBuilder(program.toString(), config.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        running.removeIf(other -> !other.isAlive());
        running.add(process);
        return process;
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException alreadyShuttingDown) {
            // The hook is what ends it then.
        }
    }

    private synchronized void end() {
        closed = true;
        running.forEach(RedisProcess::killWithChildren);
        running.forEach(RedisProcess::awaitEnd);
        delete(folder);
    }

    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> content = Files.walk(folder)) {
            for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException failure) {
            System.err.println("Could not delete " + folder + ": " + failure.getMessage());
        }
    }
}
