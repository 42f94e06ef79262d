/**
 * Programs that run Regroup against real redis-server processes; {@link dev.regroup.examples.Main} picks one by its
 * name. Nothing depends on this package; it depends on one package for each program.
 */
@NullMarked
package dev.regroup.examples;

import org.jspecify.annotations.NullMarked;
