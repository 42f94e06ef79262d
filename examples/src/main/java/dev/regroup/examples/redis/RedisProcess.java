package dev.regroup.examples.redis;

import dev.regroup.model.Address;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One node: a redis-server process with a folder and a configuration file of its own, so that a role that was changed
 * with CONFIG REWRITE outlives the process. Every write is on the disk before it is acknowledged. Confined to one
 * thread at a time.
 */
public final class RedisProcess implements AutoCloseable {

    private static final Duration READY_WITHIN = Duration.ofSeconds(20);

    private final RedisLab lab;
    private final Path folder;
    private final Member member;
    private volatile Optional<Process> process = Optional.empty();

    private RedisProcess(RedisLab lab, Path folder, Member member) {
        this.lab = lab;
        this.folder = folder;
        this.member = member;
    }

    static RedisProcess create(RedisLab lab, Path folder, NodeId id, int port, Optional<RedisProcess> master) {
        RedisProcess node = new RedisProcess(lab, folder, Member.of(id, Address.of("127.0.0.1", port)));
        try {
            Files.createDirectories(folder);
            Files.write(node.config(), node.settings(master));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + node.config(), failure);
        }
        return node;
    }

    /** Returns the node's name and address. */
    public Member member() {
        return member;
    }

    /** Returns the node's name. */
    public NodeId id() {
        return member.id();
    }

    /** Returns the node's address. */
    public Address address() {
        return member.address();
    }

    /** Tells whether the process runs. */
    public boolean isRunning() {
        return process.isPresent() && process.get().isAlive();
    }

    /**
     * Starts the process with its configuration file as it is, and returns when it answers.
     *
     * @throws CannotRun if its port was taken while it was down
     */
    public void start() {
        if (!startUnlessOccupied()) {
            throw new CannotRun("Port " + address().port() + " on 127.0.0.1 was taken by another program while node "
                    + id() + " was down.");
        }
    }

    /** Kills the process as kill -9 does, and returns when it is gone. */
    public void kill9() {
        process.ifPresent(running -> {
            running.destroyForcibly();
            awaitEnd(running);
        });
        process = Optional.empty();
    }

    /** Kills the process and deletes the node's folder; idempotent, and left to the lab once that was closed. */
    @Override
    public void close() {
        if (lab.isClosed()) {
            return;
        }
        process.ifPresent(RedisProcess::killWithChildren);
        kill9();
        RedisLab.delete(folder);
    }

    /** Starts the process; returns whether it answers, or nothing started since the port is occupied. */
    boolean startUnlessOccupied() {
        Process started = launch();
        long giveUpAt = System.nanoTime() + READY_WITHIN.toNanos();
        while (!Client.isAnswering(address(), Duration.ofSeconds(1))) {
            if (!started.isAlive()) {
                return explainEnd();
            }
            if (System.nanoTime() - giveUpAt > 0) {
                throw new IllegalStateException(
                        "node " + member + " does not answer " + READY_WITHIN + " after its start");
            }
            sleep();
        }
        // Somebody else may answer there.
        return started.isAlive() || explainEnd();
    }

    private Process launch() {
        if (isRunning()) {
            throw new IllegalStateException("node " + member + " runs already");
        }
        try {
            Process started = lab.launch(config(), output());
            process = Optional.of(started);
            return started;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot start node " + member, failure);
        }
    }

    private boolean explainEnd() {
        try {
            String said = Files.exists(output()) ? Files.readString(output()) : "nothing";
            if (said.contains("Address already in use")) {
                return false;
            }
            throw new IllegalStateException("node " + member + " ended right after its start: " + said.strip());
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + output(), failure);
        }
    }

    private List<String> settings(Optional<RedisProcess> master) {
        List<String> settings = new ArrayList<>(List.of(
                "bind 127.0.0.1",
                "port " + address().port(),
                "dir \"" + folder.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"",
                "appendonly yes",
                "appendfsync always",
                "save \"\"",
                "repl-diskless-sync-delay 0"));
        master.ifPresent(node -> settings.add(
                "replicaof " + node.address().host() + " " + node.address().port()));
        return settings;
    }

    private Path config() {
        return folder.resolve("redis.conf");
    }

    private Path output() {
        return folder.resolve("output.txt");
    }

    /** A node that copies or rewrites its data set has a child process that would still write. */
    static void killWithChildren(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    static void awaitEnd(Process process) {
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a node started", interrupted);
        }
    }
}
