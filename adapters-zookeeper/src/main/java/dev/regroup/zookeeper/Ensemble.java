package dev.regroup.zookeeper;

import dev.regroup.model.InvalidConfiguration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;

/** Which ensemble to connect to, and how. Immutable. */
public final class Ensemble {

    private static final Pattern SERVERS = Pattern.compile("[^\\s,/]+:\\d{1,5}(,[^\\s,/]+:\\d{1,5})*");
    private static final Pattern ROOT = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+)*");
    private static final Duration SESSION_MIN = Duration.ofMillis(100);
    private static final Duration SESSION_MAX = Duration.ofMinutes(10);

    private final String servers;
    private final String root;
    private final Duration sessionTimeout;
    private final Optional<String> digest;
    private final List<ACL> acl;
    private final Map<String, String> client;

    private Ensemble(
            String servers,
            String root,
            Duration sessionTimeout,
            Optional<String> digest,
            List<ACL> acl,
            Map<String, String> client) {
        this.servers = servers;
        this.root = root;
        this.sessionTimeout = sessionTimeout;
        this.digest = digest;
        this.acl = List.copyOf(acl);
        this.client = new LinkedHashMap<>(client);
    }

    /**
     * Returns the ensemble of that connect string: a session of 10 s, no authentication, nodes open to everybody.
     *
     * @param connectString {@code host:port,host:port/root}; the root, if there is one, is put before every path, and
     *     created when it is needed
     * @throws InvalidConfiguration for anything else
     */
    public static Ensemble at(String connectString) {
        int slash = connectString.indexOf('/');
        String servers = slash < 0 ? connectString : connectString.substring(0, slash);
        String root = slash < 0 ? "" : connectString.substring(slash).replaceAll("/+$", "");
        if (!SERVERS.matcher(servers).matches() || !ROOT.matcher(root).matches()) {
            throw InvalidConfiguration.of(
                    "the connect string '" + connectString + "' is not like host:port,host:port or host:port/root");
        }
        return new Ensemble(
                servers, root, Duration.ofSeconds(10), Optional.empty(), ZooDefs.Ids.OPEN_ACL_UNSAFE, Map.of());
    }

    /**
     * Returns the same with a session that ends when the ensemble has not heard of the client for so long. A shorter
     * one gives the leadership of a dead reconciler to the next one sooner; the servers may negotiate another (2 to 20
     * of their ticks by default).
     *
     * @param timeout 100 ms to 10 minutes
     */
    public Ensemble withSessionTimeout(Duration timeout) {
        if (timeout.compareTo(SESSION_MIN) < 0 || timeout.compareTo(SESSION_MAX) > 0) {
            throw InvalidConfiguration.of(
                    "the session timeout " + timeout + " is not within " + SESSION_MIN + " to " + SESSION_MAX);
        }
        return new Ensemble(servers, root, timeout, digest, acl, client);
    }

    /**
     * Returns the same with a user of the scheme {@code digest}. ZooKeeper checks the password only against the
     * permissions of each node: a wrong one shows as a refusal there.
     */
    public Ensemble withDigest(String user, String password) {
        if (user.isEmpty() || user.indexOf(':') >= 0) {
            throw InvalidConfiguration.of("the user '" + user + "' is empty or holds a colon");
        }
        return new Ensemble(servers, root, sessionTimeout, Optional.of(user + ":" + password), acl, client);
    }

    /**
     * Returns the same, authenticating over SASL.
     *
     * @param section of the JAAS configuration that {@code java.security.auth.login.config} names
     */
    public Ensemble withSasl(String section) {
        return with(Map.of("zookeeper.sasl.client", "true", "zookeeper.sasl.clientconfig", section));
    }

    /** Returns the same with these permissions on every node that is created; existing nodes keep theirs. */
    public Ensemble withAcl(List<ACL> acl) {
        if (acl.isEmpty()) {
            throw InvalidConfiguration.of("a list of permissions without any would lock everybody out");
        }
        return new Ensemble(servers, root, sessionTimeout, digest, acl, client);
    }

    /**
     * Returns the same over TLS, trusting these certificates; the servers' names have to be in theirs.
     *
     * @param trustStore a JKS, PKCS #12 or PEM file, told apart by its name
     */
    public Ensemble withTls(Path trustStore, String password) {
        check("trust store", trustStore);
        return with(Map.of(
                "zookeeper.client.secure",
                "true",
                "zookeeper.clientCnxnSocket",
                "org.apache.zookeeper.ClientCnxnSocketNetty",
                "zookeeper.ssl.trustStore.location",
                trustStore.toString(),
                "zookeeper.ssl.trustStore.password",
                password));
    }

    /** Returns the same with a certificate of our own, which servers may ask for over TLS. */
    public Ensemble withCertificate(Path keyStore, String password) {
        check("key store", keyStore);
        return with(Map.of(
                "zookeeper.ssl.keyStore.location", keyStore.toString(), "zookeeper.ssl.keyStore.password", password));
    }

    private static void check(String what, Path file) {
        if (!Files.isReadable(file)) {
            throw InvalidConfiguration.of("the " + what + " " + file + " cannot be read");
        }
    }

    private Ensemble with(Map<String, String> more) {
        Map<String, String> next = new LinkedHashMap<>(client);
        next.putAll(more);
        return new Ensemble(servers, root, sessionTimeout, digest, acl, next);
    }

    String servers() {
        return servers;
    }

    String root() {
        return root;
    }

    Duration sessionTimeout() {
        return sessionTimeout;
    }

    Optional<byte[]> digest() {
        return digest.map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    List<ACL> acl() {
        return acl;
    }

    Map<String, String> client() {
        return Map.copyOf(client);
    }

    /** Returns the connect string, without credentials. */
    @Override
    public String toString() {
        return servers + root;
    }
}
