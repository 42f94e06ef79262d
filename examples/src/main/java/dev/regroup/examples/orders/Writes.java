package dev.regroup.examples.orders;

import dev.regroup.examples.redis.Client;
import dev.regroup.model.Address;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Writes one value after the other through the recorded master, and remembers which were acknowledged: by the master,
 * and by every replica that was linked to it. A value acknowledged while a claim was pending is <em>raced</em>: the old
 * master may take it while another one is on its way to be promoted, so it counts neither as kept nor as lost. Confined
 * to one thread.
 *
 * <p>Linked is who says so, be it the master or the replica. After a copy of the data set a replica says so up to a
 * second before the master sends it anything (redis 7.0.15, replication.c: the stream to a replica with {@code
 * repl_start_cmd_stream_on_ack} begins with its next acknowledgement, and it sends one a second).
 */
final class Writes {

    /** How long one write may take altogether, so that it ends before the next event. */
    static final Duration BUDGET = Duration.ofMillis(150);

    private static final Duration ANSWER_WITHIN = Duration.ofMillis(60);
    private static final Duration WAIT_AT_MOST = Duration.ofMillis(50);

    /** A value that was acknowledged. */
    private record Value(String key, String value, NodeId master, Duration from, Duration to) {}

    private final List<Address> addresses;
    private final Supplier<Optional<GroupState>> state;
    private final Journal journal;
    private final List<Value> acknowledged = new ArrayList<>();
    private final List<Value> raced = new ArrayList<>();
    private int tried;

    Writes(List<Address> addresses, Supplier<Optional<GroupState>> state, Journal journal) {
        this.addresses = List.copyOf(addresses);
        this.state = state;
        this.journal = journal;
    }

    /** Writes the next value, if there is a recorded master. */
    void writeNext() {
        String key = "w" + tried++;
        Optional<GroupRecord> record = state.get().map(GroupState::record);
        Optional<MemberRecord> master = record.flatMap(known -> known.master().flatMap(known::member));
        if (master.isEmpty()) {
            journal.played(key + ": nobody is recorded as master");
            return;
        }
        Duration from = journal.now();
        int linked;
        try {
            linked = write(key, master.get().member().address());
        } catch (UncheckedIOException failure) {
            journal.played(key + " to " + master.get().id() + " not acknowledged: " + failure.getMessage());
            return;
        }
        Duration to = journal.now();
        Value value = new Value(key, value(key), master.get().id(), from, to);
        boolean isRaced = isClaimPending(record)
                || isClaimPending(state.get().map(GroupState::record))
                || journal.wasClaimPending(from, to);
        (isRaced ? raced : acknowledged).add(value);
        journal.played(key + " to " + master.get().id() + " acknowledged, also by " + linked + " linked replicas"
                + (isRaced ? ", raced" : ""));
    }

    /** Returns how many values were acknowledged and not raced. */
    int acknowledged() {
        return acknowledged.size();
    }

    /** Returns the keys of the acknowledged values that the node does not have. */
    List<String> missingOn(Client node) {
        return acknowledged.stream()
                .filter(value -> !has(node, value))
                .map(Value::key)
                .toList();
    }

    /** Explains every raced value: when it was written, whether the node has it, and the story around it. */
    List<String> explainRaced(Client master) {
        return raced.stream()
                .map(value ->
                        value.key() + " was acknowledged by " + value.master() + " while a claim was pending, and was "
                                + (has(master, value) ? "kept" : "discarded") + ":\n"
                                + String.join("\n", journal.lines(value.from(), value.to())))
                .toList();
    }

    /** Returns how many linked replicas have the value. */
    private int write(String key, Address master) {
        try (Client client = Client.connect(master, ANSWER_WITHIN)) {
            int linked = Math.max(client.linkedReplicas(), (int) addresses.stream()
                    .filter(address -> isLinked(address, master))
                    .count());
            client.write(key, value(key));
            int have = client.awaitReplicas(linked, WAIT_AT_MOST);
            if (have < linked) {
                throw new UncheckedIOException(new IOException("only " + have + " of " + linked + " replicas have it"));
            }
            return have;
        }
    }

    private static boolean isLinked(Address replica, Address master) {
        try (Client client = Client.connect(replica, ANSWER_WITHIN)) {
            return client.isLinkedTo(master);
        } catch (UncheckedIOException down) {
            return false;
        }
    }

    private static boolean has(Client node, Value value) {
        return node.read(value.key()).equals(Optional.of(value.value()));
    }

    private static boolean isClaimPending(Optional<GroupRecord> record) {
        return record.filter(known -> known.claim() instanceof Claim.Pending).isPresent();
    }

    private static String value(String key) {
        return "value-of-" + key;
    }
}
