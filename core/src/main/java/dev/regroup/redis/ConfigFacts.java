package dev.regroup.redis;

import java.util.Map;
import java.util.Optional;

/**
 * What a node told beside INFO: parameters of CONFIG GET by their names, and when its process started. Immutable.
 *
 * @param parameters what CONFIG GET told; what could not be read is missing
 * @param startedAt the second in which the process started, on the node's own clock, if that is known
 */
record ConfigFacts(Map<String, String> parameters, Optional<Long> startedAt) {

    private static final ConfigFacts NONE = new ConfigFacts(Map.of(), Optional.empty());

    ConfigFacts {
        parameters = Map.copyOf(parameters);
    }

    /** Returns that nothing is known. */
    static ConfigFacts none() {
        return NONE;
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
