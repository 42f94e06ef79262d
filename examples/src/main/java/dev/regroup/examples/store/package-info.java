/**
 * Where the examples keep their records: in memory, in a ZooKeeper server of their own, or in somebody's ensemble. Read
 * {@link dev.regroup.examples.store.StoreOptions} first.
 */
@NullMarked
package dev.regroup.examples.store;

import org.jspecify.annotations.NullMarked;
