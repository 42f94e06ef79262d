package dev.regroup.coordinator;

import dev.regroup.model.Address;
import dev.regroup.model.Block;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Incarnation;
import dev.regroup.model.InvalidConfiguration;
import dev.regroup.model.Member;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.Position;
import dev.regroup.model.Reason;
import dev.regroup.model.Reign;
import dev.regroup.model.Standing;
import java.util.List;

/** Builds a record from the parts of a document; throws {@link IllegalArgumentException} for what does not make one. */
final class RecordParts {

    private RecordParts() {}

    static GroupRecord record(Tree.Fields root) {
        List<MemberRecord> members = root.array("members").stream()
                .map(item -> member(item.asObject("a member")))
                .toList();
        long epoch = root.number("epoch");
        Reign reign = root.optional("reign")
                .<Reign>map(item -> reign(item.asObject("'reign'")))
                .orElseGet(Reign.None::new);
        Claim claim = root.optional("claim")
                .<Claim>map(item -> claim(item.asObject("'claim'")))
                .orElseGet(Claim.None::new);
        Block block = root.optional("block")
                .<Block>map(item -> block(item.asObject("'block'")))
                .orElseGet(Block.None::new);
        return GroupRecord.of(GroupId.of(root.text("group")), epoch, reign, members)
                .withClaim(epoch, claim)
                .withBlock(block);
    }

    private static Reign.Of reign(Tree.Fields item) {
        return new Reign.Of(item.number("epoch"), NodeId.of(item.text("master")), position(item, "start"));
    }

    private static Claim.Pending claim(Tree.Fields item) {
        return new Claim.Pending(
                item.number("epoch"),
                NodeId.of(item.text("candidate")),
                Incarnation.of(item.text("incarnation")),
                constant("'cause'", Reason.Code.values(), item.text("cause")));
    }

    private static Block.On block(Tree.Fields item) {
        return new Block.On(
                constant("the block's 'kind'", Block.Kind.values(), item.text("kind")),
                item.array("nodes").stream()
                        .map(node -> NodeId.of(node.asText("a node of the block")))
                        .toList());
    }

    private static MemberRecord member(Tree.Fields item) {
        List<Address> aliases = item.array("aliases").stream()
                .map(alias -> Address.parse(alias.asText("an alias")))
                .toList();
        Member member = Member.of(NodeId.of(item.text("id")), Address.parse(item.text("address")))
                .withAliases(aliases);
        MemberRecord.Health health = constant("'health'", MemberRecord.Health.values(), item.text("health"));
        return new MemberRecord(member, health, standing(item.object("standing")));
    }

    private static Standing standing(Tree.Fields item) {
        String kind = item.text("kind");
        return switch (kind) {
            case "unproven" -> new Standing.Unproven();
            case "in-sync" -> new Standing.InSync(incarnation(item), position(item, "position"));
            case "out-of-sync" -> new Standing.OutOfSync(incarnation(item));
            case "deposed" -> new Standing.Deposed();
            default -> throw InvalidConfiguration.of("the standing '" + kind + "' is unknown");
        };
    }

    private static Incarnation incarnation(Tree.Fields item) {
        return Incarnation.of(item.text("incarnation"));
    }

    /** An unknown position is not written. */
    private static Position position(Tree.Fields item, String key) {
        return item.optional(key)
                .map(found -> known(found.asObject("'" + key + "'")))
                .orElseGet(Position::unknown);
    }

    private static Position known(Tree.Fields item) {
        List<Long> offsets = item.array("offsets").stream()
                .map(offset -> unsigned(offset.asText("an offset")))
                .toList();
        List<Position.Ancestor> ancestors = item.array("ancestors").stream()
                .map(ancestor -> ancestor(ancestor.asObject("an ancestor")))
                .toList();
        return new Position.Known(item.text("history"), offsets, ancestors);
    }

    private static Position.Ancestor ancestor(Tree.Fields item) {
        return new Position.Ancestor(item.text("history"), unsigned(item.text("upTo")));
    }

    private static long unsigned(String digits) {
        try {
            return Long.parseUnsignedLong(digits);
        } catch (NumberFormatException wrong) {
            throw InvalidConfiguration.of("'" + digits + "' is not an unsigned 64-bit number");
        }
    }

    private static <E extends Enum<E>> E constant(String what, E[] constants, String text) {
        for (E constant : constants) {
            if (RecordWriter.kebab(constant).equals(text)) {
                return constant;
            }
        }
        throw InvalidConfiguration.of(what + " '" + text + "' is unknown");
    }
}
