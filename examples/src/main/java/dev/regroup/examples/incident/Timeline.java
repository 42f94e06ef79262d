package dev.regroup.examples.incident;

import dev.regroup.ReconcilerListener;
import dev.regroup.Step;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.examples.incident.TimelineFormat.Cell;
import dev.regroup.examples.incident.TimelineFormat.Note;
import dev.regroup.examples.narrate.Narration;
import dev.regroup.examples.narrate.Sight;
import dev.regroup.examples.narrate.Style;
import dev.regroup.examples.narrate.Style.Tone;
import dev.regroup.examples.redis.Shutdown;
import dev.regroup.model.Action;
import dev.regroup.model.Block;
import dev.regroup.model.Diagnosis;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Member;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Reduction;
import dev.regroup.node.Sent;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Prints a row for everything that is done to a node, seen of it, recorded or sent, at once. Thread-safe. */
final class Timeline implements ReconcilerListener {

    private static final Sight NOT_SEEN_YET = new Sight(Sight.Kind.SILENT, "");

    private final PrintStream out;
    private final TimelineFormat format;
    private final GroupRecord first;
    private final Map<NodeId, Sight> sights = new LinkedHashMap<>();
    private Optional<Step> newest = Optional.empty();
    private Optional<Diagnosis> diagnosis = Optional.empty();
    private long start = System.nanoTime();
    private int commits;
    private int commands;

    Timeline(PrintStream out, Style style, GroupRecord first) {
        this.out = out;
        this.format = new TimelineFormat(style);
        this.first = first;
        first.members().forEach(member -> sights.put(member.id(), NOT_SEEN_YET));
    }

    /** Prints the head of the table; time begins here. */
    synchronized void begin() {
        start = System.nanoTime();
        List<String> names = first.members().stream()
                .map(MemberRecord::member)
                .map(Member::toString)
                .toList();
        format.head(names).forEach(out::println);
    }

    /** Prints what the player did to a node. */
    synchronized void played(NodeId node, Tone tone, String text) {
        printLane(node, tone, text);
    }

    /** Prints a remark. */
    synchronized void remarked(String text) {
        printNotes(new Note(Tone.DIM, text));
    }

    /** Returns how many records were committed. */
    synchronized int commits() {
        return commits;
    }

    /** Returns how many commands were sent. */
    synchronized int commands() {
        return commands;
    }

    @Override
    public synchronized void looked(GroupId group, NodeReport report) {
        Sight sight = Sight.of(report.outcome(), first);
        if (sight.equals(sights.put(report.node(), sight))) {
            return;
        }
        printLane(report.node(), Tone.PLAIN, sight.text());
    }

    @Override
    public synchronized void reduced(Step step) {
        newest = Optional.of(step);
        boolean isRecorded =
                !step.before().record().equals(step.reduction().state().record());
        if (!isRecorded && isNews(step.reduction())) {
            printNotes(new Note(Tone.PLAIN, finding(step.reduction())));
        }
        diagnosis = Optional.of(step.reduction().diagnosis());
    }

    @Override
    public synchronized void committed(GroupRecord record, CommitOutcome outcome) {
        if (!(outcome instanceof CommitOutcome.Committed)) {
            printNotes(new Note(Tone.YELLOW, "not recorded: " + outcome));
            return;
        }
        commits++;
        newest.filter(step -> step.reduction().state().record().equals(record)).ifPresent(this::printRecorded);
    }

    @Override
    public synchronized void sent(Action action, Sent outcome) {
        commands += outcome instanceof Sent.NotSent ? 0 : 1;
        String text = "sent " + Narration.action(action) + ": " + Narration.outcome(outcome);
        printNotes(new Note(Tone.CYAN, text));
    }

    @Override
    public synchronized void blockedByStore(GroupId group, String reason) {
        printNotes(new Note(Tone.YELLOW, "blocked by the store: " + reason));
    }

    private void printRecorded(Step step) {
        GroupRecord before = step.before().record();
        GroupRecord after = step.reduction().state().record();
        boolean isBlocked = !before.block().equals(after.block()) && after.block() instanceof Block.On;
        printNotes(
                new Note(isBlocked ? Tone.YELLOW : Tone.BOLD, String.join(", ", Narration.changes(before, after))),
                new Note(
                        Tone.PLAIN, "why: " + Narration.reasons(step.reduction().reasons())),
                new Note(Tone.PLAIN, finding(step.reduction())));
    }

    private boolean isNews(Reduction reduction) {
        return diagnosis.isEmpty() || diagnosis.get() != reduction.diagnosis();
    }

    private static String finding(Reduction reduction) {
        StringBuilder text = new StringBuilder("finding: ").append(reduction.diagnosis());
        if (!reduction.vetoes().isEmpty()) {
            text.append(", waits for ").append(Narration.vetoes(reduction.vetoes()));
        }
        if (!reduction.verdicts().isEmpty()) {
            text.append(", candidates: ").append(Narration.verdicts(reduction.verdicts()));
        }
        return text.toString();
    }

    private void printLane(NodeId node, Tone tone, String text) {
        print(id -> new Cell(sight(id).kind(), tone, id.equals(node) ? text : ""), List.of());
    }

    private void printNotes(Note... notes) {
        print(id -> new Cell(sight(id).kind(), Tone.PLAIN, ""), List.of(notes));
    }

    /** After Ctrl-C the nodes are killed, which is no part of the story. */
    private void print(Function<NodeId, Cell> cell, List<Note> notes) {
        if (Shutdown.hasBegun()) {
            return;
        }
        List<Cell> cells = sights.keySet().stream().map(cell).toList();
        format.row(Duration.ofNanos(System.nanoTime() - start), cells, notes).forEach(out::println);
    }

    private Sight sight(NodeId node) {
        return sights.getOrDefault(node, NOT_SEEN_YET);
    }
}
