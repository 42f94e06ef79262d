package dev.regroup.journal;

import dev.regroup.model.GroupState;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;

/**
 * Everything that a reducer decides from. Immutable.
 *
 * @param policy its rules
 * @param state what it remembers of the group
 * @param observation what was seen
 */
public record Inputs(Policy policy, GroupState state, Observation observation) {}
