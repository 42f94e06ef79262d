/**
 * Keeps Regroup's records in etcd (API v3): an implementation of the port in {@code dev.regroup.coordinator}, and named
 * by nothing but the program that chooses it. Read {@link dev.regroup.etcd.EtcdCoordinator} first.
 */
@NullMarked
package dev.regroup.etcd;

import org.jspecify.annotations.NullMarked;
