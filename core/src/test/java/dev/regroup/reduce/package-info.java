/** What the reducer makes of single situations. */
@NullMarked
package dev.regroup.reduce;

import org.jspecify.annotations.NullMarked;
