package dev.regroup.coordinator;

import dev.regroup.coordinator.Coordinator.Check;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The registers of one group as they were read: for each key what was there, or that nothing was. Immutable. */
public final class Registers {

    private final Map<String, Optional<Register>> byKey;

    private Registers(Map<String, Optional<Register>> byKey) {
        this.byKey = Collections.unmodifiableMap(new LinkedHashMap<>(byKey));
    }

    /** Returns that nothing was found under any of these keys. */
    public static Registers absent(List<String> keys) {
        Map<String, Optional<Register>> byKey = new LinkedHashMap<>();
        keys.forEach(key -> byKey.put(key, Optional.empty()));
        return new Registers(byKey);
    }

    /** Returns the register of that key, if there was one. */
    public Optional<Register> register(String key) {
        return byKey.getOrDefault(key, Optional.empty());
    }

    /** Returns the last register that there was, in the order of the layout's keys. */
    public Optional<Register> last() {
        return byKey.values().stream().flatMap(Optional::stream).reduce((one, other) -> other);
    }

    /** Returns the content of the register of that key, if there was one. */
    public Optional<Bytes> value(String key) {
        return register(key).map(Register::value);
    }

    /** Returns the same with these registers in the place of what was under their keys. */
    public Registers with(List<Register> registers) {
        Map<String, Optional<Register>> next = new LinkedHashMap<>(byKey);
        registers.forEach(register -> next.put(register.key(), Optional.of(register)));
        return new Registers(next);
    }

    /** Returns the same with that in the place of what was under the key. */
    public Registers with(String key, Optional<Register> found) {
        Map<String, Optional<Register>> next = new LinkedHashMap<>(byKey);
        next.put(key, found);
        return new Registers(next);
    }

    /** Returns the conditions that every register is still as it was read. */
    public List<Check> checks() {
        return byKey.entrySet().stream()
                .map(entry -> new Check(entry.getKey(), entry.getValue().map(Register::version)))
                .toList();
    }

    /** Tells whether every register is of that version, and those that are absent have none. */
    public boolean isAt(Map<String, Version> versions) {
        return byKey.entrySet().stream()
                .allMatch(entry -> entry.getValue()
                        .map(Register::version)
                        .equals(Optional.ofNullable(versions.get(entry.getKey()))));
    }

    /** Returns what changes whenever one of the registers does. */
    public Version version() {
        return new Version(byKey.values().stream()
                .map(register ->
                        register.map(Register::version).map(Version::value).orElse("absent"))
                .collect(Collectors.joining(" ")));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Registers that && byKey.equals(that.byKey);
    }

    @Override
    public int hashCode() {
        return byKey.hashCode();
    }

    @Override
    public String toString() {
        return byKey.values().toString();
    }
}
