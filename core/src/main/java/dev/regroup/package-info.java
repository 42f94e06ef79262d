/**
 * The running loop: {@link dev.regroup.Reconciler} looks at the nodes of many groups, reduces, commits, and only then
 * acts. This is the edge: it reads clocks, owns threads, and logs. Nothing but the embedding program depends on it.
 */
@NullMarked
package dev.regroup;

import org.jspecify.annotations.NullMarked;
