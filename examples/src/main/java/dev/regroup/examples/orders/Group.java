package dev.regroup.examples.orders;

import dev.regroup.examples.redis.RedisLab;
import dev.regroup.examples.redis.RedisProcess;
import dev.regroup.model.Address;
import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fresh nodes: the first is the master, the others follow it. Closing kills them. Confined to one thread. */
final class Group implements AutoCloseable {

    private final Map<NodeId, RedisProcess> nodes = new LinkedHashMap<>();

    private Group() {}

    static Group start(RedisLab lab, List<NodeId> names) {
        Group group = new Group();
        try {
            RedisProcess master = lab.startMaster(names.get(0));
            group.nodes.put(master.id(), master);
            for (NodeId name : names.subList(1, names.size())) {
                group.nodes.put(name, lab.startReplica(name, master));
            }
            return group;
        } catch (RuntimeException failure) {
            group.close();
            throw failure;
        }
    }

    RedisProcess node(NodeId id) {
        return Optional.ofNullable(nodes.get(id)).orElseThrow();
    }

    Collection<RedisProcess> nodes() {
        return nodes.values();
    }

    List<Member> members() {
        return nodes.values().stream().map(RedisProcess::member).toList();
    }

    List<Address> addresses() {
        return nodes.values().stream().map(RedisProcess::address).toList();
    }

    @Override
    public void close() {
        nodes.values().forEach(RedisProcess::close);
    }
}
