package dev.regroup.redis;

import dev.regroup.model.Member;
import dev.regroup.node.Nodes;
import dev.regroup.node.NodesContract;

/** The contract of nodes, on real redis-server processes. */
final class RedisNodesContractIT extends NodesContract {

    @Override
    protected Nodes open() {
        return RedisNodes.create();
    }

    @Override
    protected Subject startMaster() {
        return subject(RealRedis.start());
    }

    @Override
    protected Subject startReplica() {
        return subject(RealRedis.start("replicaof 127.0.0.1 1"));
    }

    private static Subject subject(RealRedis redis) {
        return new Subject() {
            @Override
            public Member member() {
                return redis.member("a");
            }

            @Override
            public void kill() {
                redis.kill9();
            }

            @Override
            public void close() {
                redis.close();
            }
        };
    }
}
