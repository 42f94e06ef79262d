package dev.regroup.journal;

import dev.regroup.model.Reduction;

/**
 * One step of the reducer: reducing the inputs again gives the same reduction. Immutable.
 *
 * @param inputs what went in
 * @param reduction what came out
 */
public record Entry(Inputs inputs, Reduction reduction) {}
