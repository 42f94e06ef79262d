package dev.regroup.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The rules that an operator can choose. Any combination can be written down; {@link #faults()} tells whether it can
 * work, and everything that takes a policy refuses one that cannot. Immutable.
 */
public final class Policy {

    private final Duration probeInterval;
    private final Duration probeDeadline;
    private final Duration commandDeadline;
    private final Duration minimumDuration;
    private final int misses;
    private final int confirmations;
    private final long lagMax;

    private Policy(
            Duration probeInterval,
            Duration probeDeadline,
            Duration commandDeadline,
            Duration minimumDuration,
            int misses,
            int confirmations,
            long lagMax) {
        this.probeInterval = probeInterval;
        this.probeDeadline = probeDeadline;
        this.commandDeadline = commandDeadline;
        this.minimumDuration = minimumDuration;
        this.misses = misses;
        this.confirmations = confirmations;
        this.lagMax = lagMax;
    }

    /** Returns the defaults: a look each second, a dead master replaced after 2 s. */
    public static Policy defaults() {
        return new Policy(
                Duration.ofSeconds(1),
                Duration.ofMillis(800),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                3,
                2,
                1024 * 1024);
    }

    /** Returns the fast policy: a look each 100 ms, a dead master replaced after 0.2 s. For quiet networks. */
    public static Policy fast() {
        return defaults()
                .withProbeInterval(Duration.ofMillis(100))
                .withProbeDeadline(Duration.ofMillis(100))
                .withMinimumDuration(Duration.ofMillis(200));
    }

    /**
     * Reads a policy from texts by key, as a file or a framework binds them. Keys are in kebab case ({@code
     * probe-interval}), durations like {@code 800ms}, {@code 2s}, {@code 1m} or {@code PT2S}, bytes like {@code 4096},
     * {@code 64KiB} or {@code 1MiB}; {@code POLICY.md} lists them all. A key that is missing keeps its default.
     *
     * @throws InvalidConfiguration for unknown keys, texts that cannot be read and values out of range; lists every
     *     fault
     */
    public static Policy parse(Map<String, String> texts) {
        return PolicyText.read(texts);
    }

    /** Returns every key with its text, in a fixed order; of a policy that can work, {@link #parse} reads it back. */
    public Map<String, String> toMap() {
        return PolicyText.write(this);
    }

    /** Returns the time from one look at a node to the next, 10 ms to 1 min; also the least time between two misses. */
    public Duration probeInterval() {
        return probeInterval;
    }

    /** Returns how long a look may take before it is a miss, 10 ms to 1 min. */
    public Duration probeDeadline() {
        return probeDeadline;
    }

    /** Returns how long a command may take before its outcome is unknown, 10 ms to 1 min. */
    public Duration commandDeadline() {
        return commandDeadline;
    }

    /** Returns how long after its first miss a node is down at the earliest, 0 to 1 h. */
    public Duration minimumDuration() {
        return minimumDuration;
    }

    /** Returns how many misses in a row make a node down, 1 to 1000 (the T of the documentation). */
    public int misses() {
        return misses;
    }

    /** Returns how many good looks with a live link make a replica in sync, 1 to 1000. */
    public int confirmations() {
        return confirmations;
    }

    /** Returns by how much a replica in sync may be behind, in offset units (bytes on Redis), not negative. */
    public long lagMax() {
        return lagMax;
    }

    /** Returns the same with that time between looks. */
    public Policy withProbeInterval(Duration probeInterval) {
        return new Policy(
                probeInterval, probeDeadline, commandDeadline, minimumDuration, misses, confirmations, lagMax);
    }

    /** Returns the same with that deadline of a look. */
    public Policy withProbeDeadline(Duration probeDeadline) {
        return new Policy(
                probeInterval, probeDeadline, commandDeadline, minimumDuration, misses, confirmations, lagMax);
    }

    /** Returns the same with that deadline of a command. */
    public Policy withCommandDeadline(Duration commandDeadline) {
        return new Policy(
                probeInterval, probeDeadline, commandDeadline, minimumDuration, misses, confirmations, lagMax);
    }

    /** Returns the same with that minimum duration. */
    public Policy withMinimumDuration(Duration minimumDuration) {
        return new Policy(
                probeInterval, probeDeadline, commandDeadline, minimumDuration, misses, confirmations, lagMax);
    }

    /** Returns the same with that number of misses. */
    public Policy withMisses(int misses) {
        return new Policy(
                probeInterval, probeDeadline, commandDeadline, minimumDuration, misses, confirmations, lagMax);
    }

    /** Returns the same with that number of confirmations. */
    public Policy withConfirmations(int confirmations) {
        return new Policy(
                probeInterval, probeDeadline, commandDeadline, minimumDuration, misses, confirmations, lagMax);
    }

    /** Returns the same with that greatest lag. */
    public Policy withLagMax(long lagMax) {
        return new Policy(
                probeInterval, probeDeadline, commandDeadline, minimumDuration, misses, confirmations, lagMax);
    }

    /** Returns what is wrong with this policy, one sentence each; empty for one that can work. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (Knob<?> knob : Knob.ALL) {
            knob.fault(this).ifPresent(faults::add);
        }
        return List.copyOf(faults);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Policy that
                && probeInterval.equals(that.probeInterval)
                && probeDeadline.equals(that.probeDeadline)
                && commandDeadline.equals(that.commandDeadline)
                && minimumDuration.equals(that.minimumDuration)
                && misses == that.misses
                && confirmations == that.confirmations
                && lagMax == that.lagMax;
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                probeInterval, probeDeadline, commandDeadline, minimumDuration, misses, confirmations, lagMax);
    }

    @Override
    public String toString() {
        return "policy: look every " + probeInterval + " within " + probeDeadline + ", down after " + misses
                + " misses and " + minimumDuration;
    }
}
