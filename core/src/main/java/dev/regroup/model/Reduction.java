package dev.regroup.model;

import java.util.List;
import java.util.Objects;

/** The result of one reduce: the next state, what to do once it is durable, and why. Immutable. */
public final class Reduction {

    private static final Wake NEVER = new Wake.Never();

    private final GroupState state;
    private final List<Action> actions;
    private final Diagnosis diagnosis;
    private final List<Reason> reasons;
    private final List<Block.On> blocks;
    private final List<Verdict> verdicts;
    private final List<Veto> vetoes;
    private final List<Missing> missing;
    private final List<Alert> alerts;
    private final Wake wake;

    private Reduction(
            GroupState state,
            List<Action> actions,
            Diagnosis diagnosis,
            List<Reason> reasons,
            List<Block.On> blocks,
            List<Verdict> verdicts,
            List<Veto> vetoes,
            List<Missing> missing,
            List<Alert> alerts,
            Wake wake) {
        this.state = state;
        this.actions = List.copyOf(actions);
        this.diagnosis = diagnosis;
        this.reasons = List.copyOf(reasons);
        this.blocks = List.copyOf(blocks);
        this.verdicts = List.copyOf(verdicts);
        this.vetoes = List.copyOf(vetoes);
        this.missing = List.copyOf(missing);
        this.alerts = List.copyOf(alerts);
        this.wake = wake;
    }

    /** Returns a reduction that did nothing but find. */
    public static Reduction of(GroupState state, Diagnosis diagnosis) {
        return new Reduction(
                state,
                List.of(),
                diagnosis,
                List.of(),
                recorded(state),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                NEVER);
    }

    private static List<Block.On> recorded(GroupState state) {
        return state.record().block() instanceof Block.On on ? List.of(on) : List.of();
    }

    /** Returns the next state; the very same instance as before if nothing changed. */
    public GroupState state() {
        return state;
    }

    /** Returns what to do, only after the state's record is durable; at most one command for each node. */
    public List<Action> actions() {
        return actions;
    }

    /** Returns the finding about the group. */
    public Diagnosis diagnosis() {
        return diagnosis;
    }

    /** Returns why anything was changed or commanded, in the order of the changes. */
    public List<Reason> reasons() {
        return reasons;
    }

    /**
     * Returns everything that stands in the way until an event from outside. The first is the one that the record keeps, if
     * any, here also with the nodes that are not recorded since they come and go; the others hold at this moment, too.
     */
    public List<Block.On> blocks() {
        return blocks;
    }

    /**
     * Returns who was elected, or would be now, or why nobody: what the election that is due makes of each member other
     * than the recorded master, and if none is due, what one would make of them now. Empty if no master is recorded, and
     * for a group that is healthy at a glance, of which {@code Reducer.readiness} tells it on demand.
     */
    public List<Verdict> verdicts() {
        return verdicts;
    }

    /** Returns what stands in the way of acting for a time. */
    public List<Veto> vetoes() {
        return vetoes;
    }

    /** Returns the facts that are missing for the next step; empty if there is none. */
    public List<Missing> missing() {
        return missing;
    }

    /** Returns what a person should know although nothing is done about it. */
    public List<Alert> alerts() {
        return alerts;
    }

    /** Returns the same with these alerts. */
    public Reduction withAlerts(List<Alert> alerts) {
        return new Reduction(state, actions, diagnosis, reasons, blocks, verdicts, vetoes, missing, alerts, wake);
    }

    /** Returns when to reduce again if nothing is seen before: something then ends or is due by itself. */
    public Wake wake() {
        return wake;
    }

    /** Returns the same with that time to reduce again. */
    public Reduction withWake(Wake wake) {
        return new Reduction(state, actions, diagnosis, reasons, blocks, verdicts, vetoes, missing, alerts, wake);
    }

    /** Returns the same with these actions. */
    public Reduction withActions(List<Action> actions) {
        return new Reduction(state, actions, diagnosis, reasons, blocks, verdicts, vetoes, missing, alerts, wake);
    }

    /** Returns the same with these reasons. */
    public Reduction withReasons(List<Reason> reasons) {
        return new Reduction(state, actions, diagnosis, reasons, blocks, verdicts, vetoes, missing, alerts, wake);
    }

    /** Returns the same with these blocks. */
    public Reduction withBlocks(List<Block.On> blocks) {
        return new Reduction(state, actions, diagnosis, reasons, blocks, verdicts, vetoes, missing, alerts, wake);
    }

    /** Returns the same with these verdicts. */
    public Reduction withVerdicts(List<Verdict> verdicts) {
        return new Reduction(state, actions, diagnosis, reasons, blocks, verdicts, vetoes, missing, alerts, wake);
    }

    /** Returns the same with these vetoes. */
    public Reduction withVetoes(List<Veto> vetoes) {
        return new Reduction(state, actions, diagnosis, reasons, blocks, verdicts, vetoes, missing, alerts, wake);
    }

    /** Returns the same with these missing facts. */
    public Reduction withMissing(List<Missing> missing) {
        return new Reduction(state, actions, diagnosis, reasons, blocks, verdicts, vetoes, missing, alerts, wake);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Reduction that
                && state.equals(that.state)
                && actions.equals(that.actions)
                && diagnosis == that.diagnosis
                && reasons.equals(that.reasons)
                && blocks.equals(that.blocks)
                && verdicts.equals(that.verdicts)
                && vetoes.equals(that.vetoes)
                && missing.equals(that.missing)
                && alerts.equals(that.alerts)
                && wake.equals(that.wake);
    }

    @Override
    public int hashCode() {
        return Objects.hash(state, actions, diagnosis, reasons, blocks, verdicts, vetoes, missing, alerts, wake);
    }

    @Override
    public String toString() {
        return diagnosis + " " + reasons + " " + actions;
    }
}
