package dev.regroup.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regroup.coordinator.Bytes;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Coordinator.Read;
import dev.regroup.coordinator.Put;
import dev.regroup.model.InvalidConfiguration;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.security.auth.login.Configuration;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.auth.ProviderRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS and SASL against real servers. Their settings are system properties, set for one test at a time. */
class ZooKeeperSecurityTest {

    private static final String KEY = "/regroup/groups/orders";
    private static final String PASSWORD = "changeit";

    @TempDir
    private Path folder;

    private final List<String> properties = new ArrayList<>();
    private final List<ZooKeeperCoordinator> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(ZooKeeperCoordinator::close);
        properties.forEach(System::clearProperty);
        ProviderRegistry.reset();
        Configuration.setConfiguration(null);
    }

    @Test
    void recordsAreWrittenOverTlsAndAStrangersCertificateIsNotTrusted() throws Exception {
        Path key = key("server");
        Path trusted = certificate("server");
        key("other");
        Path other = certificate("other");
        set("zookeeper.ssl.keyStore.location", key.toString());
        set("zookeeper.ssl.keyStore.password", PASSWORD);
        set("zookeeper.ssl.trustStore.location", trusted.toString());
        set("zookeeper.authProvider.x509", "org.apache.zookeeper.server.auth.X509AuthenticationProvider");
        ProviderRegistry.reset();
        ZooKeeperServer server = new ZooKeeperServer(folder.toFile(), folder.toFile(), Servers.TICK_MILLIS);
        set(ServerCnxnFactory.ZOOKEEPER_SERVER_CNXN_FACTORY, "org.apache.zookeeper.server.NettyServerCnxnFactory");
        ServerCnxnFactory connections = ServerCnxnFactory.createFactory();
        connections.configure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10, -1, true);
        connections.startup(server);
        try {
            Ensemble ensemble = Ensemble.at("127.0.0.1:" + connections.getLocalPort());

            ZooKeeperCoordinator client = connect(ensemble.withTls(trusted, "").withCertificate(key, PASSWORD));
            assertThat(put(client)).isInstanceOf(CommitOutcome.Committed.class);
            ZooKeeperCoordinator distrustful =
                    connect(ensemble.withTls(other, "").withCertificate(key, PASSWORD));
            assertThat(done(distrustful.read(KEY))).isInstanceOf(Read.Unreachable.class);
            ZooKeeperCoordinator plain = connect(ensemble);
            assertThat(done(plain.read(KEY))).isInstanceOf(Read.Unreachable.class);
        } finally {
            clients.forEach(ZooKeeperCoordinator::close);
            connections.shutdown();
            server.shutdown();
        }
    }

    @Test
    void recordsForASaslUserAreRefusedToOthers() throws Exception {
        Path jaas = Files.writeString(folder.resolve("jaas.conf"), """
                Server { org.apache.zookeeper.server.auth.DigestLoginModule required user_regroup="secret"; };
                Regroup { org.apache.zookeeper.server.auth.DigestLoginModule required
                    username="regroup" password="secret"; };
                Mistaken { org.apache.zookeeper.server.auth.DigestLoginModule required
                    username="regroup" password="wrong"; };
                """);
        set("java.security.auth.login.config", jaas.toString());
        // DIGEST-MD5 is off by default since 3.9 (ZOOKEEPER-4393).
        set("zookeeper.fips-mode", "false");
        set("zookeeper.authProvider.1", "org.apache.zookeeper.server.auth.SASLAuthenticationProvider");
        Configuration.setConfiguration(null);
        ProviderRegistry.reset();
        ACL onlyUser = new ACL(ZooDefs.Perms.ALL, new Id("sasl", "regroup"));
        try (TestingServer server = Servers.start(Map.of())) {
            Ensemble ensemble = Ensemble.at(server.getConnectString());

            ZooKeeperCoordinator user = connect(ensemble.withSasl("Regroup").withAcl(List.of(onlyUser)));
            assertThat(put(user)).isInstanceOf(CommitOutcome.Committed.class);

            assertThat(done(user.read(KEY))).isInstanceOf(Read.Found.class);
            assertThat(done(connect(ensemble).read(KEY))).isInstanceOf(Read.Refused.class);
            ZooKeeperCoordinator mistaken = connect(ensemble.withSasl("Mistaken"));
            assertThat(done(mistaken.read(KEY)))
                    .isInstanceOfSatisfying(
                            Read.Refused.class,
                            refused -> assertThat(refused.cause()).contains("credentials: correct them"));
            assertThat(put(mistaken)).isInstanceOf(CommitOutcome.Refused.class);
            clients.forEach(ZooKeeperCoordinator::close);
        }
    }

    @Test
    void settingsThatMakeNoSenseAreSaidAtOnce() {
        Ensemble ensemble = Ensemble.at("127.0.0.1:2181");

        assertThatThrownBy(() -> ensemble.withTls(folder.resolve("nowhere.p12"), ""))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("nowhere.p12 cannot be read");
        assertThatThrownBy(() -> ensemble.withDigest("a:b", "c")).hasMessageContaining("holds a colon");
        assertThatThrownBy(() -> ensemble.withAcl(List.of())).hasMessageContaining("lock everybody out");
        assertThatThrownBy(() -> ensemble.withSessionTimeout(Duration.ZERO)).hasMessageContaining("not within");
        assertThat(ensemble.withDigest("user", "secret").toString()).doesNotContain("secret");
    }

    private void set(String property, String value) {
        properties.add(property);
        System.setProperty(property, value);
    }

    /** Returns a store with a key and its certificate for this host. */
    private Path key(String name) throws Exception {
        Path store = folder.resolve(name + ".p12");
        keytool(store, "-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-validity", "2");
        return store;
    }

    /** Returns the certificate of that key alone. */
    private Path certificate(String name) throws Exception {
        Path file = folder.resolve(name + ".pem");
        keytool(folder.resolve(name + ".p12"), "-exportcert", "-rfc", "-alias", name, "-file", file.toString());
        return file;
    }

    private static void keytool(Path store, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD));
        if (command.contains("-genkeypair")) {
            command.addAll(List.of("-ext", "san=ip:127.0.0.1,dns:localhost"));
        }
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
    }

    private ZooKeeperCoordinator connect(Ensemble ensemble) {
        ZooKeeperCoordinator client = ZooKeeperCoordinator.connect(ensemble);
        clients.add(client);
        return client;
    }

    private static CommitOutcome put(ZooKeeperCoordinator client) {
        Put put = new Put(KEY, Bytes.utf8("one"));
        return done(client.commit(new Commit(List.of(), List.of(put), Optional.empty())));
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
