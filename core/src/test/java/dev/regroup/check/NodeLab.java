package dev.regroup.check;

import dev.regroup.model.Address;
import dev.regroup.model.Outcome;

/**
 * Three nodes, the first a master with some data, the others linked to it, and what can be done to them: once in the
 * explored world, once with real servers. Confined to one thread.
 */
interface NodeLab extends AutoCloseable {

    /** Ends its process at once. */
    void kill(int node);

    /** Starts it with its configuration, and what it has on disk. */
    void start(int node);

    /** Starts it without data, and lets nobody copy that yet. */
    void startEmpty(int node);

    /** Lets whoever is linked copy what its master has. */
    void copy();

    /** Has it follow that one, also after a restart. */
    void follow(int node, int master);

    /** Makes it a master, also after a restart. */
    void promote(int node);

    /** Stops its process for a while, connections and all. */
    void hang(int node);

    /** Lets it ask for a password that the observer does not have. */
    void mute(int node);

    /** Writes through it. */
    void write(int node);

    /** Looks at it. */
    Outcome look(int node);

    /** Returns how it should be called where it follows somebody. */
    String name(Address address);

    /** Whether to look again if what was seen is not what should be: real nodes take their time. */
    boolean isPatient();

    @Override
    void close();
}
