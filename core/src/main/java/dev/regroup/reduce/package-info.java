/**
 * The reducer: one pure function from the previous state of a group and an observation to the next state, the actions
 * that follow from it, and the reasons. Depends on {@link dev.regroup.model} alone. Read {@link
 * dev.regroup.reduce.Reducer} first.
 */
@NullMarked
package dev.regroup.reduce;

import org.jspecify.annotations.NullMarked;
