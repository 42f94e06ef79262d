/**
 * JSON as plain values, and the parts that several of our documents share. For our own codecs: hosts use {@link
 * dev.regroup.coordinator.NativeLayout} and {@link dev.regroup.journal.JournalCodec}.
 *
 * <p>Pure but for the streaming parser and generator of jackson-core, which no other package names. Knows only {@link
 * dev.regroup.model}. Read {@link dev.regroup.json.Tree} first.
 */
@NullMarked
package dev.regroup.json;

import org.jspecify.annotations.NullMarked;
