package dev.regroup.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A password, or a user and a password. It never prints the password. Immutable. */
public final class Credentials {

    private final Optional<String> user;
    private final String password;

    private Credentials(Optional<String> user, String password) {
        if (password.isEmpty() || user.filter(String::isEmpty).isPresent()) {
            throw new IllegalArgumentException("a user or a password is empty");
        }
        this.user = user;
        this.password = password;
    }

    /** Returns a password without a user ({@code requirepass}); not empty. */
    public static Credentials password(String password) {
        return new Credentials(Optional.empty(), password);
    }

    /** Returns a user of an access control list (Redis from 6, Valkey) with a password; neither may be empty. */
    public static Credentials of(String user, String password) {
        return new Credentials(Optional.of(user), password);
    }

    /** Returns the user, if there is one. */
    public Optional<String> user() {
        return user;
    }

    /** Returns the words of AUTH. */
    List<String> auth() {
        List<String> words = new ArrayList<>(List.of("AUTH"));
        user.ifPresent(words::add);
        words.add(password);
        return words;
    }

    /** Returns the password itself. */
    String secret() {
        return password;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Credentials that && user.equals(that.user) && password.equals(that.password);
    }

    @Override
    public int hashCode() {
        return Objects.hash(user, password);
    }

    /** Names the user, and never the password. */
    @Override
    public String toString() {
        return user.orElse("password") + " (secret)";
    }
}
