package dev.regroup.json;

import dev.regroup.model.Address;
import dev.regroup.model.Block;
import dev.regroup.model.Claim;
import dev.regroup.model.Failovers;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.InvalidConfiguration;
import dev.regroup.model.Member;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Reason;
import dev.regroup.model.Reign;
import dev.regroup.model.Standing;
import java.util.List;

/**
 * A record as an object, and back. A reign, a claim, a block or a memory of failovers that is none is not written, nor
 * are the wishes of an operator who has none.
 */
public final class RecordJson {

    private RecordJson() {}

    /** Returns the object of a record. */
    public static Tree.Fields write(GroupRecord record) {
        Tree.Builder out = Tree.Fields.builder().text("group", record.id()).number("epoch", record.epoch());
        if (record.reign() instanceof Reign.Of reign) {
            out.tree("reign", write(reign));
        }
        if (record.claim() instanceof Claim.Pending claim) {
            out.tree("claim", write(claim));
        }
        if (record.block() instanceof Block.On block) {
            out.tree("block", write(block));
        }
        if (record.failovers() instanceof Failovers.Recent recent) {
            out.tree(
                    "failovers",
                    Tree.Fields.builder()
                            .number("count", recent.count())
                            .text("last", recent.last())
                            .build());
        }
        return out.array("members", record.members(), RecordJson::write).build();
    }

    /**
     * Returns the well-formed record of an object.
     *
     * @throws IllegalArgumentException if there is none; says why
     */
    public static GroupRecord read(Tree.Fields root) {
        long epoch = root.number("epoch");
        Reign reign = root.optionalObject("reign").<Reign>map(RecordJson::reign).orElseGet(Reign.None::new);
        Claim claim = root.optionalObject("claim").<Claim>map(RecordJson::claim).orElseGet(Claim.None::new);
        Block block = root.optionalObject("block").<Block>map(RecordJson::block).orElseGet(Block.None::new);
        List<MemberRecord> members = root.objects("members", RecordJson::member);
        GroupRecord record = GroupRecord.of(GroupId.of(root.text("group")), epoch, reign, members)
                .withClaim(epoch, claim)
                .withBlock(block)
                .withFailovers(root.optionalObject("failovers")
                        .<Failovers>map(RecordJson::failovers)
                        .orElseGet(Failovers.None::new));
        if (!record.faults().isEmpty()) {
            throw InvalidConfiguration.of(record.faults());
        }
        return record;
    }

    private static Tree.Fields write(Reign.Of reign) {
        Tree.Builder out = Tree.Fields.builder().number("epoch", reign.epoch()).text("master", reign.master());
        Parts.position(reign.start()).ifPresent(start -> out.tree("start", start));
        return out.build();
    }

    private static Reign.Of reign(Tree.Fields item) {
        return new Reign.Of(item.number("epoch"), NodeId.of(item.text("master")), Parts.position(item, "start"));
    }

    private static Tree.Fields write(Claim.Pending claim) {
        return Tree.Fields.builder()
                .number("epoch", claim.epoch())
                .text("candidate", claim.candidate())
                .text("incarnation", claim.incarnation())
                .text("cause", Parts.kebab(claim.cause()))
                .build();
    }

    private static Claim.Pending claim(Tree.Fields item) {
        return new Claim.Pending(
                item.number("epoch"),
                Parts.node(item, "candidate"),
                Parts.incarnation(item),
                Parts.constant(item, "cause", Reason.Code.values()));
    }

    private static Failovers.Recent failovers(Tree.Fields item) {
        return new Failovers.Recent(item.integer("count"), Parts.instant(item, "last"));
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

    private static Tree.Fields write(MemberRecord member) {
        Member as = member.member();
        Tree.Builder out = Tree.Fields.builder()
                .text("id", member.id())
                .text("address", as.address())
                .texts("aliases", as.aliases());
        if (!as.equals(Member.of(as.id(), as.address()).withAliases(as.aliases()))) {
            out.text("dataCentre", as.dataCentre())
                    .text("promotion", Parts.kebab(as.promotion()))
                    .number("priority", as.priority());
        }
        return out.text("health", Parts.kebab(member.health()))
                .tree("standing", write(member.standing()))
                .build();
    }

    private static MemberRecord member(Tree.Fields item) {
        Member member = Member.of(Parts.node(item, "id"), Address.parse(item.text("address")))
                .withAliases(item.texts("aliases", Address::parse));
        if (item.optional("dataCentre").isPresent()) {
            member = member.withDataCentre(item.text("dataCentre"));
        }
        if (item.optional("promotion").isPresent()) {
            member = member.withPromotion(Parts.constant(item, "promotion", Member.Promotion.values()));
        }
        if (item.optional("priority").isPresent()) {
            member = member.withPriority(item.integer("priority"));
        }
        return new MemberRecord(
                member,
                Parts.constant(item, "health", MemberRecord.Health.values()),
                standing(item.object("standing")));
    }

    private static Tree.Fields write(Standing standing) {
        Tree.Builder out = Tree.Fields.builder();
        if (standing instanceof Standing.Unproven) {
            out.text("kind", "unproven");
        } else if (standing instanceof Standing.InSync in) {
            out.text("kind", "in-sync").text("incarnation", in.incarnation());
            Parts.position(in.position()).ifPresent(position -> out.tree("position", position));
            if (in.contents() != NodeInfo.Contents.UNKNOWN) {
                out.text("contents", Parts.kebab(in.contents()));
            }
        } else if (standing instanceof Standing.OutOfSync outOf) {
            out.text("kind", "out-of-sync").text("incarnation", outOf.incarnation());
            Parts.position(outOf.position()).ifPresent(position -> out.tree("position", position));
            if (outOf.due() != Standing.Due.PLAIN) {
                out.text("copy", Parts.kebab(outOf.due()));
            }
        } else if (standing instanceof Standing.LostData lost) {
            out.text("kind", "lost-data").text("incarnation", lost.incarnation());
            Parts.position(lost.had()).ifPresent(had -> out.tree("had", had));
        } else if (standing instanceof Standing.Deposed deposed) {
            out.text("kind", "deposed");
            if (deposed.due() != Standing.Due.UNKNOWN) {
                out.text("copy", Parts.kebab(deposed.due()));
            }
        } else if (standing instanceof Standing.Detached detached) {
            out.text("kind", "detached").text("copy", Parts.kebab(detached.due()));
        }
        return out.build();
    }

    /** Written only where it says something; whoever does not know it has less to go by, and nothing wrong. */
    private static NodeInfo.Contents contents(Tree.Fields item) {
        return item.optional("contents").isPresent()
                ? Parts.constant(item, "contents", NodeInfo.Contents.values())
                : NodeInfo.Contents.UNKNOWN;
    }

    private static Standing.Due due(Tree.Fields item, Standing.Due otherwise) {
        return item.optional("copy").isPresent() ? Parts.constant(item, "copy", Standing.Due.values()) : otherwise;
    }

    private static Standing standing(Tree.Fields item) {
        String kind = item.text("kind");
        return switch (kind) {
            case "unproven" -> new Standing.Unproven();
            case "in-sync" ->
                new Standing.InSync(Parts.incarnation(item), Parts.position(item, "position"), contents(item));
            case "out-of-sync" ->
                new Standing.OutOfSync(
                        Parts.incarnation(item), Parts.position(item, "position"), due(item, Standing.Due.PLAIN));
            case "lost-data" -> new Standing.LostData(Parts.incarnation(item), Parts.position(item, "had"));
            case "deposed" -> new Standing.Deposed(due(item, Standing.Due.UNKNOWN));
            case "detached" -> new Standing.Detached(Parts.constant(item, "copy", Standing.Due.values()));
            default -> throw Parts.unknownKind("standing", kind);
        };
    }
}
