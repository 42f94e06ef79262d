/**
 * Codis, as its dashboard keeps it in a store. {@link dev.regroup.codis.CodisLayout} keeps records in the very nodes
 * that codis-dashboard and its tools read; {@link dev.regroup.codis.GoJson} writes them as Go does. These are pure.
 *
 * <p>Knows only {@link dev.regroup.model}, {@link dev.regroup.json} and {@link dev.regroup.coordinator}. Read
 * {@link dev.regroup.codis.CodisLayout} first.
 */
@NullMarked
package dev.regroup.codis;

import org.jspecify.annotations.NullMarked;
