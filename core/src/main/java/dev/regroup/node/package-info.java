/**
 * The port to nodes: look at them, command them. Implementations live elsewhere ({@code dev.regroup.redis}); this
 * package knows only {@link dev.regroup.model}. Read {@link dev.regroup.node.Nodes} first.
 */
@NullMarked
package dev.regroup.node;

import org.jspecify.annotations.NullMarked;
