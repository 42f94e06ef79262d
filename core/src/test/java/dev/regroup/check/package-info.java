/** The proof: every order, every state, and mutants that both must catch. */
@NullMarked
package dev.regroup.check;

import org.jspecify.annotations.NullMarked;
