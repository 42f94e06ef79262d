package dev.regroup.redis;

import dev.regroup.model.Address;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import dev.regroup.model.Outcome;
import io.netty.util.concurrent.EventExecutorGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look at a node that is not there: a loopback port of our own, open for that moment, with an answer that says
 * nothing. It loads the classes that the first look in a JVM would wait for. Measured on two busy cores: without it the
 * first look takes 1.7 to 2.3 s and holds its caller up for 0.1 s, after it 25 to 55 ms and 2 to 10 ms. It runs on a
 * thread of its own that ends with it; where it fails nothing but that time is lost. Thread-safe.
 */
final class WarmUp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration OTHERS_PATIENCE = Duration.ofSeconds(4);
    private static final byte[] NIL = "$-1\r\n".getBytes(StandardCharsets.US_ASCII);

    private final RedisNode node;
    private final ServerSocket port;
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    private WarmUp(RedisNode node, ServerSocket port) {
        this.node = node;
        this.port = port;
    }

    /** Begins in the background. */
    static WarmUp begin(Connector connector, EventExecutorGroup timer) throws IOException {
        ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Address address = Address.of(port.getInetAddress().getHostAddress(), port.getLocalPort());
        WarmUp warmUp = new WarmUp(
                new RedisNode(
                        Member.of(NodeId.of("warm-up"), address),
                        connector,
                        Habits.of(Access.open(), timer),
                        CompletableFuture.completedFuture(null)),
                port);
        Deadline.of(OTHERS_PATIENCE, timer).guard(warmUp.over, () -> warmUp.over.complete(null));
        Thread thread = new Thread(warmUp::run, "regroup-redis-warm-up");
        thread.setDaemon(true);
        thread.start();
        return warmUp;
    }

    /** Returns a stage that completes when it has ended, or takes too long; the others' looks wait for that. */
    CompletionStage<Void> over() {
        return over;
    }

    /** Ends it, if it still runs. */
    @Override
    public void close() {
        CompletionStage<Void> ended = end();
        ended.thenRun(() -> LOG.debug("warm-up ended"));
    }

    /** Ends it, if it still runs; the stage completes when its connection is closed. */
    CompletionStage<Void> end() {
        over.complete(null);
        CompletionStage<Void> forgotten = node.forget();
        try {
            port.close();
        } catch (IOException failure) {
            LOG.debug("the port of the warm-up could not be closed", failure);
        }
        return forgotten;
    }

    private void run() {
        try {
            port.setSoTimeout((int) PATIENCE.toMillis());
            CompletableFuture<Outcome> look = node.look(PATIENCE);
            try (Socket visitor = port.accept()) {
                int first = visitor.getInputStream().read();
                for (int questions = Inquiry.QUESTIONS; questions > 0; questions--) {
                    visitor.getOutputStream().write(NIL);
                }
                LOG.debug("warm-up: asked with {}, understood {}", first, look.join());
            }
        } catch (IOException | RuntimeException failure) {
            LOG.debug("no warm-up, the first look takes longer", failure);
        } finally {
            close();
        }
    }
}
