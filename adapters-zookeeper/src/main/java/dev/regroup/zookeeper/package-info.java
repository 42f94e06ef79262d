/**
 * Keeps Regroup's records in Apache ZooKeeper: an implementation of the port in {@code dev.regroup.coordinator}, and
 * named by nothing but the program that chooses it. Read {@link dev.regroup.zookeeper.ZooKeeperCoordinator} first.
 */
@NullMarked
package dev.regroup.zookeeper;

import org.jspecify.annotations.NullMarked;
