/**
 * Plays the reducer against every behaviour of a small model of the world, and judges each step: the explorer behind
 * the project's own proof, and usable for an embedder's policy. Pure: the same call gives the same report. Depends on
 * {@link dev.regroup.model} alone; the reducer is handed in. Read {@link dev.regroup.check.Explorer} first.
 */
@NullMarked
package dev.regroup.check;

import org.jspecify.annotations.NullMarked;
