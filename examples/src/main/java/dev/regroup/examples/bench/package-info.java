/**
 * Measures what the library costs. Depends on the public API and on {@link dev.regroup.examples.redis} and
 * {@link dev.regroup.examples.store}. Read {@link
 * dev.regroup.examples.bench.Bench} first.
 */
@NullMarked
package dev.regroup.examples.bench;

import org.jspecify.annotations.NullMarked;
