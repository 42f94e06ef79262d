/**
 * One step of the reducer as one line of JSON: everything that went in and everything that came out.
 *
 * <p>Pure: immutable values, no clock, no input or output. Knows only {@link dev.regroup.model} and
 * {@link dev.regroup.json}. Read {@link dev.regroup.journal.Entry} first, then
 * {@link dev.regroup.journal.JournalCodec}; {@code journal.schema.json} beside them describes the line to other
 * languages.
 */
@NullMarked
package dev.regroup.journal;

import org.jspecify.annotations.NullMarked;
