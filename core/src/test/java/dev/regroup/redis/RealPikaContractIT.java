package dev.regroup.redis;

import dev.regroup.node.Nodes;
import dev.regroup.node.NodesContract;

/** The contract of nodes, on a real Pika, if there is one: see {@link RealPika}. */
final class RealPikaContractIT extends NodesContract {

    @Override
    protected Nodes open() {
        return RedisNodes.create();
    }

    @Override
    protected Subject startMaster() {
        return RealPikaIT.subject(RealPika.start());
    }

    @Override
    protected Subject startReplica() {
        RealPika pika = RealPika.start();
        pika.ask("SLAVEOF", "127.0.0.1", "1");
        return RealPikaIT.subject(pika);
    }
}
