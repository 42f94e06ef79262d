package dev.regroup;

import java.time.InstantSource;

/**
 * Everything that tells or keeps time. Thread-safe.
 *
 * @param ticker for deciding
 * @param wall for people
 * @param timers for waiting
 */
record Time(Ticker ticker, InstantSource wall, Timers timers) {}
