package dev.regroup.architecture.planted.node;

import dev.regroup.architecture.planted.Root;
import dev.regroup.architecture.planted.redis.Client;
import io.lettuce.core.RedisURI;
import io.netty.buffer.ByteBuf;

/** Each class names one thing that a port must not know. */
public final class Misplaced {

    public record NamesTheRoot(Root root) {}

    public record NamesRedis(Client client) {}

    public record NamesLettuce(RedisURI uri) {}

    public record NamesNetty(ByteBuf bytes) {}

    private Misplaced() {}
}
