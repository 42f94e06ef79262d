package dev.regroup.codis;

import dev.regroup.coordinator.Bytes;
import dev.regroup.json.Json;
import dev.regroup.json.Tree;
import dev.regroup.model.InvalidConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A product as {@code codis-admin --config-dump} prints it: one object with the lists {@code slots}, {@code group} and
 * {@code proxy}, and in later versions the object {@code sentinel}, each element as the store has it (CodisLabs/codis,
 * {@code cmd/admin/admin.go}, {@code ConfigV3}). Pure.
 */
public final class CodisDump {

    private static final int SLOTS = 1024;
    private static final int GROUPS = 9999;
    private static final Pattern TOKEN = Pattern.compile("[\\w.-]+");

    private final String folder;
    private final Map<String, Bytes> nodes = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();

    private CodisDump(String product) {
        this.folder = "/codis3/" + CodisLayout.of(product).product();
    }

    /**
     * Returns the nodes that the dump stands for, by path and in its order: groups, proxies, slots that belong to a
     * group, and the sentinels; in the bytes that codis-dashboard writes. The product's lock is not part of a dump.
     *
     * @param product its name, which the dump does not hold
     * @param dump any bytes
     * @throws InvalidConfiguration if it is no such dump, with all of its faults: Codis itself does not restore a dump
     *     with an element twice, or one that was taken while a group was being promoted or a slot migrated
     */
    public static Map<String, Bytes> nodes(String product, Bytes dump) {
        CodisDump read = new CodisDump(product);
        Tree.Fields root = Json.read(dump.toArray()).asObject("the dump");
        if (root.optional("slots").isEmpty() && root.optional("group").isEmpty()) {
            throw InvalidConfiguration.of(
                    "this is no dump of codis-admin --config-dump: it has no 'group' and no 'slots'");
        }
        read.elements(root, "group").forEach(read::group);
        read.elements(root, "proxy").forEach(read::proxy);
        read.elements(root, "slots").forEach(read::slot);
        root.optional("sentinel").ifPresent(sentinel -> read.put("/sentinel", sentinel));
        if (!read.faults.isEmpty()) {
            throw InvalidConfiguration.of(read.faults);
        }
        return new TreeMap<>(read.nodes);
    }

    private List<Tree.Fields> elements(Tree.Fields root, String key) {
        if (root.optional(key).isEmpty()) {
            return List.of();
        }
        return root.objects(key, element -> element);
    }

    private void group(Tree.Fields group) {
        int id = group.integer("id");
        if (id < 1 || id > GROUPS) {
            faults.add("the group " + id + " is not within 1 to " + GROUPS);
            return;
        }
        if (!isIdle(group, "promoting")) {
            faults.add("the group " + id + " is being promoted: let that end, and take the dump again");
        }
        put(String.format(Locale.ROOT, "/group/group-%04d", id), group);
    }

    private void proxy(Tree.Fields proxy) {
        String token = proxy.text("token");
        if (!TOKEN.matcher(token).matches()) {
            faults.add("the proxy's token '" + token + "' is none");
            return;
        }
        put("/proxy/proxy-" + token, proxy);
    }

    /** A slot that belongs to no group has no node. */
    private void slot(Tree.Fields slot) {
        int id = slot.integer("id");
        if (id < 0 || id >= SLOTS) {
            faults.add("the slot " + id + " is not within 0 to " + (SLOTS - 1));
            return;
        }
        if (!isIdle(slot, "action")) {
            faults.add("the slot " + id + " is being migrated: let that end, and take the dump again");
        }
        if (slot.integer("group_id") != 0) {
            put(String.format(Locale.ROOT, "/slots/slot-%04d", id), slot);
        }
    }

    private static boolean isIdle(Tree.Fields element, String key) {
        Optional<Tree.Fields> action = element.optionalObject(key);
        return action.flatMap(fields -> fields.optional("state"))
                .filter(state -> !state.equals(new Tree.Text("")))
                .isEmpty();
    }

    private void put(String path, Tree node) {
        if (nodes.put(folder + path, Bytes.utf8(GoJson.write(node))) != null) {
            faults.add("the node " + folder + path + " is there twice");
        }
    }
}
