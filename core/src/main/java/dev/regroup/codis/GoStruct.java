package dev.regroup.codis;

import dev.regroup.json.Tree;
import dev.regroup.model.InvalidConfiguration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of one of Codis' structs, in the order in which Go writes them, older ones among them where they were. Go
 * finds keys whatever their case; keys it does not know it drops, and we keep. Immutable.
 */
final class GoStruct {

    static final GoStruct ACTION = new GoStruct().with("index", GoType.INT).with("state", GoType.STRING);
    static final GoStruct GROUP = new GoStruct()
            .with("id", GoType.INT)
            .with("servers", GoType.STRUCT)
            .with("promoting", GoType.STRUCT)
            .with("out_of_sync", GoType.BOOL);
    static final GoStruct SERVER = new GoStruct()
            .with("server", GoType.STRING)
            .with("datacenter", GoType.STRING)
            .with("action", GoType.STRUCT)
            .with("role", GoType.STRING)
            .with("replyoffset", GoType.INT)
            .with("reply_offset", GoType.INT)
            .with("binlog_file_num", GoType.UINT64)
            .with("binlog_offset", GoType.UINT64)
            .with("is_eligible_for_master_election", GoType.BOOL)
            .with("state", GoType.INT8)
            .with("recall_times", GoType.INT8)
            .with("replica_group", GoType.BOOL);

    private final Map<String, GoType> types;

    private GoStruct() {
        this(new LinkedHashMap<>());
    }

    private GoStruct(Map<String, GoType> types) {
        this.types = types;
    }

    private GoStruct with(String key, GoType type) {
        Map<String, GoType> next = new LinkedHashMap<>(types);
        next.put(key, type);
        return new GoStruct(next);
    }

    /**
     * Returns the object with the keys that Go knows first, in Go's order; each as it is spelled there.
     *
     * @throws InvalidConfiguration if Go could not read it
     */
    Tree.Fields read(Tree tree, String what) {
        Tree.Fields object = tree.asObject(what);
        Tree.Builder out = Tree.Fields.builder();
        List<String> taken = new ArrayList<>();
        types.forEach((key, type) -> find(object, key).ifPresent(spelled -> {
            Tree value = object.required(spelled);
            type.check(spelled, value);
            out.tree(spelled, value);
            taken.add(spelled);
        }));
        object.byKey().forEach((key, value) -> {
            if (!taken.contains(key)) {
                out.tree(key, value);
            }
        });
        return out.build();
    }

    /** Returns how that key is spelled in the object, if it is there: exactly so, or else in another case. */
    static Optional<String> find(Tree.Fields object, String key) {
        if (object.optional(key).isPresent()) {
            return Optional.of(key);
        }
        return object.byKey().keySet().stream()
                .filter(other -> other.toLowerCase(Locale.ROOT).equals(key))
                .findFirst();
    }

    /** Returns the value of that key, if there is one that is not null. */
    static Optional<Tree> value(Tree.Fields object, String key) {
        return find(object, key)
                .flatMap(object::optional)
                .filter(value ->
                        !(value instanceof Tree.Other other && other.literal().equals("null")));
    }

    /** Returns the text of that key, or Go's zero value. */
    static String text(Tree.Fields object, String key) {
        return value(object, key).map(value -> value.asText("'" + key + "'")).orElse("");
    }

    /** Returns the number of that key, or Go's zero value. */
    static long number(Tree.Fields object, String key) {
        return value(object, key)
                .map(value -> value instanceof Tree.Digits digits ? digits.value() : 0L)
                .orElse(0L);
    }

    /**
     * Returns the object with that value, if it has the key: a version of Codis that has no such key stays without it.
     */
    static Tree.Fields replaced(Tree.Fields object, String key, Tree value) {
        return find(object, key)
                .map(spelled ->
                        Tree.Fields.builder().all(object).tree(spelled, value).build())
                .orElse(object);
    }
}
