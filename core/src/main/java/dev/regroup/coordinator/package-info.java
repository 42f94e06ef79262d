/**
 * The port to the store and election service in which records live, and its in-memory implementation. Read
 * {@link dev.regroup.coordinator.Coordinator} first. Knows only {@link dev.regroup.model}.
 */
@NullMarked
package dev.regroup.coordinator;

import org.jspecify.annotations.NullMarked;
