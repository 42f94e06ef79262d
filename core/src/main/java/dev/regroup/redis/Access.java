package dev.regroup.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How nodes are accessed: with which credentials, over TLS or not, and with which credentials replicas reach their
 * master. It never prints a secret. Immutable.
 */
public final class Access {

    private static final Access OPEN = new Access(List.of(), Optional.empty(), Optional.empty());

    private final List<Credentials> credentials;
    private final Optional<Credentials> replication;
    private final Optional<Tls> tls;

    private Access(List<Credentials> credentials, Optional<Credentials> replication, Optional<Tls> tls) {
        this.credentials = List.copyOf(credentials);
        this.replication = replication;
        this.tls = tls;
    }

    /** Returns access without credentials and without TLS. */
    public static Access open() {
        return OPEN;
    }

    /**
     * Returns the same with these credentials, in the order in which they are tried: during a rotation the new ones and
     * the old ones. Which a node accepts is remembered for it. A node that wants none is accessed without.
     */
    public Access withCredentials(List<Credentials> credentials) {
        return new Access(credentials, replication, tls);
    }

    /**
     * Returns the same with what a node is given as {@code masterauth} (and {@code masteruser}) right before it is told
     * to follow. Without it these parameters are left as they are.
     */
    public Access withReplication(Credentials replication) {
        return new Access(credentials, Optional.of(replication), tls);
    }

    /** Returns the same over TLS. */
    public Access withTls(Tls tls) {
        return new Access(credentials, replication, Optional.of(tls));
    }

    List<Credentials> credentials() {
        return credentials;
    }

    Optional<Credentials> replication() {
        return replication;
    }

    Optional<Tls> tls() {
        return tls;
    }

    /** Returns that text without any of the passwords: a node repeats the words of a command that it does not know. */
    String scrubbed(String text) {
        List<Credentials> all = new ArrayList<>(credentials);
        replication.ifPresent(all::add);
        String scrubbed = text;
        for (Credentials one : all) {
            scrubbed = scrubbed.replace(one.secret(), "(secret)");
        }
        return scrubbed;
    }

    /** Says how many credentials there are and whether TLS is used; no secret. */
    @Override
    public String toString() {
        return "Access[credentials=" + credentials + ", replication="
                + replication.map(Credentials::toString).orElse("none") + ", tls="
                + tls.map(Tls::toString).orElse("none") + "]";
    }
}
