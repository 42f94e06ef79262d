package dev.regroup.redis;

import dev.regroup.model.Address;
import dev.regroup.model.Member;
import dev.regroup.node.Nodes;
import dev.regroup.node.NodesContract;

/** The contract of nodes, on what speaks as a Pika does. */
final class PikaNodesContractTest extends NodesContract {

    @Override
    protected Nodes open() {
        return RedisNodes.create();
    }

    @Override
    protected Subject startMaster() {
        return subject(PikaStub.start());
    }

    @Override
    protected Subject startReplica() {
        return subject(PikaStub.start().following(Address.of("127.0.0.1", 1), "no_connect"));
    }

    private static Subject subject(PikaStub pika) {
        return new Subject() {
            @Override
            public Member member() {
                return pika.member("a");
            }

            @Override
            public void kill() {
                pika.close();
            }

            @Override
            public void close() {
                pika.close();
            }
        };
    }
}
