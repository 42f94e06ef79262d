package dev.regroup.examples.redis;

import dev.regroup.model.Address;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One short conversation with a node, in inline commands. It shares nothing with the connections that Regroup itself
 * uses, so that what it sees is a second opinion. Every failure (refused, broken, late, error reply) is an {@link
 * UncheckedIOException}. Confined to one thread.
 */
public final class Client implements AutoCloseable {

    private final Address address;
    private final Socket socket;
    private final InputStream in;

    private Client(Address address, Socket socket) throws IOException {
        this.address = address;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * Connects to a node.
     *
     * @param timeout how long connecting, and later each answer, may take
     */
    public static Client connect(Address address, Duration timeout) {
        Socket socket = new Socket();
        try {
            int millis = Math.max(1, (int) timeout.toMillis());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(millis);
            socket.connect(new InetSocketAddress(address.host(), address.port()), millis);
            return new Client(address, socket);
        } catch (IOException failure) {
            closeQuietly(socket);
            throw failed(address, failure);
        }
    }

    /** Returns whether the node answers a ping: it does not while it reads its data set. */
    public static boolean isAnswering(Address address, Duration timeout) {
        try (Client client = connect(address, timeout)) {
            return client.ask("PING").equals(Optional.of("PONG"));
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** Writes a key. */
    public void write(String key, String value) {
        ask("SET " + key + " " + value);
    }

    /** Reads a key; empty if there is none. */
    public Optional<String> read(String key) {
        return ask("GET " + key);
    }

    /** Has the node hang up on all other clients; replicas and masters stay. */
    public void dropOthers() {
        ask("CLIENT KILL TYPE normal");
    }

    /** Waits until that many replicas have everything written here, or the time is over; returns how many have. */
    public int awaitReplicas(int replicas, Duration atMost) {
        return Integer.parseInt(
                ask("WAIT " + replicas + " " + Math.max(1, atMost.toMillis())).orElse("0"));
    }

    /** Returns what the node says about replication, by key. */
    public Map<String, String> replication() {
        Map<String, String> fields = new HashMap<>();
        ask("INFO replication").orElse("").lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1));
            }
        });
        return fields;
    }

    /** Returns how many replicas the node says to be linked to it. */
    public int linkedReplicas() {
        return (int) replication().entrySet().stream()
                .filter(field -> field.getKey().matches("slave\\d+"))
                .filter(field -> field.getValue().contains("state=online"))
                .count();
    }

    /** Tells whether the node says that it follows that master, with the link up. */
    public boolean isLinkedTo(Address master) {
        Map<String, String> replication = replication();
        return "slave".equals(replication.get("role"))
                && master.host().equals(replication.get("master_host"))
                && String.valueOf(master.port()).equals(replication.get("master_port"))
                && "up".equals(replication.get("master_link_status"));
    }

    @Override
    public void close() {
        closeQuietly(socket);
    }

    private Optional<String> ask(String command) {
        try {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            return reply();
        } catch (IOException failure) {
            throw failed(address, failure);
        }
    }

    private Optional<String> reply() throws IOException {
        String line = line();
        if (line.isEmpty()) {
            throw new IOException("an empty reply");
        }
        return switch (line.charAt(0)) {
            case '+', ':' -> Optional.of(line.substring(1));
            case '$' -> bulk(Integer.parseInt(line.substring(1)));
            default -> throw new IOException(line);
        };
    }

    private Optional<String> bulk(int length) throws IOException {
        if (length < 0) {
            return Optional.empty();
        }
        byte[] content = in.readNBytes(length);
        line();
        return Optional.of(new String(content, StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("closed by the node");
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    private static UncheckedIOException failed(Address address, IOException failure) {
        return new UncheckedIOException(address + ": " + failure.getMessage(), failure);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException nothingLeftToDo) {
            // The conversation is over in either case.
        }
    }
}
