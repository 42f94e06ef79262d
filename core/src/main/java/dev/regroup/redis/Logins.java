package dev.regroup.redis;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The credentials for one node, and which of them it accepted last. Thread-safe. */
final class Logins {

    private final List<Credentials> credentials;
    private final AtomicInteger accepted = new AtomicInteger();

    Logins(List<Credentials> credentials) {
        this.credentials = List.copyOf(credentials);
    }

    /** Returns how many there are. */
    int count() {
        return credentials.size();
    }

    /** Returns the number of those to try first. */
    int first() {
        return accepted.get();
    }

    /** Returns the credentials of that number; numbers go round. */
    Credentials get(int number) {
        return credentials.get(number % credentials.size());
    }

    /** Remembers those of that number for the next connection. */
    void accepted(int number) {
        accepted.set(number % credentials.size());
    }
}
