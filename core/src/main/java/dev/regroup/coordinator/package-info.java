/**
 * The port to the store and election service in which records live, and its in-memory implementation. Read
 * {@link dev.regroup.coordinator.Coordinator} first. Knows only {@link dev.regroup.model} and
 * {@link dev.regroup.json}.
 */
@NullMarked
package dev.regroup.coordinator;

import org.jspecify.annotations.NullMarked;
