package dev.regroup.examples.redis;

import dev.regroup.model.NodeId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A temporary folder with the redis-server program and one folder for each node. Closing it kills every process it
 * started and deletes everything; so does the end of the JVM, Ctrl-C included. Thread-safe.
 */
public final class RedisLab implements AutoCloseable {

    private static final int PORT_ATTEMPTS = 20;
    private static final Duration GONE_WITHIN = Duration.ofSeconds(5);

    private final Path folder;
    private final Path program;
    private final Ports ports = new Ports();
    private final List<Process> running = new ArrayList<>();
    private final Thread atExit = new Thread(this::end, "redis-lab-end");
    private volatile boolean closed;

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
        RedisLab lab = new RedisLab(base.resolve(".regroup-" + UUID.randomUUID()));
        Runtime.getRuntime().addShutdownHook(lab.atExit);
        boolean opened = false;
        try {
            opened = lab.furnish();
        } catch (UncheckedIOException notWritable) {
            // Or full, which is as good as that.
        } finally {
            if (!opened) {
                lab.close();
            }
        }
        return opened ? Optional.of(lab) : Optional.empty();
    }

    /** Returns whether programs can be started from the folder. */
    private synchronized boolean furnish() {
        checkOpen();
        return RedisBinary.isStartable(RedisBinary.extractInto(folder));
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

    /** Writes a node's folder; never after the lab was closed, so that nothing is left of it. */
    private synchronized RedisProcess create(NodeId id, int port, Optional<RedisProcess> master) {
        checkOpen();
        return RedisProcess.create(this, folder.resolve(id + "-" + port), id, port, master);
    }

    /** Starts the program; never after the lab was closed, so that nothing outlives it. */
    synchronized Process launch(Path config, Path output) throws IOException {
        checkOpen();
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

    /** Tells whether the lab was closed: then its nodes are gone, or will be in a moment. */
    boolean isClosed() {
        return closed;
    }

    private synchronized void end() {
        closed = true;
        running.forEach(RedisProcess::killWithChildren);
        running.forEach(RedisProcess::awaitEnd);
        delete(folder);
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the lab is closed");
        }
    }

    /** Deletes a folder, again and again until it is gone: somebody else may delete in it, or still write. */
    static void delete(Path folder) {
        long giveUpAt = System.nanoTime() + GONE_WITHIN.toNanos();
        while (Files.exists(folder)) {
            try {
                deleteOnce(folder);
            } catch (IOException | UncheckedIOException failure) {
                if (System.nanoTime() - giveUpAt > 0) {
                    System.err.println("Could not delete " + folder + ": " + failure.getMessage());
                    return;
                }
                Thread.onSpinWait();
            }
        }
    }

    private static void deleteOnce(Path folder) throws IOException {
        try (Stream<Path> content = Files.walk(folder)) {
            for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
