package dev.regroup.journal;

import dev.regroup.json.Parts;
import dev.regroup.json.Tree;
import dev.regroup.model.Commanded;

/** The last command to a node as an object, and back. */
final class CommandedJson {

    private CommandedJson() {}

    static Tree.Fields write(Commanded last) {
        return Tree.Fields.builder()
                .text("node", last.node())
                .text("incarnation", last.incarnation())
                .text("master", last.master())
                .text("at", last.at())
                .number("tries", last.tries())
                .text("answer", Parts.kebab(last.answer()))
                .build();
    }

    static Commanded read(Tree.Fields item) {
        return new Commanded(
                Parts.node(item, "node"),
                Parts.incarnation(item),
                Parts.node(item, "master"),
                Parts.duration(item, "at"),
                item.integer("tries"),
                Parts.constant(item, "answer", Commanded.Answer.values()));
    }
}
