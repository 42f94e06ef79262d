package dev.regroup.etcd;

import dev.regroup.model.InvalidConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which cluster to connect to, and how. Immutable. */
public final class EtcdCluster {

    private static final Pattern SERVERS = Pattern.compile("[^\\s,/]+:\\d{1,5}(,[^\\s,/]+:\\d{1,5})*");
    private static final Pattern ROOT = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+)*");
    private static final Duration LEASE_MIN = Duration.ofSeconds(2);
    private static final Duration LEASE_MAX = Duration.ofMinutes(10);
    private static final Duration TIMEOUT_MIN = Duration.ofMillis(100);

    /** What a lease, a request and a transaction may take by default. */
    static final Limits DEFAULTS = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(3), 128);

    private final String servers;
    private final String root;
    private final Limits limits;
    private final Optional<User> user;
    private final Optional<Tls> tls;

    /**
     * What may take how long, or be how much.
     *
     * @param lease after which silence the cluster ends a session, in whole seconds
     * @param timeout of one request
     * @param operations of one transaction
     */
    record Limits(Duration lease, Duration timeout, int operations) {}

    /** Who we are. */
    record User(String name, String password) {

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * How connections are encrypted.
     *
     * @param authorities who signs the members' certificates; empty for those that the JDK trusts
     * @param certificate our own, and then its key; empty for none
     */
    record Tls(Optional<Path> authorities, List<Path> certificate) {}

    private EtcdCluster(String servers, String root, Limits limits, Optional<User> user, Optional<Tls> tls) {
        this.servers = servers;
        this.root = root;
        this.limits = limits;
        this.user = user;
        this.tls = tls;
    }

    /**
     * Returns the cluster at those endpoints: leases of 10 s, 3 s for each request, no user, no encryption.
     *
     * @param endpoints {@code host:port,host:port/root}; the root, if there is one, is put before every key
     * @throws InvalidConfiguration for anything else
     */
    public static EtcdCluster at(String endpoints) {
        int slash = endpoints.indexOf('/');
        String servers = slash < 0 ? endpoints : endpoints.substring(0, slash);
        String root = slash < 0 ? "" : endpoints.substring(slash).replaceAll("/+$", "");
        if (!SERVERS.matcher(servers).matches() || !ROOT.matcher(root).matches()) {
            throw InvalidConfiguration.of(
                    "the endpoints '" + endpoints + "' are not like host:port,host:port or host:port/root");
        }
        return new EtcdCluster(servers, root, DEFAULTS, Optional.empty(), Optional.empty());
    }

    /** Returns the same with that root before every key; empty for none. */
    public EtcdCluster withNamespace(String root) {
        if (!ROOT.matcher(root).matches()) {
            throw InvalidConfiguration.of("the namespace '" + root + "' is not a path like /regroup-test");
        }
        return new EtcdCluster(servers, root, limits, user, tls);
    }

    /**
     * Returns the same with leases that end when the cluster has not heard of the client for so long. A shorter one
     * gives the leadership of a dead reconciler to the next one sooner; the cluster may grant more than asked for (at
     * least one and a half times its election timeout).
     *
     * @param lease 2 seconds to 10 minutes; fractions of a second are rounded up
     */
    public EtcdCluster withLease(Duration lease) {
        if (lease.compareTo(LEASE_MIN) < 0 || lease.compareTo(LEASE_MAX) > 0) {
            throw InvalidConfiguration.of("the lease " + lease + " is not within " + LEASE_MIN + " to " + LEASE_MAX);
        }
        Duration whole = Duration.ofSeconds(lease.plusNanos(999_999_999).toSeconds());
        return new EtcdCluster(servers, root, new Limits(whole, limits.timeout, limits.operations), user, tls);
    }

    /**
     * Returns the same with another timeout of requests: after it a write counts as unknown. A read is sent again, to
     * another member, after a third of it.
     *
     * @param timeout 100 ms to 10 minutes
     */
    public EtcdCluster withTimeout(Duration timeout) {
        if (timeout.compareTo(TIMEOUT_MIN) < 0 || timeout.compareTo(LEASE_MAX) > 0) {
            throw InvalidConfiguration.of(
                    "the timeout " + timeout + " is not within " + TIMEOUT_MIN + " to " + LEASE_MAX);
        }
        return new EtcdCluster(servers, root, new Limits(limits.lease, timeout, limits.operations), user, tls);
    }

    /**
     * Returns the same with another number of operations in one transaction, as the members' {@code --max-txn-ops} has
     * it (128 by default).
     *
     * @param operations at least 16
     */
    public EtcdCluster withOperationsMax(int operations) {
        if (operations < 16) {
            throw InvalidConfiguration.of("at most " + operations + " operations are too few for a commit");
        }
        return new EtcdCluster(servers, root, new Limits(limits.lease, limits.timeout, operations), user, tls);
    }

    /** Returns the same with a user. */
    public EtcdCluster withUser(String name, String password) {
        if (name.isEmpty() || password.isEmpty()) {
            throw InvalidConfiguration.of("the user '" + name + "' or its password is empty");
        }
        return new EtcdCluster(servers, root, limits, Optional.of(new User(name, password)), tls);
    }

    /** Returns the same over TLS, trusting whom the JDK trusts; the members' names have to be in their certificates. */
    public EtcdCluster withTls() {
        return withTls(new Tls(Optional.empty(), certificate()));
    }

    /**
     * Returns the same over TLS, trusting those authorities; the members' names have to be in their certificates.
     *
     * @param authorities a PEM file
     */
    public EtcdCluster withTls(Path authorities) {
        check("file of authorities", authorities);
        return withTls(new Tls(Optional.of(authorities), certificate()));
    }

    /**
     * Returns the same with a certificate of our own, which members may ask for over TLS.
     *
     * @param chain a PEM file
     * @param key a PEM file in PKCS #8, without a password
     */
    public EtcdCluster withCertificate(Path chain, Path key) {
        check("certificate", chain);
        check("key", key);
        return withTls(new Tls(tls.flatMap(Tls::authorities), List.of(chain, key)));
    }

    private EtcdCluster withTls(Tls next) {
        return new EtcdCluster(servers, root, limits, user, Optional.of(next));
    }

    private List<Path> certificate() {
        return tls.map(Tls::certificate).orElse(List.of());
    }

    private static void check(String what, Path file) {
        if (!Files.isReadable(file)) {
            throw InvalidConfiguration.of("the " + what + " " + file + " cannot be read");
        }
    }

    String servers() {
        return servers;
    }

    String root() {
        return root;
    }

    Limits limits() {
        return limits;
    }

    Optional<User> user() {
        return user;
    }

    Optional<Tls> tls() {
        return tls;
    }

    /** Returns the endpoints and the root, without credentials. */
    @Override
    public String toString() {
        return servers + root;
    }
}
