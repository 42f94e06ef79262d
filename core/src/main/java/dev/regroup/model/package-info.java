/**
 * The values that everything else exchanges: what is recorded, what was observed, what shall be done, and why.
 *
 * <p>Pure: immutable values, no clock, no input or output, no logging. Every package may depend on this one; it depends
 * on nothing of ours. Read {@link dev.regroup.model.GroupRecord} first, then {@link dev.regroup.model.Observation} and
 * {@link dev.regroup.model.Reduction}.
 */
@NullMarked
package dev.regroup.model;

import org.jspecify.annotations.NullMarked;
