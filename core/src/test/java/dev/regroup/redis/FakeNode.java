package dev.regroup.redis;

import dev.regroup.model.Address;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A socket that plays a node for what no real one does on demand: it answers each command as told, {@link #SILENCE}
 * included, and counts its visitors. Thread-safe.
 */
final class FakeNode implements AutoCloseable {

    static final String SILENCE = "";

    /** At the end of an answer: the connection is closed behind it. */
    static final String THEN_CLOSED = "\0";

    static final String RUN_ID = "0123456789012345678901234567890123456789";

    private final ServerSocket listening;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final List<Socket> ignored = new CopyOnWriteArrayList<>();
    private final AtomicInteger leavers = new AtomicInteger();
    private volatile Function<String, String> answers;
    private volatile boolean isClosed;
    private volatile Thread receiving = new Thread();

    private FakeNode(ServerSocket listening, Function<String, String> answers) {
        this.listening = listening;
        this.answers = answers;
    }

    /**
     * Starts one that answers with what the function makes of the command (its words, in lower case, between blanks).
     */
    static FakeNode start(Function<String, String> answers) {
        FakeNode node = listen(50, answers);
        node.receive();
        return node;
    }

    /** Starts one on that port of another address of this machine. */
    static FakeNode startOn(InetAddress ip, int port, Function<String, String> answers) {
        FakeNode node = listenOn(ip, port, 50, answers);
        node.receive();
        return node;
    }

    /** Listens, but receives nobody; beyond that many waiting visitors even their first packets are dropped. */
    static FakeNode listen(int waiting, Function<String, String> answers) {
        return listenOn(InetAddress.getLoopbackAddress(), 0, waiting, answers);
    }

    private static FakeNode listenOn(InetAddress ip, int port, int waiting, Function<String, String> answers) {
        try {
            return new FakeNode(new ServerSocket(port, waiting, ip), answers);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Receives visitors from now on, first those who wait. */
    void receive() {
        receiving = daemon(this::accept);
    }

    /** Answers INFO as a replica of nobody in particular that can be promoted; nothing else is answered. */
    static String asReplica(String command) {
        return switch (command) {
            case "info server" -> bulk("run_id:" + RUN_ID + "\r\n");
            case "info replication" ->
                bulk("role:slave\r\nmaster_host:127.0.0.1\r\nmaster_port:1\r\nmaster_link_status:down\r\n");
            case "info persistence" -> bulk("loading:0\r\n");
            case "info keyspace" -> bulk("# Keyspace\r\n");
            case "config get repl-ping-*-period" -> "*2\r\n" + bulk("repl-ping-replica-period") + bulk("7");
            case "time" -> "*2\r\n" + bulk("1700000000") + bulk("500000");
            default -> command.startsWith("config get") ? "*0\r\n" : SILENCE;
        };
    }

    Member member(String id) {
        return Member.of(NodeId.of(id), Address.of("127.0.0.1", listening.getLocalPort()));
    }

    void answer(Function<String, String> changed) {
        answers = changed;
    }

    int visitors() {
        return connections.size();
    }

    /** Answers none of the present visitors any more, and all later ones. */
    void ignoreVisitors() {
        ignored.addAll(connections);
    }

    /** Returns how many of its visitors have hung up. */
    int leavers() {
        return leavers.get();
    }

    /** Hangs up on everybody. */
    void hangUp() {
        connections.forEach(FakeNode::close);
    }

    @Override
    public void close() {
        isClosed = true;
        try {
            listening.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        awaitNobodyReceived();
        hangUp();
    }

    /** As long as a thread waits for visitors the port stays open, also when the socket is closed (JDK 17, NioSocketImpl). */
    private void awaitNobodyReceived() {
        try {
            receiving.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = listening.accept();
                connections.add(connection);
                if (isClosed) {
                    // It was received while everybody else was hung up on.
                    connection.close();
                }
                daemon(() -> serve(connection));
            }
        } catch (IOException closed) {
            // Nobody is received any more.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
            for (String head = in.readLine(); head != null; head = in.readLine()) {
                StringBuilder command = new StringBuilder();
                for (int words = Integer.parseInt(head.substring(1)); words > 0; words--) {
                    in.readLine();
                    command.append(command.length() == 0 ? "" : " ").append(in.readLine());
                }
                if (ignored.contains(connection)) {
                    continue;
                }
                String answer = answers.apply(command.toString().toLowerCase(Locale.ROOT));
                String bytes = answer.replace(THEN_CLOSED, "");
                connection.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
                if (!answer.equals(bytes)) {
                    return;
                }
            }
        } catch (IOException closed) {
            // The visitor is gone.
        } finally {
            leavers.incrementAndGet();
        }
    }

    static String bulk(String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    private static void close(Socket connection) {
        try {
            connection.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "fake-node");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
