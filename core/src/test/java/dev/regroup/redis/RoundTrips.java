package dev.regroup.redis;

import dev.regroup.model.Address;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between the gateway and a node, passes everything on, and counts how often it was the gateway's turn: a
 * request after an answer. However slow either is, that number is the same. Thread-safe.
 */
final class RoundTrips implements AutoCloseable {

    private final ServerSocket listening;
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger turns = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();

    private RoundTrips(ServerSocket listening, int target) {
        this.listening = listening;
        this.target = target;
    }

    static RoundTrips start(int target) {
        try {
            RoundTrips proxy = new RoundTrips(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
            daemon(proxy::accept);
            return proxy;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Member member(String id) {
        return Member.of(NodeId.of(id), Address.of("127.0.0.1", listening.getLocalPort()));
    }

    int connections() {
        return connections.get();
    }

    int turns() {
        return turns.get();
    }

    /** Returns how many requests held that word. */
    long requestsWith(String word) {
        return requests.stream()
                .mapToLong(request -> request.split(word, -1).length - 1)
                .sum();
    }

    void hangUp() {
        sockets.forEach(RoundTrips::close);
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        hangUp();
    }

    private void accept() {
        try {
            while (true) {
                Socket visitor = listening.accept();
                connections.incrementAndGet();
                Socket node = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.addAll(List.of(visitor, node));
                daemon(() -> converse(visitor, node));
            }
        } catch (IOException closed) {
            // Nobody is received any more.
        }
    }

    /** Takes turns: what has come of the answer when a request comes is what was asked before it. */
    private void converse(Socket visitor, Socket node) {
        AtomicInteger answered = new AtomicInteger(1);
        daemon(() -> pass(node, visitor, bytes -> answered.set(1)));
        pass(visitor, node, bytes -> {
            requests.add(new String(bytes, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT));
            turns.addAndGet(answered.getAndSet(0));
        });
        close(node);
    }

    private interface Note {
        void of(byte[] bytes);
    }

    private static void pass(Socket from, Socket to, Note note) {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = from.getInputStream();
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                note.of(Arrays.copyOf(buffer, count));
                to.getOutputStream().write(buffer, 0, count);
            }
        } catch (IOException closed) {
            // One of them is gone.
        }
        close(to);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "round-trips");
        thread.setDaemon(true);
        thread.start();
    }
}
