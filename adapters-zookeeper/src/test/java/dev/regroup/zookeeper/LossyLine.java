package dev.regroup.zookeeper;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * A line to a ZooKeeper server that breaks at one request: before it arrives, or after it was answered. Closes with its
 * server socket. Thread-safe.
 */
final class LossyLine implements AutoCloseable {

    /** What is lost with the connection. */
    enum Loss {
        REQUEST,
        ANSWER
    }

    /** Which request is next to be lost; {@code type} as in {@code ZooDefs.OpCode}. */
    private record Fault(int type, Loss loss) {}

    /** The request of one connection whose answer is to be lost. */
    private static final class Unanswered {

        private volatile Optional<Integer> request = Optional.empty();
    }

    private final int port;
    private final ServerSocket listening;
    private volatile Optional<Fault> fault = Optional.empty();
    private volatile CountDownLatch broken = new CountDownLatch(0);

    private LossyLine(int port, ServerSocket listening) {
        this.port = port;
        this.listening = listening;
    }

    static LossyLine to(int port) throws IOException {
        LossyLine line = new LossyLine(port, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        start(line::accept);
        return line;
    }

    String address() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    /** The next request of that type breaks the connection; returns what tells when it has. */
    CountDownLatch breakAt(int type, Loss loss) {
        CountDownLatch next = new CountDownLatch(1);
        broken = next;
        fault = Optional.of(new Fault(type, loss));
        return next;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                Unanswered unanswered = new Unanswered();
                start(() -> copy(client, server, packet -> isRequestToBreakAt(packet, unanswered)));
                start(() -> copy(server, client, packet -> isAnswerToLose(packet, unanswered)));
            }
        } catch (IOException closed) {
            // The end.
        }
    }

    private boolean isRequestToBreakAt(ByteBuffer packet, Unanswered unanswered) {
        Optional<Fault> next = fault;
        if (next.isEmpty()
                || packet.remaining() < 8
                || packet.getInt(4) != next.get().type()) {
            return false;
        }
        fault = Optional.empty();
        unanswered.request = Optional.of(packet.getInt(0));
        return next.get().loss() == Loss.REQUEST;
    }

    private static boolean isAnswerToLose(ByteBuffer packet, Unanswered unanswered) {
        return packet.remaining() >= 4 && unanswered.request.equals(Optional.of(packet.getInt(0)));
    }

    private interface Test {
        boolean breaksAt(ByteBuffer packet);
    }

    private void copy(Socket from, Socket to, Test test) {
        try (from;
                to) {
            DataInputStream in = new DataInputStream(from.getInputStream());
            DataOutputStream out = new DataOutputStream(to.getOutputStream());
            while (true) {
                byte[] packet = in.readNBytes(in.readInt());
                if (test.breaksAt(ByteBuffer.wrap(packet))) {
                    broken.countDown();
                    return;
                }
                out.writeInt(packet.length);
                out.write(packet);
                out.flush();
            }
        } catch (IOException closed) {
            // So is the other side.
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "lossy-line");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
