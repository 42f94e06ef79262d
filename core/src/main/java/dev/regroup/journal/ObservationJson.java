package dev.regroup.journal;

import dev.regroup.json.Parts;
import dev.regroup.json.Tree;
import dev.regroup.model.Address;
import dev.regroup.model.Life;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Observation;
import dev.regroup.model.Outcome;
import dev.regroup.model.PromoteSent;
import dev.regroup.model.Returned;
import dev.regroup.model.Unlinked;
import java.time.Instant;
import java.util.List;

/**
 * An observation as an object, and back. Everything is written, {@code unlinked} unless it is empty; {@code wall}, {@code lastGood}, {@code promoteSent},
 * {@code commanded} and {@code returned} may be left out by people, and are the beginning of 1970, none, unknown, none and
 * none then.
 */
final class ObservationJson {

    private ObservationJson() {}

    static Tree.Fields write(Observation observation) {
        Tree.Builder out = Tree.Fields.builder()
                .text("at", observation.at())
                .text("wall", observation.wall())
                .array("reports", observation.reports(), ObservationJson::write)
                .array("lastGood", observation.lastGood(), ObservationJson::write)
                .tree("promoteSent", write(observation.promoteSent()))
                .array("commanded", observation.commanded(), CommandedJson::write)
                .array("returned", observation.returned(), ObservationJson::write);
        if (!observation.unlinked().isEmpty()) {
            out.array("unlinked", observation.unlinked(), ObservationJson::write);
        }
        if (!observation.lives().isEmpty()) {
            out.array("lives", observation.lives(), ObservationJson::write);
        }
        return out.build();
    }

    static Observation read(Tree.Fields item) {
        Instant wall = item.optional("wall").isPresent() ? Parts.instant(item, "wall") : Instant.EPOCH;
        List<NodeReport> lastGood =
                item.optional("lastGood").isPresent() ? item.objects("lastGood", ObservationJson::report) : List.of();
        return Observation.of(Parts.duration(item, "at"), wall, item.objects("reports", ObservationJson::report))
                .withLastGood(lastGood)
                .withPromoteSent(item.optionalObject("promoteSent")
                        .map(ObservationJson::promoteSent)
                        .orElseGet(PromoteSent.Unknown::new))
                .withCommanded(
                        item.optional("commanded").isPresent()
                                ? item.objects("commanded", CommandedJson::read)
                                : List.of())
                .withReturned(
                        item.optional("returned").isPresent()
                                ? item.objects("returned", ObservationJson::returned)
                                : List.of())
                .withUnlinked(
                        item.optional("unlinked").isPresent()
                                ? item.objects("unlinked", ObservationJson::unlinked)
                                : List.of())
                .withLives(
                        item.optional("lives").isPresent() ? item.objects("lives", ObservationJson::life) : List.of());
    }

    private static Tree.Fields write(Life life) {
        return Tree.Fields.builder()
                .text("node", life.node())
                .text("incarnation", life.incarnation())
                .text("since", life.since())
                .build();
    }

    private static Life life(Tree.Fields item) {
        return new Life(Parts.node(item, "node"), Parts.incarnation(item), Parts.duration(item, "since"));
    }

    private static Tree.Fields write(Unlinked unlinked) {
        return Tree.Fields.builder()
                .text("node", unlinked.node())
                .text("incarnation", unlinked.incarnation())
                .text("of", unlinked.of())
                .text("since", unlinked.since())
                .build();
    }

    private static Unlinked unlinked(Tree.Fields item) {
        return new Unlinked(
                Parts.node(item, "node"),
                Parts.incarnation(item),
                Address.parse(item.text("of")),
                Parts.duration(item, "since"));
    }

    private static Tree.Fields write(Returned returned) {
        return Tree.Fields.builder()
                .text("node", returned.node())
                .texts("times", returned.times())
                .build();
    }

    private static Returned returned(Tree.Fields item) {
        return new Returned(Parts.node(item, "node"), Parts.durations(item, "times"));
    }

    private static Tree.Fields write(NodeReport report) {
        return Tree.Fields.builder()
                .text("node", report.node())
                .number("look", report.look())
                .text("sentAt", report.sentAt())
                .text("doneAt", report.doneAt())
                .tree("outcome", write(report.outcome()))
                .build();
    }

    private static NodeReport report(Tree.Fields item) {
        return new NodeReport(
                Parts.node(item, "node"),
                item.number("look"),
                Parts.duration(item, "sentAt"),
                Parts.duration(item, "doneAt"),
                outcome(item.object("outcome")));
    }

    private static Tree.Fields write(Outcome outcome) {
        Tree.Builder out = Tree.Fields.builder();
        if (outcome instanceof Outcome.Answered answered) {
            out.text("kind", "answered").tree("info", InfoJson.write(answered.info()));
        } else if (outcome instanceof Outcome.Uninformative uninformative) {
            out.text("kind", "uninformative")
                    .text("refusal", Parts.kebab(uninformative.refusal()))
                    .text("text", uninformative.text());
        } else if (outcome instanceof Outcome.Silent silent) {
            out.text("kind", "silent").text("silence", Parts.kebab(silent.silence()));
        }
        return out.build();
    }

    private static Outcome outcome(Tree.Fields item) {
        String kind = item.text("kind");
        return switch (kind) {
            case "answered" -> new Outcome.Answered(InfoJson.read(item.object("info")));
            case "uninformative" ->
                new Outcome.Uninformative(Parts.constant(item, "refusal", Outcome.Refusal.values()), item.text("text"));
            case "silent" -> new Outcome.Silent(Parts.constant(item, "silence", Outcome.Silence.values()));
            default -> throw Parts.unknownKind("outcome", kind);
        };
    }

    private static Tree.Fields write(PromoteSent sent) {
        Tree.Builder out = Tree.Fields.builder();
        if (sent instanceof PromoteSent.Never never) {
            out.text("kind", "never").number("epoch", never.epoch());
        } else if (sent instanceof PromoteSent.Possibly possibly) {
            out.text("kind", "possibly").number("epoch", possibly.epoch()).text("deadAt", possibly.deadAt());
        } else if (sent instanceof PromoteSent.Refused refused) {
            out.text("kind", "refused").number("epoch", refused.epoch());
        } else if (sent instanceof PromoteSent.Unknown) {
            out.text("kind", "unknown");
        }
        return out.build();
    }

    private static PromoteSent promoteSent(Tree.Fields item) {
        String kind = item.text("kind");
        return switch (kind) {
            case "never" -> new PromoteSent.Never(item.number("epoch"));
            case "possibly" -> new PromoteSent.Possibly(item.number("epoch"), Parts.duration(item, "deadAt"));
            case "refused" -> new PromoteSent.Refused(item.number("epoch"));
            case "unknown" -> new PromoteSent.Unknown();
            default -> throw Parts.unknownKind("knowledge of Promote", kind);
        };
    }
}
