/**
 * Shows what nodes tell and what commands to them come to when something goes wrong. Depends on the tables of core's
 * tests, and on {@link dev.regroup.examples.redis}. Read {@link dev.regroup.examples.nodes.NodeTables} first.
 */
@NullMarked
package dev.regroup.examples.nodes;

import org.jspecify.annotations.NullMarked;
