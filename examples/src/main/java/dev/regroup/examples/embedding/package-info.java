/** The code that the README shows; a test compares the two. Nothing depends on it. */
@NullMarked
package dev.regroup.examples.embedding;

import org.jspecify.annotations.NullMarked;
