package dev.regroup.redis;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a node told beside INFO: parameters of CONFIG GET by their names, and when its process started. Immutable.
 *
 * @param parameters what CONFIG GET told; what could not be read is missing
 * @param startedAt the second in which the process started, on the node's own clock, if that is known
 */
record ConfigFacts(Map<String, String> parameters, Optional<Long> startedAt) {

    private static final Duration DEFAULT_PING_PERIOD = Duration.ofSeconds(10);
    private static final ConfigFacts NONE = new ConfigFacts(Map.of(), Optional.empty());

    ConfigFacts {
        parameters = Map.copyOf(parameters);
    }

    /** Returns that nothing is known. */
    static ConfigFacts none() {
        return NONE;
    }

    /** Returns how often a master pings its replicas; the default of Redis if that is unknown. */
    Duration pingPeriod() {
        return number("repl-ping-replica-period")
                .or(() -> number("repl-ping-slave-period"))
                .filter(seconds -> seconds > 0 && seconds <= Integer.MAX_VALUE)
                .map(Duration::ofSeconds)
                .orElse(DEFAULT_PING_PERIOD);
    }

    /** Returns a parameter as an unsigned number of 64 bits, unless it is missing or anything else. */
    Optional<Long> number(String name) {
        return parameter(name).flatMap(InfoLines::unsigned);
    }

    /** Returns a parameter, unless it is missing. */
    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }
}
