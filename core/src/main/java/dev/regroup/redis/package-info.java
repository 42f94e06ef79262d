/**
 * Nodes that speak the Redis protocol, over Lettuce. May depend on {@link dev.regroup.model} and
 * {@link dev.regroup.node}; nothing depends on it, so that an embedder with other nodes can leave Lettuce out. Read
 * {@link dev.regroup.redis.RedisNodes} first, then {@code InfoParser} and {@code ReplyClassifier}, which are pure and
 * say what each answer means.
 */
@NullMarked
package dev.regroup.redis;

import org.jspecify.annotations.NullMarked;
