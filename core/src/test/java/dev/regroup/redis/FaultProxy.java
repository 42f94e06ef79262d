package dev.regroup.redis;

import dev.regroup.model.Address;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * Stands between the gateway and a node, and passes everything on until a request holds a certain word. Then it does
 * what its fault says, on that connection, once. Thread-safe.
 */
final class FaultProxy implements AutoCloseable {

    /** What goes wrong from the request with that word on. */
    enum Fault {
        /** The request is carried out, and the connection breaks before its answer. */
        REPLY_DROPPED,
        /** The request is carried out, and nothing comes back any more; the connection stays. */
        REPLY_WITHHELD,
        /** The answer comes after {@link #release}. */
        REPLY_DELAYED,
        /** Half of the answer comes, then the connection breaks. */
        REPLY_HALVED,
        /** An answer of another kind comes. */
        REPLY_OF_ANOTHER_KIND,
        /** The request never arrives: the connection is reset. */
        REQUEST_RESET,
        /** The request arrives after {@link #release}, when the connection to us is long closed. */
        REQUEST_LATE
    }

    private static final byte[] ANOTHER_KIND = ":1\r\n".repeat(8).getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listening;
    private final int target;
    private final Fault fault;
    private final String word;
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean hasHappened;
    private volatile boolean isCarriedOut;

    private FaultProxy(ServerSocket listening, int target, Fault fault, String word) {
        this.listening = listening;
        this.target = target;
        this.fault = fault;
        this.word = word;
    }

    static FaultProxy start(int target, Fault fault, String word) {
        try {
            FaultProxy proxy =
                    new FaultProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target, fault, word);
            daemon(proxy::accept);
            return proxy;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Member member(String id) {
        return Member.of(NodeId.of(id), Address.of("127.0.0.1", listening.getLocalPort()));
    }

    /** Tells whether the request with that word has come. */
    boolean hasHappened() {
        return hasHappened;
    }

    /** Tells whether the node has answered that request, or will never hear of it. */
    boolean isSettled() {
        return isCarriedOut || (hasHappened && fault == Fault.REQUEST_RESET);
    }

    /** Lets pass what was held back. */
    void release() {
        released.countDown();
    }

    @Override
    public void close() {
        release();
        try {
            listening.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        sockets.forEach(FaultProxy::close);
    }

    private void accept() {
        try {
            while (true) {
                Socket visitor = listening.accept();
                Socket node = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.addAll(List.of(visitor, node));
                Pair pair = new Pair(visitor, node);
                daemon(() -> pair.requests());
                daemon(() -> pair.replies());
            }
        } catch (IOException closed) {
            // Nobody is received any more.
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "fault-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    /** A visitor and its connection to the node. */
    private final class Pair {

        private final Socket visitor;
        private final Socket node;
        private volatile boolean isFaulty;

        Pair(Socket visitor, Socket node) {
            this.visitor = visitor;
            this.node = node;
        }

        void requests() {
            byte[] buffer = new byte[1 << 16];
            try {
                InputStream in = visitor.getInputStream();
                OutputStream out = node.getOutputStream();
                for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                    String text = new String(buffer, 0, count, StandardCharsets.US_ASCII);
                    if (!hasHappened && text.toLowerCase(Locale.ROOT).contains(word)) {
                        hasHappened = true;
                        isFaulty = true;
                        before();
                    }
                    out.write(buffer, 0, count);
                }
            } catch (IOException closed) {
                // One of them is gone.
            }
        }

        void replies() {
            byte[] buffer = new byte[1 << 16];
            try {
                InputStream in = node.getInputStream();
                OutputStream out = visitor.getOutputStream();
                for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                    if (isFaulty) {
                        isCarriedOut = true;
                        reply(out, buffer, count);
                    } else {
                        out.write(buffer, 0, count);
                    }
                }
                visitor.close();
            } catch (IOException closed) {
                // One of them is gone.
            }
        }

        /** What happens instead of the request, or before it. */
        private void before() throws IOException {
            if (fault == Fault.REQUEST_RESET) {
                visitor.setSoLinger(true, 0);
                visitor.close();
                node.close();
            } else if (fault == Fault.REQUEST_LATE) {
                visitor.close();
                awaitRelease();
            }
        }

        private void reply(OutputStream out, byte[] buffer, int count) throws IOException {
            switch (fault) {
                case REPLY_DROPPED, REQUEST_LATE, REQUEST_RESET -> visitor.close();
                case REPLY_WITHHELD -> {}
                case REPLY_DELAYED -> {
                    awaitRelease();
                    out.write(buffer, 0, count);
                }
                case REPLY_HALVED -> {
                    out.write(buffer, 0, count / 2);
                    visitor.close();
                }
                case REPLY_OF_ANOTHER_KIND -> out.write(ANOTHER_KIND);
            }
        }

        private void awaitRelease() {
            try {
                released.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
