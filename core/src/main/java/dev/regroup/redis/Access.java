package dev.regroup.redis;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How nodes are accessed: with which credentials, over TLS or not, and with which credentials replicas reach their
 * master. It never prints a secret. Immutable.
 */
public final class Access {

    /** So many characters are enough to know a password by; a shorter piece of one is not worth hiding. */
    private static final int BEGINNING = 8;

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

    /**
     * Returns that text without any of the passwords: a node repeats the words of a command that it does not know, and
     * cuts them (redis 7.0.15, server.c, rejectCommandFormat, at 128 bytes), so that the beginning of a password counts,
     * too. The longest goes first: one may begin with another.
     */
    String scrubbed(String text) {
        return Stream.concat(credentials.stream(), replication.stream())
                .map(Credentials::secret)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .reduce(text, Access::without);
    }

    private static String without(String text, String secret) {
        String beginning = secret.substring(0, Math.min(BEGINNING, secret.length()));
        StringBuilder out = new StringBuilder();
        int from = 0;
        for (int at = text.indexOf(beginning); at >= 0; at = text.indexOf(beginning, from)) {
            int end = at + beginning.length();
            while (end < text.length() && end - at < secret.length() && text.charAt(end) == secret.charAt(end - at)) {
                end++;
            }
            out.append(text, from, at).append("(secret)");
            from = end;
        }
        return out.append(text.substring(from)).toString();
    }

    /** Says how many credentials there are and whether TLS is used; no secret. */
    @Override
    public String toString() {
        return "Access[credentials=" + credentials + ", replication="
                + replication.map(Credentials::toString).orElse("none") + ", tls="
                + tls.map(Tls::toString).orElse("none") + "]";
    }
}
