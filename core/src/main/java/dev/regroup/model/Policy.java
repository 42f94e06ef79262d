package dev.regroup.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The rules that an operator can choose. Any combination can be written down; {@link #faults()} tells whether it can
 * work, and everything that takes a policy refuses one that cannot. Immutable.
 */
public final class Policy {

    private static final Map<String, Integer> PLACES = places();
    private static final Policy DEFAULTS =
            new Policy(Knobs.ALL.stream().<Object>map(Knob::usual).toList());

    /** One for each of {@link Knobs#ALL}, in that order. */
    private final List<Object> values;

    private Policy(List<Object> values) {
        this.values = List.copyOf(values);
    }

    private static Map<String, Integer> places() {
        Map<String, Integer> places = new TreeMap<>();
        Knobs.ALL.forEach(knob -> places.put(knob.key(), places.size()));
        return places;
    }

    /** Returns the defaults: a look each second, a dead master replaced after 2 s. */
    public static Policy defaults() {
        return DEFAULTS;
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
        return get(Knobs.PROBE_INTERVAL);
    }

    /** Returns how long a look may take before it is a miss, 10 ms to 1 min. */
    public Duration probeDeadline() {
        return get(Knobs.PROBE_DEADLINE);
    }

    /** Returns how long a command may take before its outcome is unknown, 10 ms to 1 min. */
    public Duration commandDeadline() {
        return get(Knobs.COMMAND_DEADLINE);
    }

    /** Returns how long after its first miss a node is down at the earliest, 0 to 1 h. */
    public Duration minimumDuration() {
        return get(Knobs.MINIMUM_DURATION);
    }

    /** Returns how many misses in a row make a node down, 1 to 1000 (the T of the documentation). */
    public int misses() {
        return get(Knobs.MISSES);
    }

    /** Returns how many good looks with a live link make a replica in sync, 1 to 1000. */
    public int confirmations() {
        return get(Knobs.CONFIRMATIONS);
    }

    /** Returns by how much a replica in sync may be behind, in offset units (bytes on Redis), not negative. */
    public long lagMax() {
        return get(Knobs.LAG_MAX);
    }

    /** Returns how far apart candidates may be and still be equal, in offset units, not negative. */
    public long tieWindow() {
        return get(Knobs.TIE_WINDOW);
    }

    /** Returns whom an election may choose if no member is known to have every write. */
    public Choice.DataRule dataRule() {
        return get(Knobs.DATA_RULE);
    }

    /** Returns how long the master is silent before AVAILABLE promotes who may lack writes, 0 to 1 d. */
    public Duration grace() {
        return get(Knobs.GRACE);
    }

    /** Returns what is done when the master comes back without its data. */
    public Choice.LostData lostData() {
        return get(Knobs.LOST_DATA);
    }

    /** Returns what is done with a master that answers but tells nothing. */
    public Choice.Unusable unusableMaster() {
        return get(Knobs.UNUSABLE_MASTER);
    }

    /** Returns how long such a master is left alone if it shall be replaced, 0 to 1 d. */
    public Duration unusableDuration() {
        return get(Knobs.UNUSABLE_DURATION);
    }

    /** Returns how long after a failover there is no other one, doubled with each further one, 0 to 1 d. */
    public Duration coolDown() {
        return get(Knobs.COOL_DOWN);
    }

    /** Returns up to what the cool-down doubles, 0 to 1 d. */
    public Duration coolDownMax() {
        return get(Knobs.COOL_DOWN_MAX);
    }

    /** Returns how long without a failover makes the next one free again, 0 to 1 d. */
    public Duration calm() {
        return get(Knobs.CALM);
    }

    /** Returns the data centre in which masters shall be; empty for none. */
    public String dataCentre() {
        return get(Knobs.DATA_CENTRE);
    }

    /** Returns what that data centre means. */
    public Choice.DataCentres dataCentreRule() {
        return get(Knobs.DATA_CENTRE_RULE);
    }

    /** Returns what is done with a node that somebody else made master. */
    public Choice.UnexpectedMasters unexpectedMasters() {
        return get(Knobs.UNEXPECTED_MASTERS);
    }

    /** Returns what is done with a replica that follows another replica of the master. */
    public Choice.Chains chains() {
        return get(Knobs.CHAINS);
    }

    /** Returns what is done with a node that can follow the master only by copying everything. */
    public Choice.FullCopies fullCopies() {
        return get(Knobs.FULL_COPIES);
    }

    /** Returns what is done with a group that is met for the first time, and in which nobody has any data. */
    public Choice.FreshGroups freshGroups() {
        return get(Knobs.FRESH_GROUPS);
    }

    /** Returns how many replicas of a group may be on their way to the master at a time, 1 to 1000. */
    public int resyncsMax() {
        return get(Knobs.RESYNCS_MAX);
    }

    /** Returns how long a replica on its way keeps others waiting, 0 to 1 d. */
    public Duration resyncPatience() {
        return get(Knobs.RESYNC_PATIENCE);
    }

    /** Returns how soon the same node may be told to follow the same master again, 0 to 1 d. */
    public Duration followRetry() {
        return get(Knobs.FOLLOW_RETRY);
    }

    /** Returns the same with that value of {@link #probeInterval()}. */
    public Policy withProbeInterval(Duration probeInterval) {
        return with(Knobs.PROBE_INTERVAL, probeInterval);
    }

    /** Returns the same with that value of {@link #probeDeadline()}. */
    public Policy withProbeDeadline(Duration probeDeadline) {
        return with(Knobs.PROBE_DEADLINE, probeDeadline);
    }

    /** Returns the same with that value of {@link #commandDeadline()}. */
    public Policy withCommandDeadline(Duration commandDeadline) {
        return with(Knobs.COMMAND_DEADLINE, commandDeadline);
    }

    /** Returns the same with that value of {@link #minimumDuration()}. */
    public Policy withMinimumDuration(Duration minimumDuration) {
        return with(Knobs.MINIMUM_DURATION, minimumDuration);
    }

    /** Returns the same with that value of {@link #misses()}. */
    public Policy withMisses(int misses) {
        return with(Knobs.MISSES, misses);
    }

    /** Returns the same with that value of {@link #confirmations()}. */
    public Policy withConfirmations(int confirmations) {
        return with(Knobs.CONFIRMATIONS, confirmations);
    }

    /** Returns the same with that value of {@link #lagMax()}. */
    public Policy withLagMax(long lagMax) {
        return with(Knobs.LAG_MAX, lagMax);
    }

    /** Returns the same with that value of {@link #tieWindow()}. */
    public Policy withTieWindow(long tieWindow) {
        return with(Knobs.TIE_WINDOW, tieWindow);
    }

    /** Returns the same with that value of {@link #dataRule()}. */
    public Policy withDataRule(Choice.DataRule dataRule) {
        return with(Knobs.DATA_RULE, dataRule);
    }

    /** Returns the same with that value of {@link #grace()}. */
    public Policy withGrace(Duration grace) {
        return with(Knobs.GRACE, grace);
    }

    /** Returns the same with that value of {@link #lostData()}. */
    public Policy withLostData(Choice.LostData lostData) {
        return with(Knobs.LOST_DATA, lostData);
    }

    /** Returns the same with that value of {@link #unusableMaster()}. */
    public Policy withUnusableMaster(Choice.Unusable unusableMaster) {
        return with(Knobs.UNUSABLE_MASTER, unusableMaster);
    }

    /** Returns the same with that value of {@link #unusableDuration()}. */
    public Policy withUnusableDuration(Duration unusableDuration) {
        return with(Knobs.UNUSABLE_DURATION, unusableDuration);
    }

    /** Returns the same with that value of {@link #coolDown()}. */
    public Policy withCoolDown(Duration coolDown) {
        return with(Knobs.COOL_DOWN, coolDown);
    }

    /** Returns the same with that value of {@link #coolDownMax()}. */
    public Policy withCoolDownMax(Duration coolDownMax) {
        return with(Knobs.COOL_DOWN_MAX, coolDownMax);
    }

    /** Returns the same with that value of {@link #calm()}. */
    public Policy withCalm(Duration calm) {
        return with(Knobs.CALM, calm);
    }

    /** Returns the same with that value of {@link #dataCentre()}. */
    public Policy withDataCentre(String dataCentre) {
        return with(Knobs.DATA_CENTRE, dataCentre);
    }

    /** Returns the same with that value of {@link #dataCentreRule()}. */
    public Policy withDataCentreRule(Choice.DataCentres dataCentreRule) {
        return with(Knobs.DATA_CENTRE_RULE, dataCentreRule);
    }

    /** Returns the same with that value of {@link #unexpectedMasters()}. */
    public Policy withUnexpectedMasters(Choice.UnexpectedMasters unexpectedMasters) {
        return with(Knobs.UNEXPECTED_MASTERS, unexpectedMasters);
    }

    /** Returns the same with that value of {@link #chains()}. */
    public Policy withChains(Choice.Chains chains) {
        return with(Knobs.CHAINS, chains);
    }

    /** Returns the same with that value of {@link #fullCopies()}. */
    public Policy withFullCopies(Choice.FullCopies fullCopies) {
        return with(Knobs.FULL_COPIES, fullCopies);
    }

    /** Returns the same with that value of {@link #freshGroups()}. */
    public Policy withFreshGroups(Choice.FreshGroups freshGroups) {
        return with(Knobs.FRESH_GROUPS, freshGroups);
    }

    /** Returns the same with that value of {@link #resyncsMax()}. */
    public Policy withResyncsMax(int resyncsMax) {
        return with(Knobs.RESYNCS_MAX, resyncsMax);
    }

    /** Returns the same with that value of {@link #resyncPatience()}. */
    public Policy withResyncPatience(Duration resyncPatience) {
        return with(Knobs.RESYNC_PATIENCE, resyncPatience);
    }

    /** Returns the same with that value of {@link #followRetry()}. */
    public Policy withFollowRetry(Duration followRetry) {
        return with(Knobs.FOLLOW_RETRY, followRetry);
    }

    /** Returns what is wrong with this policy, one sentence each; empty for one that can work. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (Knob<?> knob : Knobs.ALL) {
            knob.fault(this).ifPresent(faults::add);
        }
        return List.copyOf(faults);
    }

    /** Only {@link #with} puts values in, each in the place of its own knob. */
    @SuppressWarnings("unchecked")
    <T extends Comparable<? super T>> T get(Knob<T> knob) {
        return (T) values.get(place(knob));
    }

    <T extends Comparable<? super T>> Policy with(Knob<T> knob, T value) {
        List<Object> next = new ArrayList<>(values);
        next.set(place(knob), value);
        return new Policy(next);
    }

    private static int place(Knob<?> knob) {
        return Optional.ofNullable(PLACES.get(knob.key())).orElseThrow();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Policy that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return "policy: look every " + probeInterval() + " within " + probeDeadline() + ", down after " + misses()
                + " misses and " + minimumDuration();
    }
}
