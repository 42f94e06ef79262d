/**
 * The program that plays every legal order of stops and starts on real nodes, and checks that the group recovers and
 * keeps every acknowledged write. Only {@link dev.regroup.examples.Main} depends on it. Read {@link
 * dev.regroup.examples.orders.Order} first, then {@link dev.regroup.examples.orders.OrderRun}.
 */
@NullMarked
package dev.regroup.examples.orders;

import org.jspecify.annotations.NullMarked;
