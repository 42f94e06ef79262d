package dev.regroup.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * An authority, a certificate of a node at 127.0.0.1, and one of a client, made by the keytool of the running JDK, in
 * PEM files that are deleted with {@link #close}. Confined to one thread.
 */
final class Certificates implements AutoCloseable {

    private static final String PASSWORD = "changeit";

    private final Path folder;

    private Certificates(Path folder) {
        this.folder = folder;
    }

    static Certificates create() {
        try {
            Certificates all = new Certificates(Files.createTempDirectory("regroup-certificates-"));
            all.generate("authority", "-ext", "bc:c=ca:true");
            all.pem("authority");
            all.signed("node", "-ext", "san=ip:127.0.0.1,dns:localhost");
            all.signed("stranger", "-ext", "san=dns:elsewhere.example");
            all.signed("client");
            return all;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Path authority() {
        return folder.resolve("authority.crt");
    }

    Path certificate(String name) {
        return folder.resolve(name + ".crt");
    }

    Path key(String name) {
        return folder.resolve(name + ".key");
    }

    /** Returns the directives of a node that shows that certificate, and wants one of the same authority. */
    List<String> directives(String name) {
        return List.of(
                "tls-cert-file " + certificate(name),
                "tls-key-file " + key(name),
                "tls-ca-cert-file " + authority(),
                "tls-auth-clients yes");
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void signed(String name, String... extension) throws IOException {
        generate(name);
        Path request = folder.resolve(name + ".csr");
        keytool("-certreq", "-alias", name, "-keystore", store(name), "-file", request.toString());
        List<String> signing = new ArrayList<>(List.of(
                "-gencert",
                "-rfc",
                "-alias",
                "authority",
                "-keystore",
                store("authority"),
                "-infile",
                request.toString(),
                "-outfile",
                certificate(name).toString()));
        signing.addAll(List.of(extension));
        keytool(signing.toArray(String[]::new));
        writeKey(name);
    }

    private void generate(String name, String... extension) {
        List<String> words = new ArrayList<>(List.of(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-validity",
                "2",
                "-keystore",
                store(name)));
        words.addAll(List.of(extension));
        keytool(words.toArray(String[]::new));
    }

    private void pem(String name) {
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                name,
                "-keystore",
                store(name),
                "-file",
                certificate(name).toString());
    }

    private void writeKey(String name) throws IOException {
        try (InputStream in = Files.newInputStream(Path.of(store(name)))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            byte[] key = store.getKey(name, PASSWORD.toCharArray()).getEncoded();
            Files.writeString(
                    key(name),
                    "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                            + "\n-----END PRIVATE KEY-----\n");
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private String store(String name) {
        return folder.resolve(name + ".p12").toString();
    }

    private void keytool(String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("keytool.log").toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + Files.readString(folder.resolve("keytool.log")));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }
}
