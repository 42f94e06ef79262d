package dev.regroup.examples.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports below those from which systems take the near end of a connection (32768 on Linux, 49152 on macOS). A port
 * among those could be taken while its node is down, or a client that tries to connect to it could even reach itself.
 * Thread-safe.
 */
public final class Ports {

    private static final int FIRST = 20_000;
    private static final int COUNT = 12_000;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private int next = ThreadLocalRandom.current().nextInt(COUNT);

    /**
     * Returns a port on which nobody listens now; hands each one out once before it begins again.
     *
     * @throws CannotRun if all are taken
     */
    public synchronized int free() {
        for (int tried = 0; tried < COUNT; tried++) {
            int port = FIRST + next;
            next = (next + 1) % COUNT;
            if (isFree(port)) {
                return port;
            }
        }
        throw new CannotRun("No port from " + FIRST + " to " + (FIRST + COUNT - 1) + " on 127.0.0.1 is free.");
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
