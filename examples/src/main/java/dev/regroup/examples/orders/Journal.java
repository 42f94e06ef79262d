package dev.regroup.examples.orders;

import dev.regroup.ReconcilerListener;
import dev.regroup.Step;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.examples.narrate.Narration;
import dev.regroup.examples.narrate.Sight;
import dev.regroup.model.Action;
import dev.regroup.model.Claim;
import dev.regroup.model.Diagnosis;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Outcome;
import dev.regroup.model.Reduction;
import dev.regroup.node.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The story of one run: what the player did, what the reconciler saw, decided, recorded and sent. Thread-safe. */
final class Journal implements ReconcilerListener {

    private record Entry(Duration at, String text) {}

    private record Period(Duration from, Duration to) {}

    private final GroupRecord first;
    private final long start = System.nanoTime();
    private final List<Entry> entries = new ArrayList<>();
    private final List<Period> claims = new ArrayList<>();
    private final Map<NodeId, Sight> sights = new HashMap<>();
    private List<List<String>> taken = List.of(List.of());
    private Optional<Duration> claimedSince = Optional.empty();
    private Optional<Diagnosis> diagnosis = Optional.empty();
    private int commits;
    private int commands;
    private int timeouts;

    Journal(GroupRecord first) {
        this.first = first;
    }

    /** Returns the time since the journal was begun. */
    Duration now() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Adds what the player did. */
    synchronized void played(String text) {
        add("player: " + text);
    }

    synchronized int commits() {
        return commits;
    }

    synchronized int commands() {
        return commands;
    }

    /**
     * Returns the commands that took effect, in the words of {@link Action#words}: with and without each of which nobody
     * knows whether it did, since its node died before it answered.
     */
    synchronized List<List<String>> taken() {
        return taken;
    }

    synchronized int timeouts() {
        return timeouts;
    }

    /** Tells whether a claim is pending, or about to be stored or ended. */
    synchronized boolean isClaimPending() {
        return claimedSince.isPresent();
    }

    /** Tells whether a claim was pending at any time within that period. */
    synchronized boolean wasClaimPending(Duration from, Duration to) {
        return claimedSince.filter(since -> since.compareTo(to) <= 0).isPresent()
                || claims.stream()
                        .anyMatch(claim ->
                                claim.from().compareTo(to) <= 0 && claim.to().compareTo(from) >= 0);
    }

    /** Returns all lines. */
    synchronized List<String> lines() {
        return entries.stream().map(Journal::line).toList();
    }

    /** Returns the lines of that period and a little before and after it. */
    synchronized List<String> lines(Duration from, Duration to) {
        Duration margin = Duration.ofMillis(300);
        return entries.stream()
                .filter(entry -> entry.at().compareTo(from.minus(margin)) >= 0
                        && entry.at().compareTo(to.plus(margin)) <= 0)
                .map(Journal::line)
                .toList();
    }

    @Override
    public synchronized void looked(GroupId group, NodeReport report) {
        if (report.outcome() instanceof Outcome.Silent silent && silent.silence() == Outcome.Silence.TIMEOUT) {
            timeouts++;
        }
        Sight sight = Sight.of(report.outcome(), first);
        if (!sight.equals(sights.put(report.node(), sight))) {
            add("seen: " + report.node() + " " + sight.text());
        }
    }

    @Override
    public synchronized void reduced(Step step) {
        Reduction reduction = step.reduction();
        GroupRecord record = reduction.state().record();
        if (record.claim() instanceof Claim.Pending && claimedSince.isEmpty()) {
            claimedSince = Optional.of(now());
        }
        StringBuilder text = new StringBuilder("decided: ").append(reduction.diagnosis());
        int bare = text.length();
        append(
                text,
                "changes",
                String.join(", ", Narration.changes(step.before().record(), record)));
        append(text, "why", Narration.reasons(reduction.reasons()));
        append(text, "waits for", Narration.vetoes(reduction.vetoes()));
        append(
                text,
                "to send",
                String.join(
                        ", ",
                        reduction.actions().stream().map(Narration::action).toList()));
        // A counter that moved is no news, and neither is who would be elected.
        if (text.length() > bare || !diagnosis.equals(Optional.of(reduction.diagnosis()))) {
            append(text, "candidates", Narration.verdicts(reduction.verdicts()));
            add(text.toString());
        }
        diagnosis = Optional.of(reduction.diagnosis());
    }

    @Override
    public synchronized void committed(GroupRecord record, CommitOutcome outcome) {
        if (!(outcome instanceof CommitOutcome.Committed)) {
            add("not committed: " + outcome);
            return;
        }
        commits++;
        add("committed");
        if (record.claim() instanceof Claim.None && claimedSince.isPresent()) {
            claims.add(new Period(claimedSince.get(), now()));
            claimedSince = Optional.empty();
        }
    }

    @Override
    public synchronized void sent(Action action, Sent outcome) {
        commands += outcome instanceof Sent.NotSent ? 0 : 1;
        List<List<String>> withThis = taken.stream()
                .map(words ->
                        Stream.concat(words.stream(), Stream.of(action.words())).toList())
                .toList();
        if (outcome instanceof Sent.Applied) {
            taken = withThis;
        } else if (outcome instanceof Sent.Maybe) {
            taken = Stream.concat(taken.stream(), withThis.stream()).distinct().toList();
        }
        add("sent: " + Narration.action(action) + ", " + Narration.outcome(outcome));
    }

    @Override
    public synchronized void blockedByStore(GroupId group, String reason) {
        add("blocked by the store: " + reason);
    }

    private void add(String text) {
        entries.add(new Entry(now(), text));
    }

    private static void append(StringBuilder text, String what, String value) {
        if (!value.isEmpty()) {
            text.append("; ").append(what).append(": ").append(value);
        }
    }

    private static String line(Entry entry) {
        return String.format(Locale.ROOT, "%8.3f  %s", entry.at().toMillis() / 1000.0, entry.text());
    }
}
