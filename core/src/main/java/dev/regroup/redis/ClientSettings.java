package dev.regroup.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import java.net.InetAddress;
import java.time.Duration;

/**
 * How Lettuce is told to keep out of the way: a new connection sends nothing by itself, no HELLO, PING or CLIENT. A
 * refused handshake (PING while loading) would hide an INFO that is served, and a swallowed one would take the error of
 * a node that has no connection to spare. Stateless, thread-safe.
 */
final class ClientSettings {

    /**
     * Shorter than the third SYN (3 s), so that a host that comes back is met by a fresh one, not by a backed-off one.
     */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    private ClientSettings() {}

    /** Returns the options of the client: we reconnect, retry and time out by ourselves. */
    static ClientOptions options(Access access) {
        ClientOptions.Builder builder = ClientOptions.builder()
                .autoReconnect(false)
                .pingBeforeActivateConnection(false)
                .protocolVersion(ProtocolVersion.RESP2)
                .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .tcpNoDelay(true)
                        .keepAlive(true)
                        .build());
        access.tls().ifPresent(tls -> builder.sslOptions(ssl(tls)));
        withoutMaintenanceNotifications(builder);
        return builder.build();
    }

    /** Returns where to connect to, encrypted or not. */
    static RedisURI uri(String host, InetAddress ip, int port, Access access) {
        RedisURI uri = new ResolvedUri(host, ip, port);
        access.tls().ifPresent(tls -> {
            uri.setSsl(true);
            uri.setVerifyPeer(tls.verification() == Tls.Verification.HOST ? SslVerifyMode.FULL : SslVerifyMode.CA);
        });
        return uri;
    }

    private static SslOptions ssl(Tls tls) {
        SslOptions.Builder ssl = SslOptions.builder().jdkSslProvider().handshakeTimeout(CONNECT_TIMEOUT);
        tls.authorities().ifPresent(file -> ssl.trustManager(file.toFile()));
        tls.identity()
                .ifPresent(own ->
                        ssl.keyManager(own.certificate().toFile(), own.key().toFile(), new char[0]));
        return ssl.build();
    }

    /**
     * From 7.0 on Lettuce sends CLIENT MAINT_NOTIFICATIONS by default. The switch is looked up by name, since hosts may
     * bring a Lettuce that has neither the command nor the switch (6.6).
     */
    private static void withoutMaintenanceNotifications(ClientOptions.Builder builder) {
        try {
            Class<?> config = Class.forName("io.lettuce.core.MaintNotificationsConfig");
            Object disabled = config.getMethod("disabled").invoke(config);
            ClientOptions.Builder.class
                    .getMethod("maintNotificationsConfig", config)
                    .invoke(builder, disabled);
        } catch (ReflectiveOperationException beforeLettuce7) {
            // Nothing to switch off.
        }
    }
}
