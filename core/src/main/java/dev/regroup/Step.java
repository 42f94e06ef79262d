package dev.regroup;

import dev.regroup.model.GroupState;
import dev.regroup.model.Observation;
import dev.regroup.model.Reduction;

/**
 * One reduction with everything that went into it: reducing {@code before} and {@code observation} again gives {@code
 * reduction}. Immutable.
 *
 * @param before the state that was reduced
 * @param observation what was seen
 * @param reduction what came of it
 */
public record Step(GroupState before, Observation observation, Reduction reduction) {}
