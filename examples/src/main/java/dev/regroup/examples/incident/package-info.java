/**
 * The program that plays the stop/start order of OpenAtomFoundation/pikiwidb issue 2649 on two real nodes and shows
 * what is seen, decided and done. Only {@link dev.regroup.examples.Main} depends on it. Read {@link
 * dev.regroup.examples.incident.Incident} first.
 */
@NullMarked
package dev.regroup.examples.incident;

import org.jspecify.annotations.NullMarked;
