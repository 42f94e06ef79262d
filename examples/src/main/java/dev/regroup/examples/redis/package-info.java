/**
 * Real redis-server processes on the loopback address, to be stopped and started again. Every program may depend on
 * this package. Read {@link dev.regroup.examples.redis.RedisLab} first.
 */
@NullMarked
package dev.regroup.examples.redis;

import org.jspecify.annotations.NullMarked;
