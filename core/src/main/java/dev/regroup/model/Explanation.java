package dev.regroup.model;

import java.time.Duration;
import java.util.List;

/**
 * What a reduction found, did and waits for, as one line for people that programs can read back. Immutable.
 *
 * <pre>
 * MASTER_DOWN: NODE_DOWN[a], BLOCKED; blocked HELD_COOL_DOWN; candidates b FIRST, c ELECTABLE 2, d LAGGING; vetoed COOL_DOWN for 8s;
 * waits for TIME; again in 8s
 * </pre>
 *
 * <p>(on one line). There is one text for each value: a part that says nothing is left out, and {@link #parse} reads no
 * other text. It is the same in the log and in the scenarios. Times are counted from the observation, so that the same
 * situation reads the same at any time.
 *
 * @param finding what was found
 * @param reasons why anything was changed or commanded
 * @param candidates who would be elected now, and why others would not
 * @param vetoes what stands in the way for a time, counted from the observation
 * @param missing the facts that are missing for the next step
 * @param wake when something ends or is due by itself, counted from the observation
 */
public record Explanation(
        Finding finding,
        List<Reason> reasons,
        List<Verdict> candidates,
        List<Veto> vetoes,
        List<Missing> missing,
        Wake wake) {

    /**
     * What was found.
     *
     * @param diagnosis the finding
     * @param blocks what stands in the way until an event from outside, the recorded one first
     * @param alerts what a person should know although nothing is done about it
     */
    public record Finding(Diagnosis diagnosis, List<Block.On> blocks, List<Alert> alerts) {

        /** Copies the lists. */
        public Finding {
            blocks = List.copyOf(blocks);
            alerts = List.copyOf(alerts);
        }
    }

    /** Copies the lists. */
    public Explanation {
        reasons = List.copyOf(reasons);
        candidates = List.copyOf(candidates);
        vetoes = List.copyOf(vetoes);
        missing = List.copyOf(missing);
    }

    /**
     * Returns the explanation of a reduction.
     *
     * @param at monotonic time of the observation that was reduced; what ends more than a hundred years from it never
     *     does
     */
    public static Explanation of(Reduction reduction, Duration at) {
        return new Explanation(
                new Finding(reduction.diagnosis(), reduction.blocks(), reduction.alerts()),
                reduction.reasons(),
                reduction.verdicts(),
                reduction.vetoes().stream()
                        .map(veto -> new Veto(veto.kind(), veto.nodes(), since(veto.until(), at)))
                        .toList(),
                reduction.missing(),
                since(reduction.wake(), at));
    }

    private static Wake since(Wake wake, Duration at) {
        return wake instanceof Wake.At end ? Wake.at(end.time().minus(at)) : wake;
    }

    /**
     * Reads a line back.
     *
     * @throws InvalidConfiguration if it is not exactly what {@link #toString} gives for some value
     */
    public static Explanation parse(String line) {
        return ExplanationText.parse(line);
    }

    /** Returns the line; {@link #parse} reads it back. */
    @Override
    public String toString() {
        return ExplanationText.write(this);
    }
}
