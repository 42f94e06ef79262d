/**
 * Puts what a reconciler saw, decided and did into words for people. Every program may depend on this package. Read
 * {@link dev.regroup.examples.narrate.Narration} first.
 */
@NullMarked
package dev.regroup.examples.narrate;

import org.jspecify.annotations.NullMarked;
