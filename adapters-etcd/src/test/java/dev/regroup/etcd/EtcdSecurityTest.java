package dev.regroup.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regroup.coordinator.Bytes;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Coordinator.Listing;
import dev.regroup.coordinator.Coordinator.Read;
import dev.regroup.coordinator.Leadership;
import dev.regroup.coordinator.Put;
import dev.regroup.model.InvalidConfiguration;
import io.etcd.jetcd.Auth;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.auth.Permission;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users and TLS on real members. */
class EtcdSecurityTest {

    private static final String KEY = "/regroup/groups/orders";
    private static final String PASSWORD = "changeit";

    @TempDir
    private Path folder;

    private final List<EtcdCoordinator> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(EtcdCoordinator::close);
    }

    @Test
    void aUserSeesWhatItsRoleAllowsAndEverythingElseIsRefusedWithWhatToDo() throws Exception {
        try (EtcdMember member = EtcdMember.alone()) {
            enableUsers(member);
            EtcdCluster cluster = member.patient();

            EtcdCoordinator user = connect(cluster.withUser("regroup", "secret"));
            assertThat(put(user, KEY)).isInstanceOf(CommitOutcome.Committed.class);
            assertThat(done(user.read(KEY))).isInstanceOf(Read.Found.class);
            BlockingQueue<Leadership> heard = new LinkedBlockingQueue<>();
            user.campaign("reconciler", heard::add);
            assertThat(heard.poll(60, TimeUnit.SECONDS)).isInstanceOf(Leadership.Held.class);
            assertThat(done(user.read("/other/key")))
                    .isInstanceOfSatisfying(
                            Read.Refused.class,
                            refused -> assertThat(refused.cause()).contains("/other/key", "grant-permission"));
            assertThat(put(user, "/other/key")).isInstanceOf(CommitOutcome.Refused.class);
            assertThat(done(user.list("/other", Optional.empty()))).isInstanceOf(Listing.Refused.class);

            EtcdCoordinator mistaken = connect(cluster.withUser("regroup", "wrong"));
            assertThat(done(mistaken.read(KEY)))
                    .isInstanceOfSatisfying(
                            Read.Refused.class,
                            refused -> assertThat(refused.cause()).contains("user or password"));
            EtcdCoordinator stranger = connect(cluster);
            assertThat(put(stranger, KEY))
                    .isInstanceOfSatisfying(
                            CommitOutcome.Refused.class,
                            refused -> assertThat(refused.cause()).contains("connect with a user"));
            clients.forEach(EtcdCoordinator::close);
        }
    }

    private static void enableUsers(EtcdMember member) {
        try (Client root = Client.builder().target("ip:///" + member.address()).build()) {
            Auth auth = root.getAuthClient();
            wait(auth.roleAdd(bytes("root")));
            wait(auth.userAdd(bytes("root"), bytes("root")));
            wait(auth.userGrantRole(bytes("root"), bytes("root")));
            wait(auth.roleAdd(bytes("regroup")));
            wait(auth.roleGrantPermission(
                    bytes("regroup"), bytes("/regroup/"), bytes("/regroup0"), Permission.Type.READWRITE));
            wait(auth.userAdd(bytes("regroup"), bytes("secret")));
            wait(auth.userGrantRole(bytes("regroup"), bytes("regroup")));
            wait(auth.authEnable());
        }
    }

    @Test
    void recordsAreWrittenOverTlsWithOurCertificateAndNoOtherAuthorityIsTrusted() throws Exception {
        Pem server = pem("server");
        Pem other = pem("other");
        try (EtcdMember member = EtcdMember.alone(
                "--cert-file",
                server.certificate.toString(),
                "--key-file",
                server.key.toString(),
                "--client-cert-auth",
                "--trusted-ca-file",
                server.certificate.toString())) {
            EtcdCluster cluster = member.patient();

            EtcdCoordinator client =
                    connect(cluster.withTls(server.certificate).withCertificate(server.certificate, server.key));
            assertThat(put(client, KEY)).isInstanceOf(CommitOutcome.Committed.class);
            EtcdCoordinator distrustful =
                    connect(cluster.withTls(other.certificate).withCertificate(server.certificate, server.key));
            assertThat(done(distrustful.read(KEY))).isInstanceOf(Read.Unreachable.class);
            EtcdCoordinator stranger = connect(cluster.withTls(server.certificate));
            assertThat(done(stranger.read(KEY))).isInstanceOf(Read.Unreachable.class);
            EtcdCoordinator plain = connect(cluster);
            assertThat(done(plain.read(KEY))).isInstanceOf(Read.Unreachable.class);
            clients.forEach(EtcdCoordinator::close);
        }
    }

    @Test
    void settingsThatMakeNoSenseAreSaidAtOnce() throws Exception {
        EtcdCluster cluster = EtcdCluster.at("127.0.0.1:2379");

        assertThatThrownBy(() -> cluster.withTls(folder.resolve("nowhere.pem")))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("nowhere.pem cannot be read");
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "none");
        assertThatThrownBy(() -> EtcdCoordinator.connect(cluster.withTls(garbage)))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("garbage.pem");
        assertThatThrownBy(() -> cluster.withLease(Duration.ZERO)).hasMessageContaining("not within");
        assertThatThrownBy(() -> cluster.withTimeout(Duration.ZERO)).hasMessageContaining("not within");
        assertThatThrownBy(() -> cluster.withOperationsMax(1)).hasMessageContaining("too few");
        assertThatThrownBy(() -> cluster.withUser("", "")).hasMessageContaining("empty");
        assertThatThrownBy(() -> cluster.withNamespace("x")).hasMessageContaining("namespace");
        assertThat(cluster.withUser("user", "secret").toString()).doesNotContain("secret");
    }

    /** A certificate that signs itself, and its key. */
    private record Pem(Path certificate, Path key) {}

    private Pem pem(String name) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-validity",
                        "2",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-ext",
                        "bc:c",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.onExit().orTimeout(60, TimeUnit.SECONDS).join().exitValue())
                .isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        byte[] certificate = keys.getCertificate(name).getEncoded();
        byte[] key = keys.getKey(name, PASSWORD.toCharArray()).getEncoded();
        return new Pem(write(name + ".crt", "CERTIFICATE", certificate), write(name + ".key", "PRIVATE KEY", key));
    }

    private Path write(String file, String what, byte[] content) throws Exception {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return Files.writeString(
                folder.resolve(file), "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }

    private EtcdCoordinator connect(EtcdCluster cluster) {
        EtcdCoordinator client = EtcdCoordinator.connect(cluster);
        clients.add(client);
        return client;
    }

    private static CommitOutcome put(EtcdCoordinator client, String key) {
        Put put = new Put(key, Bytes.utf8("one"));
        return done(client.commit(new Commit(List.of(), List.of(put), Optional.empty())));
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }

    private static void wait(CompletableFuture<?> asked) {
        asked.orTimeout(60, TimeUnit.SECONDS).join();
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
