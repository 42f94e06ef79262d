package dev.regroup.redis;

import io.netty.util.concurrent.EventExecutorGroup;

/**
 * What all connections to one node have in common. Thread-safe.
 *
 * @param access how nodes are accessed
 * @param logins which credentials this one accepts
 * @param timer where to wait
 */
record Habits(Access access, Logins logins, EventExecutorGroup timer) {

    /** Returns the habits for a node about which nothing is known. */
    static Habits of(Access access, EventExecutorGroup timer) {
        return new Habits(access, new Logins(access.credentials()), timer);
    }
}
