package dev.regroup.journal;

import dev.regroup.json.Parts;
import dev.regroup.json.Tree;
import dev.regroup.model.Address;
import dev.regroup.model.Attached;
import dev.regroup.model.InvalidConfiguration;
import dev.regroup.model.Link;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Role;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a node told as an object, and back. An unknown position and untold replicas are not written; readiness,
 * eligibility, the ping period, persistence, contents and writability may be left out by people and by earlier versions,
 * and are what {@link NodeInfo#of} says then.
 */
final class InfoJson {

    private InfoJson() {}

    static Tree.Fields write(NodeInfo info) {
        Tree.Builder out =
                Tree.Fields.builder().text("incarnation", info.incarnation()).tree("role", write(info.role()));
        Parts.position(info.position()).ifPresent(position -> out.tree("position", position));
        out.text("readiness", Parts.kebab(info.readiness()))
                .text("eligibility", Parts.kebab(info.eligibility()))
                .text("pingPeriod", info.pingPeriod())
                .text("persistence", Parts.kebab(info.persistence()))
                .text("contents", Parts.kebab(info.contents()))
                .text("writability", Parts.kebab(info.writability()));
        if (info.attached() instanceof Attached.Told told) {
            out.texts("attached", told.fed().stream().map(Attached.Fed::address).toList());
            boolean tellsLag = told.fed().stream().anyMatch(fed -> fed.lag() instanceof Attached.Lag.Of);
            if (tellsLag) {
                out.texts("lags", told.fed().stream().map(InfoJson::lag).toList());
            }
        }
        return out.build();
    }

    static NodeInfo read(Tree.Fields item) {
        NodeInfo info =
                NodeInfo.of(Parts.incarnation(item), role(item.object("role")), Parts.position(item, "position"));
        if (item.optional("readiness").isPresent()) {
            info = info.withReadiness(Parts.constant(item, "readiness", NodeInfo.Readiness.values()));
        }
        if (item.optional("eligibility").isPresent()) {
            info = info.withEligibility(Parts.constant(item, "eligibility", NodeInfo.Eligibility.values()));
        }
        if (item.optional("pingPeriod").isPresent()) {
            info = info.withPingPeriod(Parts.duration(item, "pingPeriod"));
        }
        if (item.optional("persistence").isPresent()) {
            info = info.withPersistence(Parts.constant(item, "persistence", NodeInfo.Persistence.values()));
        }
        if (item.optional("contents").isPresent()) {
            info = info.withContents(Parts.constant(item, "contents", NodeInfo.Contents.values()));
        }
        if (item.optional("writability").isPresent()) {
            info = info.withWritability(Parts.constant(item, "writability", NodeInfo.Writability.values()));
        }
        return item.optional("attached").isPresent() ? info.withAttached(new Attached.Told(fed(item))) : info;
    }

    /** Lags are decimal text, in the order of the addresses, or empty where none is told. */
    private static String lag(Attached.Fed fed) {
        return fed.lag() instanceof Attached.Lag.Of of ? Long.toUnsignedString(of.bytes()) : "";
    }

    private static List<Attached.Fed> fed(Tree.Fields item) {
        List<Address> addresses = item.texts("attached", Address::parse);
        if (item.optional("lags").isEmpty()) {
            return addresses.stream().map(Attached.Fed::of).toList();
        }
        List<String> lags = item.texts("lags", text -> text);
        if (lags.size() != addresses.size()) {
            throw InvalidConfiguration.of(
                    "there are " + lags.size() + " 'lags' for " + addresses.size() + " 'attached'");
        }
        return IntStream.range(0, lags.size())
                .mapToObj(i -> lags.get(i).isEmpty()
                        ? Attached.Fed.of(addresses.get(i))
                        : Attached.Fed.of(addresses.get(i), Parts.unsigned(lags.get(i))))
                .toList();
    }

    private static Tree.Fields write(Role role) {
        Tree.Builder out = Tree.Fields.builder();
        if (role instanceof Role.Master) {
            out.text("kind", "master");
        } else if (role instanceof Role.Replica replica) {
            out.text("kind", "replica").text("of", replica.of()).tree("link", write(replica.link()));
        }
        return out.build();
    }

    private static Role role(Tree.Fields item) {
        String kind = item.text("kind");
        return switch (kind) {
            case "master" -> new Role.Master();
            case "replica" -> new Role.Replica(Address.parse(item.text("of")), link(item.object("link")));
            default -> throw Parts.unknownKind("role", kind);
        };
    }

    static Tree.Fields write(Link link) {
        Tree.Builder out = Tree.Fields.builder();
        if (link instanceof Link.Up up) {
            out.text("kind", "up").text("lastIo", up.lastIo());
        } else if (link instanceof Link.Syncing) {
            out.text("kind", "syncing");
        } else if (link instanceof Link.Down) {
            out.text("kind", "down");
        } else if (link instanceof Link.Stuck) {
            out.text("kind", "stuck");
        }
        return out.build();
    }

    static Link link(Tree.Fields item) {
        String kind = item.text("kind");
        return switch (kind) {
            case "up" -> new Link.Up(Parts.duration(item, "lastIo"));
            case "syncing" -> new Link.Syncing();
            case "down" -> new Link.Down();
            case "stuck" -> new Link.Stuck();
            default -> throw Parts.unknownKind("link", kind);
        };
    }
}
