package dev.regroup.codis;

import dev.regroup.coordinator.Bytes;
import dev.regroup.json.Json;
import dev.regroup.json.Tree;
import dev.regroup.model.Address;
import dev.regroup.model.InvalidConfiguration;
import dev.regroup.model.Member;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The content of a group node, with everything that is in it. Immutable.
 *
 * <p>The layouts of Pika from 851aab7b to v4.0.1 and of Codis 3.2 are read; what is written has the keys that were
 * found, and a new node those of Pika v4.0.1 (pkg/models/group.go).
 */
final class CodisGroup {

    /** The values of {@code state} (GroupServerState). */
    private static final Tree NORMAL = new Tree.Digits("0");

    private static final Tree OFFLINE = new Tree.Digits("2");
    private static final Tree YES = new Tree.Other("true");
    private static final Tree NO = new Tree.Other("false");

    private final Tree.Fields root;

    private CodisGroup(Tree.Fields root) {
        this.root = root;
    }

    /**
     * Reads a node.
     *
     * @throws InvalidConfiguration if codis-dashboard could not read it
     */
    static CodisGroup read(Bytes content) {
        Tree.Fields root = GoStruct.GROUP.read(Json.read(content.toArray()), "the node");
        List<Tree> servers = new ArrayList<>();
        for (Tree server : servers(root)) {
            Tree.Fields read = GoStruct.SERVER.read(server, "a server");
            servers.add(structured(read, "action"));
        }
        Tree.Fields whole = structured(root, "promoting");
        return new CodisGroup(
                GoStruct.value(whole, "servers").isPresent()
                        ? GoStruct.replaced(whole, "servers", new Tree.Items(servers))
                        : whole);
    }

    private static Tree.Fields structured(Tree.Fields object, String key) {
        return GoStruct.value(object, key)
                .map(value -> GoStruct.replaced(object, key, GoStruct.ACTION.read(value, "'" + key + "'")))
                .orElse(object);
    }

    private static List<Tree> servers(Tree.Fields root) {
        return GoStruct.value(root, "servers")
                .map(value -> {
                    if (value instanceof Tree.Items items) {
                        return items.all();
                    }
                    throw InvalidConfiguration.of("'servers' is not an array");
                })
                .orElse(List.of());
    }

    /** Returns a new node with these servers, as the dashboard writes one. */
    static CodisGroup create(long id, List<Member> members) {
        return new CodisGroup(Tree.Fields.builder()
                .number("id", id)
                .array(
                        "servers",
                        members,
                        member -> Tree.Fields.builder()
                                .text("server", member.address())
                                .text("datacenter", "")
                                .tree("action", Tree.Fields.builder().build())
                                .text("role", "")
                                .number("binlog_file_num", 0)
                                .number("binlog_offset", 0)
                                .tree("is_eligible_for_master_election", NO)
                                .number("state", 0)
                                .number("recall_times", 0)
                                .tree("replica_group", NO)
                                .build())
                .tree("promoting", Tree.Fields.builder().build())
                .tree("out_of_sync", NO)
                .build());
    }

    /** Returns the node as Go writes it. */
    Bytes write() {
        return Bytes.utf8(GoJson.write(root));
    }

    long id() {
        return GoStruct.number(root, "id");
    }

    /**
     * Returns where the servers listen, the first of them being the master.
     *
     * @throws InvalidConfiguration if one is not {@code host:port}
     */
    List<Address> addresses() {
        return servers(root).stream().map(CodisGroup::address).toList();
    }

    private static Address address(Tree server) {
        return Address.parse(GoStruct.text(server.asObject("a server"), "server"));
    }

    /** Returns which promotion somebody has begun, in words; empty if none. */
    Optional<String> promotion() {
        return GoStruct.value(root, "promoting")
                .map(value -> value.asObject("'promoting'"))
                .filter(promoting -> !GoStruct.text(promoting, "state").isEmpty())
                .map(promoting ->
                        "server " + GoStruct.number(promoting, "index") + " is " + GoStruct.text(promoting, "state"));
    }

    /**
     * Returns the same with that server first, in exchange for the former first one, as an automatic switch of the
     * dashboard leaves it; and marked as not yet told to the proxies.
     */
    CodisGroup withMaster(Member master) {
        List<Tree> servers = new ArrayList<>(servers(root));
        int place = place(master);
        if (place <= 0) {
            return this;
        }
        Tree.Fields promoted = servers.get(place).asObject("a server");
        servers.set(place, GoStruct.replaced(promoted, "role", new Tree.Text("master")));
        Collections.swap(servers, 0, place);
        return new CodisGroup(
                GoStruct.replaced(GoStruct.replaced(root, "servers", new Tree.Items(servers)), "out_of_sync", YES));
    }

    /** Returns the same with that server offline. */
    CodisGroup withDown(Member member) {
        return with(member, "state", OFFLINE);
    }

    /** Returns the same with that server in its normal state. */
    CodisGroup withUp(Member member) {
        return with(member, "state", NORMAL).with(member, "recall_times", new Tree.Digits("0"));
    }

    /** Returns the same with a replica called so, if it is called master. */
    CodisGroup withReplica(Member member) {
        boolean isCalledMaster = place(member) >= 0
                && GoStruct.text(servers(root).get(place(member)).asObject("a server"), "role")
                        .equals("master");
        return isCalledMaster ? with(member, "role", new Tree.Text("slave")) : this;
    }

    private CodisGroup with(Member member, String key, Tree value) {
        int place = place(member);
        if (place < 0) {
            return this;
        }
        List<Tree> servers = new ArrayList<>(servers(root));
        servers.set(place, GoStruct.replaced(servers.get(place).asObject("a server"), key, value));
        return new CodisGroup(GoStruct.replaced(root, "servers", new Tree.Items(servers)));
    }

    private int place(Member member) {
        List<Address> addresses = addresses();
        for (int i = 0; i < addresses.size(); i++) {
            if (member.isAt(addresses.get(i))) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CodisGroup that && root.equals(that.root);
    }

    @Override
    public int hashCode() {
        return root.hashCode();
    }

    @Override
    public String toString() {
        return GoJson.write(root);
    }
}
