package dev.regroup.journal;

import dev.regroup.json.Parts;
import dev.regroup.json.Tree;
import dev.regroup.model.Commanded;

/** The last order of a kind to a node as an object, and back. */
final class CommandedJson {

    private CommandedJson() {}

    static Tree.Fields write(Commanded last) {
        return Tree.Fields.builder()
                .text("kind", Parts.kebab(last.order().kind()))
                .text("node", last.node())
                .text("incarnation", last.order().incarnation())
                .text("master", last.order().master())
                .text("at", last.at())
                .number("tries", last.tries())
                .number("reversals", last.reversals())
                .text("answer", Parts.kebab(last.answer()))
                .build();
    }

    static Commanded read(Tree.Fields item) {
        Commanded.Order order = new Commanded.Order(
                Parts.constant(item, "kind", Commanded.Kind.values()),
                Parts.node(item, "node"),
                Parts.incarnation(item),
                Parts.node(item, "master"));
        return new Commanded(
                order,
                Parts.duration(item, "at"),
                item.integer("tries"),
                item.integer("reversals"),
                Parts.constant(item, "answer", Commanded.Answer.values()));
    }
}
