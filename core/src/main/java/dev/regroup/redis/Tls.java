package dev.regroup.redis;

import java.nio.file.Path;
import java.util.Optional;

/** Encrypted connections: whom to trust, and who we are. Files are PEM, and read when nodes are opened. Immutable. */
public final class Tls {

    /** Who a certificate has to be for. */
    public enum Verification {
        /** The host that the member's address names. */
        HOST,
        /** Anybody whom a trusted authority vouches for: for nodes that are known by addresses which move. */
        AUTHORITY
    }

    /** A certificate of ours and its key. */
    record Identity(Path certificate, Path key) {}

    private final Optional<Path> authorities;
    private final Optional<Identity> identity;
    private final Verification verification;

    private Tls(Optional<Path> authorities, Optional<Identity> identity, Verification verification) {
        this.authorities = authorities;
        this.identity = identity;
        this.verification = verification;
    }

    /** Returns TLS that trusts the authorities of the JDK, verifies hosts, and shows no certificate. */
    public static Tls defaults() {
        return new Tls(Optional.empty(), Optional.empty(), Verification.HOST);
    }

    /** Returns the same, trusting only the authorities whose certificates are in that file. */
    public Tls withAuthorities(Path certificates) {
        return new Tls(Optional.of(certificates), identity, verification);
    }

    /** Returns the same, showing that certificate to the node ({@code tls-auth-clients}); the key is PKCS #8. */
    public Tls withIdentity(Path certificate, Path key) {
        return new Tls(authorities, Optional.of(new Identity(certificate, key)), verification);
    }

    /** Returns the same with that verification. */
    public Tls withVerification(Verification verification) {
        return new Tls(authorities, identity, verification);
    }

    Optional<Path> authorities() {
        return authorities;
    }

    Optional<Identity> identity() {
        return identity;
    }

    Verification verification() {
        return verification;
    }

    /** Names the files, which hold the secrets. */
    @Override
    public String toString() {
        return "Tls[authorities=" + authorities.map(Path::toString).orElse("of the JDK") + ", identity="
                + identity.map(own -> own.certificate().toString()).orElse("none") + ", verification=" + verification
                + "]";
    }
}
