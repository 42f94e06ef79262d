package dev.regroup.journal;

import dev.regroup.json.Parts;
import dev.regroup.json.RecordJson;
import dev.regroup.json.Tree;
import dev.regroup.model.GroupHealth;
import dev.regroup.model.GroupState;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.NodeId;

/** A group's state as an object, and back. Only nodes of which something is counted have health. */
final class StateJson {

    private StateJson() {}

    static Tree.Fields write(GroupState state) {
        GroupHealth health = state.health();
        return Tree.Fields.builder()
                .tree("record", RecordJson.write(state.record()))
                .array("health", health.counted(), node -> write(node, health.of(node)))
                .build();
    }

    static GroupState read(Tree.Fields item) {
        GroupHealth health = GroupHealth.rest();
        if (item.optional("health").isPresent()) {
            for (Tree node : item.array("health")) {
                Tree.Fields counted = node.asObject("an item of 'health'");
                health = health.with(Parts.node(counted, "node"), nodeHealth(counted));
            }
        }
        return new GroupState(RecordJson.read(item.object("record")), health);
    }

    private static Tree.Fields write(NodeId node, NodeHealth health) {
        Tree.Builder out = Tree.Fields.builder().text("node", node);
        if (health instanceof NodeHealth.Rest) {
            out.text("kind", "rest");
        } else if (health instanceof NodeHealth.Confirming confirming) {
            out.text("kind", "confirming").number("looks", confirming.looks()).number("look", confirming.look());
        } else if (health instanceof NodeHealth.Suspect suspect) {
            out.text("kind", "suspect")
                    .number("misses", suspect.misses())
                    .tree("first", write(suspect.first()))
                    .text("lastSentAt", suspect.lastSentAt())
                    .number("look", suspect.look())
                    .texts("seenSince", suspect.seenSince());
        } else if (health instanceof NodeHealth.Unusable unusable) {
            out.text("kind", "unusable")
                    .number("looks", unusable.looks())
                    .tree("first", write(unusable.first()))
                    .number("look", unusable.look());
        } else if (health instanceof NodeHealth.Down down) {
            out.text("kind", "down")
                    .tree("first", write(down.first()))
                    .number("look", down.look())
                    .texts("seenSince", down.seenSince());
        }
        return out.build();
    }

    private static NodeHealth nodeHealth(Tree.Fields item) {
        String kind = item.text("kind");
        return switch (kind) {
            case "rest" -> NodeHealth.rest();
            case "confirming" -> new NodeHealth.Confirming(item.integer("looks"), item.number("look"));
            case "suspect" ->
                new NodeHealth.Suspect(
                        item.integer("misses"),
                        miss(item.object("first")),
                        Parts.duration(item, "lastSentAt"),
                        item.number("look"),
                        item.texts("seenSince", NodeId::of));
            case "unusable" ->
                new NodeHealth.Unusable(item.integer("looks"), miss(item.object("first")), item.number("look"));
            case "down" ->
                new NodeHealth.Down(
                        miss(item.object("first")), item.number("look"), item.texts("seenSince", NodeId::of));
            default -> throw Parts.unknownKind("health", kind);
        };
    }

    private static Tree.Fields write(NodeHealth.Miss miss) {
        return Tree.Fields.builder()
                .text("sentAt", miss.sentAt())
                .text("doneAt", miss.doneAt())
                .build();
    }

    private static NodeHealth.Miss miss(Tree.Fields item) {
        return new NodeHealth.Miss(Parts.duration(item, "sentAt"), Parts.duration(item, "doneAt"));
    }
}
