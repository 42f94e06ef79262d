/** The README tells the truth. */
@NullMarked
package dev.regroup.examples.embedding;

import org.jspecify.annotations.NullMarked;
