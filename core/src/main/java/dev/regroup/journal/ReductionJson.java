package dev.regroup.journal;

import dev.regroup.json.Parts;
import dev.regroup.json.Tree;
import dev.regroup.model.Alert;
import dev.regroup.model.Block;
import dev.regroup.model.Diagnosis;
import dev.regroup.model.Missing;
import dev.regroup.model.Reason;
import dev.regroup.model.Reduction;
import dev.regroup.model.Verdict;
import dev.regroup.model.Veto;
import dev.regroup.model.Wake;
import java.util.List;

/** A reduction as an object, and back. */
final class ReductionJson {

    private ReductionJson() {}

    static Tree.Fields write(Reduction reduction) {
        Tree.Builder out = Tree.Fields.builder()
                .text("diagnosis", Parts.kebab(reduction.diagnosis()))
                .array("actions", reduction.actions(), ActionJson::write)
                .array("reasons", reduction.reasons(), ReductionJson::write);
        Block block = reduction.state().record().block();
        boolean isRecorded = reduction.blocks().equals(block instanceof Block.On on ? List.of(on) : List.of());
        if (!isRecorded) {
            out.array("blocks", reduction.blocks(), ReductionJson::write);
        }
        return out.array("verdicts", reduction.verdicts(), ReductionJson::write)
                .array("vetoes", reduction.vetoes(), ReductionJson::write)
                .array("missing", reduction.missing(), ReductionJson::write)
                .array("alerts", reduction.alerts(), ReductionJson::write)
                .tree("wake", write(reduction.wake()))
                .tree("state", StateJson.write(reduction.state()))
                .build();
    }

    static Reduction read(Tree.Fields item) {
        Reduction found = Reduction.of(
                StateJson.read(item.object("state")), Parts.constant(item, "diagnosis", Diagnosis.values()));
        return found.withBlocks(
                        item.optional("blocks").isEmpty()
                                ? found.blocks()
                                : item.objects("blocks", ReductionJson::block))
                .withActions(item.objects("actions", ActionJson::read))
                .withReasons(item.objects("reasons", ReductionJson::reason))
                .withVerdicts(item.objects("verdicts", ReductionJson::verdict))
                .withVetoes(item.objects("vetoes", ReductionJson::veto))
                .withMissing(
                        item.optional("missing").isEmpty()
                                ? List.of()
                                : item.objects("missing", ReductionJson::missing))
                .withAlerts(
                        item.optional("alerts").isEmpty() ? List.of() : item.objects("alerts", ReductionJson::alert))
                .withWake(wake(item.object("wake")));
    }

    private static Tree.Fields write(Block.On block) {
        return Tree.Fields.builder()
                .text("kind", Parts.kebab(block.kind()))
                .texts("nodes", block.nodes())
                .build();
    }

    private static Block.On block(Tree.Fields item) {
        return new Block.On(Parts.constant(item, "kind", Block.Kind.values()), Parts.nodes(item));
    }

    private static Tree.Fields write(Alert alert) {
        return Tree.Fields.builder()
                .text("kind", Parts.kebab(alert.kind()))
                .texts("nodes", alert.nodes())
                .build();
    }

    private static Alert alert(Tree.Fields item) {
        return new Alert(Parts.constant(item, "kind", Alert.Kind.values()), Parts.nodes(item));
    }

    private static Tree.Fields write(Reason reason) {
        return Tree.Fields.builder()
                .text("code", Parts.kebab(reason.code()))
                .texts("nodes", reason.nodes())
                .build();
    }

    private static Reason reason(Tree.Fields item) {
        return new Reason(Parts.constant(item, "code", Reason.Code.values()), Parts.nodes(item));
    }

    private static Tree.Fields write(Verdict verdict) {
        Tree.Builder out =
                Tree.Fields.builder().text("node", verdict.node()).text("ruling", Parts.kebab(verdict.ruling()));
        if (verdict.ruling() == Verdict.Ruling.ELECTABLE && verdict.rank() > 0) {
            out.number("rank", verdict.rank());
        }
        return out.build();
    }

    private static Verdict verdict(Tree.Fields item) {
        Verdict verdict =
                new Verdict(Parts.node(item, "node"), Parts.constant(item, "ruling", Verdict.Ruling.values()));
        return item.optional("rank").isEmpty()
                ? verdict
                : new Verdict(verdict.node(), verdict.ruling(), item.integer("rank"));
    }

    private static Tree.Fields write(Veto veto) {
        return Tree.Fields.builder()
                .text("kind", Parts.kebab(veto.kind()))
                .texts("nodes", veto.nodes())
                .tree("until", write(veto.until()))
                .build();
    }

    private static Veto veto(Tree.Fields item) {
        return new Veto(
                Parts.constant(item, "kind", Veto.Kind.values()), Parts.nodes(item), wake(item.object("until")));
    }

    private static Tree.Fields write(Missing missing) {
        Tree.Builder out =
                Tree.Fields.builder().text("fact", Parts.kebab(missing.fact())).texts("nodes", missing.nodes());
        if (missing.more() > 0) {
            out.number("more", missing.more());
        }
        return out.build();
    }

    private static Missing missing(Tree.Fields item) {
        return new Missing(
                Parts.constant(item, "fact", Missing.Fact.values()),
                Parts.nodes(item),
                item.optional("more").isEmpty() ? 0 : item.integer("more"));
    }

    private static Tree.Fields write(Wake wake) {
        Tree.Builder out = Tree.Fields.builder();
        if (wake instanceof Wake.Never) {
            out.text("kind", "never");
        } else if (wake instanceof Wake.At at) {
            out.text("kind", "at").text("time", at.time());
        }
        return out.build();
    }

    private static Wake wake(Tree.Fields item) {
        String kind = item.text("kind");
        return switch (kind) {
            case "never" -> new Wake.Never();
            case "at" -> new Wake.At(Parts.duration(item, "time"));
            default -> throw Parts.unknownKind("wake", kind);
        };
    }
}
