package dev.regroup.examples.orders;

import dev.regroup.examples.narrate.Narration;
import dev.regroup.examples.redis.Client;
import dev.regroup.examples.redis.RedisProcess;
import dev.regroup.model.Block;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.MemberRecord.Health;
import dev.regroup.model.Standing;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells what a group still misses, by its record and by what its nodes say themselves. Confined to one thread. */
final class Convergence {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private final Group group;
    private final Supplier<Optional<GroupState>> state;

    Convergence(Group group, Supplier<Optional<GroupState>> state) {
        this.group = group;
        this.state = state;
    }

    /**
     * Returns what is missing: one master is recorded, everybody is recorded as up, and all others are linked to it.
     */
    List<String> missing() {
        Optional<GroupRecord> record = state.get().map(GroupState::record);
        if (record.isEmpty()) {
            return List.of("there is no record");
        }
        List<String> missing = missingInRecord(record.get());
        return missing.isEmpty() ? missingOnNodes(record.get()) : missing;
    }

    /** Returns what is missing before the first event: everybody is recorded as in sync, too. */
    List<String> missingToBegin() {
        List<String> missing = missing();
        return missing.isEmpty() ? notInSync(state.get().orElseThrow().record()) : missing;
    }

    private static List<String> missingInRecord(GroupRecord record) {
        List<String> missing = new ArrayList<>();
        if (record.master().isEmpty()) {
            missing.add("no master is recorded");
        }
        if (record.claim() instanceof Claim.Pending pending) {
            missing.add("a claim is pending for " + pending.candidate());
        }
        if (record.block() instanceof Block.On) {
            missing.add("the group is blocked: " + Narration.block(record.block()));
        }
        for (MemberRecord member : record.members()) {
            if (member.health() != Health.UP) {
                missing.add(member.id() + " is recorded as " + member.health());
            }
        }
        return missing;
    }

    /** Asks the nodes themselves, on connections that Regroup does not use. */
    private List<String> missingOnNodes(GroupRecord record) {
        List<String> missing = new ArrayList<>();
        RedisProcess master = group.node(record.master().orElseThrow());
        for (RedisProcess node : group.nodes()) {
            try (Client client = Client.connect(node.address(), ANSWER_WITHIN)) {
                String found = describe(client.replication());
                String wanted = node.id().equals(master.id()) ? "master" : "follows " + master.address() + ", link up";
                if (!found.equals(wanted)) {
                    missing.add(node.id() + " should be: " + wanted + ", but is: " + found);
                }
            } catch (UncheckedIOException failure) {
                missing.add(node.id() + " does not answer: " + failure.getMessage());
            }
        }
        return missing;
    }

    private static List<String> notInSync(GroupRecord record) {
        return record.members().stream()
                .filter(member -> !(member.standing() instanceof Standing.InSync))
                .map(member -> member.id() + " is not recorded as in sync")
                .toList();
    }

    private static String describe(Map<String, String> replication) {
        String role = replication.getOrDefault("role", "?");
        return role.equals("slave")
                ? "follows " + replication.get("master_host") + ":" + replication.get("master_port") + ", link "
                        + replication.get("master_link_status")
                : role;
    }
}
