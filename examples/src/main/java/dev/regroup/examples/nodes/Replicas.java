package dev.regroup.examples.nodes;

import dev.regroup.examples.redis.RedisLab;
import dev.regroup.examples.redis.RedisProcess;
import dev.regroup.model.Address;
import dev.regroup.model.NodeId;
import dev.regroup.redis.FaultTable;

/** Two masters, and replicas of the first of them, as redis-server processes. Confined to one thread. */
final class Replicas implements FaultTable.Lab, AutoCloseable {

    private final RedisLab lab;
    private final RedisProcess first;
    private final RedisProcess other;

    private Replicas(RedisLab lab, RedisProcess first, RedisProcess other) {
        this.lab = lab;
        this.first = first;
        this.other = other;
    }

    static Replicas start(RedisLab lab) {
        return new Replicas(lab, lab.startMaster(NodeId.of("first")), lab.startMaster(NodeId.of("other")));
    }

    @Override
    public Address first() {
        return first.address();
    }

    @Override
    public Address other() {
        return other.address();
    }

    @Override
    public FaultTable.Node start() {
        RedisProcess replica = lab.startReplica(NodeId.of("replica"), first);
        return new FaultTable.Node() {
            @Override
            public Address address() {
                return replica.address();
            }

            @Override
            public void close() {
                replica.close();
            }
        };
    }

    @Override
    public void close() {
        first.close();
        other.close();
    }
}
