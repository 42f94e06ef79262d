package dev.regroup.model;

import java.util.List;

/** Thrown for a configuration that cannot work; lists every fault found, not only the first. Immutable. */
public final class InvalidConfiguration extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    private InvalidConfiguration(List<String> faults) {
        super(String.join("; ", faults));
        this.faults = List.copyOf(faults);
    }

    /**
     * An exception for one or more faults.
     *
     * @param faults one sentence each, at least one
     */
    public static InvalidConfiguration of(List<String> faults) {
        if (faults.isEmpty()) {
            throw new IllegalArgumentException("a configuration without faults is valid");
        }
        return new InvalidConfiguration(faults);
    }

    /** An exception for a single fault. */
    public static InvalidConfiguration of(String fault) {
        return new InvalidConfiguration(List.of(fault));
    }

    /**
     * Returns every fault, in the order found, one sentence each; never empty (after Java serialization: one joined
     * text).
     */
    public List<String> faults() {
        return faults == null ? List.of(String.valueOf(getMessage())) : faults;
    }
}
