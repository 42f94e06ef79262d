package dev.regroup.journal;

import dev.regroup.json.Tree;
import dev.regroup.model.InvalidConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * As much of JSON Schema as our schema uses, and stricter: a key that the schema does not name is a fault. Remembers
 * what it has met. Confined to one thread.
 */
final class Schema {

    private final Tree.Fields root;
    private final Set<String> met = new TreeSet<>();

    Schema(Tree.Fields root) {
        this.root = root;
    }

    /** A key of an object of a line: where it is, and whether the schema requires it. */
    record Key(List<Object> path, Demand demand) {}

    enum Demand {
        REQUIRED,
        OPTIONAL
    }

    /** Returns every key of that line; throws for a line that does not match. */
    List<Key> match(Tree line) {
        List<Key> keys = new ArrayList<>();
        match("#", root, line, List.of(), keys);
        return keys;
    }

    /** Returns every property, kind and constant that was met, by its place in the schema. */
    Set<String> met() {
        return met;
    }

    /** Returns every property, kind and constant that there is. */
    Set<String> all() {
        Set<String> all = new TreeSet<>();
        collect("#", root, all);
        root.object("$defs").byKey().forEach((name, part) -> collect("#/$defs/" + name, fields(part), all));
        return all;
    }

    private static void collect(String place, Tree.Fields schema, Set<String> all) {
        schema.optionalObject("properties")
                .ifPresent(properties -> properties.byKey().forEach((key, part) -> {
                    all.add(place + "/" + key);
                    collect(place + "/" + key, fields(part), all);
                }));
        schema.optionalObject("items").ifPresent(items -> collect(place + "[]", items, all));
        if (schema.optional("oneOf").isPresent()) {
            schema.array("oneOf")
                    .forEach(option -> collect(place + "(" + kind(fields(option)) + ")", fields(option), all));
        }
        if (schema.optional("enum").isPresent()) {
            schema.texts("enum", value -> all.add(place + "=" + value));
        }
    }

    private void match(String place, Tree.Fields schema, Tree value, List<Object> path, List<Key> keys) {
        if (schema.optional("$ref").isPresent()) {
            String name = schema.text("$ref").substring("#/$defs/".length());
            match("#/$defs/" + name, root.object("$defs").object(name), value, path, keys);
        } else if (schema.optional("oneOf").isPresent()) {
            String kind = value.asObject(place).text("kind");
            Tree.Fields option = schema.array("oneOf").stream()
                    .map(Schema::fields)
                    .filter(one -> kind(one).equals(kind))
                    .reduce((one, other) -> fault(place + " has two options of the kind " + kind))
                    .orElseGet(() -> fault(place + " has no option of the kind " + kind));
            match(place + "(" + kind + ")", option, value, path, keys);
        } else if (schema.optional("enum").isPresent()) {
            String constant = value.asText(place);
            require(schema.texts("enum", text -> text).contains(constant), place + " has no constant " + constant);
            met.add(place + "=" + constant);
        } else if (schema.optional("const").isPresent()) {
            require(schema.required("const").equals(value), place + " is " + value);
        } else {
            matchType(place, schema, value, path, keys);
        }
    }

    private void matchType(String place, Tree.Fields schema, Tree value, List<Object> path, List<Key> keys) {
        if (value instanceof Tree.Fields object) {
            requireType(place, schema, "object");
            matchObject(place, schema, object, path, keys);
        } else if (value instanceof Tree.Items items) {
            requireType(place, schema, "array");
            for (int i = 0; i < items.all().size(); i++) {
                match(place + "[]", schema.object("items"), items.all().get(i), plus(path, i), keys);
            }
        } else if (value instanceof Tree.Text text) {
            requireType(place, schema, "string");
            require(
                    schema.optional("pattern").isEmpty()
                            || Pattern.compile(schema.text("pattern"))
                                    .matcher(text.value())
                                    .find(),
                    place + " is " + text.value());
        } else {
            requireType(place, schema, "integer");
        }
    }

    private void matchObject(String place, Tree.Fields schema, Tree.Fields object, List<Object> path, List<Key> keys) {
        List<String> required =
                schema.optional("required").isPresent() ? schema.texts("required", text -> text) : List.of();
        required.forEach(key -> require(object.optional(key).isPresent(), place + " lacks " + key));
        Tree.Fields properties = schema.object("properties");
        for (Map.Entry<String, Tree> field : object.byKey().entrySet()) {
            String key = field.getKey();
            met.add(place + "/" + key);
            keys.add(new Key(plus(path, key), required.contains(key) ? Demand.REQUIRED : Demand.OPTIONAL));
            match(place + "/" + key, properties.object(key), field.getValue(), plus(path, key), keys);
        }
    }

    private static void requireType(String place, Tree.Fields schema, String type) {
        Tree allowed = schema.required("type");
        boolean isAllowed = allowed.equals(new Tree.Text(type))
                || (allowed instanceof Tree.Items several && several.all().contains(new Tree.Text(type)));
        require(isAllowed, place + " must not be of type " + type);
    }

    private static void require(boolean holds, String fault) {
        if (!holds) {
            fault(fault);
        }
    }

    private static Tree.Fields fault(String fault) {
        throw InvalidConfiguration.of(fault);
    }

    private static String kind(Tree.Fields option) {
        return option.object("properties").object("kind").text("const");
    }

    private static Tree.Fields fields(Tree tree) {
        return tree.asObject("a part of the schema");
    }

    private static List<Object> plus(List<Object> path, Object step) {
        List<Object> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }
}
