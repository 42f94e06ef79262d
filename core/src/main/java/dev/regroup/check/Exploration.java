package dev.regroup.check;

import dev.regroup.model.Block;
import dev.regroup.model.Diagnosis;
import dev.regroup.model.Reason;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an exploration found. Immutable.
 *
 * @param moments how many different moments there are
 * @param rounds the K of the documentation: after how many rounds, at the most, nothing changes any more once faults
 *     pause
 * @param diagnoses the findings that occurred
 * @param reasons the causes that occurred
 * @param blocks the blocks that occurred, and in how many moments each stands
 * @param counterexample the shortest path to a broken promise, one step a line, the last line naming the promise; empty
 *     if none
 */
public record Exploration(
        int moments,
        int rounds,
        Set<Diagnosis> diagnoses,
        Set<Reason.Code> reasons,
        Map<Block.Kind, Integer> blocks,
        List<String> counterexample) {

    /** Tells whether every promise was kept in every moment. */
    public boolean isKept() {
        return counterexample.isEmpty();
    }
}
