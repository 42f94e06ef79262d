package dev.regroup.etcd;

import dev.regroup.etcd.EtcdCluster.Tls;
import dev.regroup.model.InvalidConfiguration;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** Opens clients of our own. */
final class Connecting {

    /** The least that gRPC takes; members do not want to be asked more often than every 5 s. */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(10);

    /** A page of a listing may hold 500 registers. */
    private static final int MESSAGE_MAX = 64 * 1024 * 1024;

    private Connecting() {}

    /**
     * Opens one.
     *
     * @param executor where jetcd makes its requests, in place of as many threads as there are requests; borrowed
     * @throws InvalidConfiguration if a certificate cannot be used
     */
    static Client open(EtcdCluster cluster, ExecutorService executor) {
        Duration timeout = cluster.limits().timeout();
        ClientBuilder builder = Client.builder()
                .target("ip:///" + cluster.servers())
                .executorService(executor)
                // What cannot be sent now is not sent later: its caller has given it up by then.
                .waitForReady(false)
                .interceptor(new Deadline(timeout))
                .connectTimeout(timeout)
                .keepaliveTime(SILENCE_MAX)
                .keepaliveTimeout(timeout)
                .keepaliveWithoutCalls(false)
                .retryDelay(50)
                .retryMaxDelay(500)
                .maxInboundMessageSize(MESSAGE_MAX);
        cluster.user().ifPresent(user -> builder.user(bytes(user.name())).password(bytes(user.password())));
        cluster.tls().ifPresent(tls -> encrypt(builder, tls));
        return builder.build();
    }

    private static void encrypt(ClientBuilder builder, Tls tls) {
        try {
            builder.sslContext(context -> encrypt(context, tls));
        } catch (SSLException | IllegalArgumentException unusable) {
            throw InvalidConfiguration.of("TLS cannot be set up with " + tls + ": " + unusable.getMessage());
        }
    }

    private static void encrypt(SslContextBuilder context, Tls tls) {
        tls.authorities().ifPresent(file -> context.trustManager(file.toFile()));
        List<Path> certificate = tls.certificate();
        if (!certificate.isEmpty()) {
            context.keyManager(certificate.get(0).toFile(), certificate.get(1).toFile());
        }
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }

    /** Ends calls that a frozen member does not answer, which jetcd would leave open; a watch has no end. */
    private record Deadline(Duration timeout) implements ClientInterceptor {

        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            boolean isWatch = method.getFullMethodName().endsWith("/Watch");
            CallOptions bounded =
                    isWatch ? options : options.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return next.newCall(method, bounded);
        }
    }
}
