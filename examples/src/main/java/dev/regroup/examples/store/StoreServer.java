package dev.regroup.examples.store;

/** A store's server of our own, which may be killed. Thread-safe. */
public interface StoreServer extends AutoCloseable {

    /** Returns host and port. */
    String address();

    /** Ends it as a crash does: connections break, sessions stay until they expire. */
    void kill();

    /** Starts it again on the same port with the same data. */
    void restart();

    /** Ends it and removes its data. */
    @Override
    void close();
}
