package dev.regroup.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A policy as keys and texts, and back. */
final class PolicyText {

    private PolicyText() {}

    static Map<String, String> write(Policy policy) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Knob<?> knob : Knobs.ALL) {
            texts.put(knob.key(), knob.text(policy));
        }
        return Collections.unmodifiableMap(texts);
    }

    static Policy read(Map<String, String> texts) {
        List<String> faults = new ArrayList<>();
        Policy policy = Policy.defaults();
        // Sorted, so that the faults come in one order whatever map was given.
        for (Map.Entry<String, String> entry : new TreeMap<>(texts).entrySet()) {
            Optional<Knob<?>> knob = knob(entry.getKey());
            Policy before = policy;
            Optional<Policy> changed = knob.flatMap(known -> known.read(before, entry.getValue()));
            if (changed.isEmpty()) {
                faults.add(fault(entry.getKey(), entry.getValue(), knob));
            }
            policy = changed.orElse(policy);
        }
        faults.addAll(policy.faults());
        if (!faults.isEmpty()) {
            throw InvalidConfiguration.of(faults);
        }
        return policy;
    }

    private static Optional<Knob<?>> knob(String key) {
        for (Knob<?> knob : Knobs.ALL) {
            if (knob.key().equals(key)) {
                return Optional.of(knob);
            }
        }
        return Optional.empty();
    }

    private static String fault(String key, String text, Optional<Knob<?>> knob) {
        return knob.map(known -> known.key() + " is '" + text + "', which is not "
                        + known.measure().like())
                .orElseGet(() -> "there is no knob '" + key + "'; the nearest one is '" + nearest(key) + "'");
    }

    private static String nearest(String key) {
        String folded = key.replaceAll("([a-z])([A-Z])", "$1-$2")
                .toLowerCase(Locale.ROOT)
                .replace('_', '-')
                .replace('.', '-');
        return Knobs.ALL.stream()
                .map(Knob::key)
                .min(Comparator.comparingInt(known -> distance(folded, known)))
                .orElseThrow();
    }

    /** How many letters must be inserted, deleted or replaced to turn the one into the other (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
