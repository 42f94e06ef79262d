package dev.regroup.coordinator;

import dev.regroup.model.Address;
import dev.regroup.model.Block;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Member;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.Position;
import dev.regroup.model.Reason;
import dev.regroup.model.Reign;
import dev.regroup.model.Standing;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any well-formed record. */
final class RecordArbitraries {

    private RecordArbitraries() {}

    static Arbitrary<GroupRecord> records() {
        Arbitrary<List<MemberRecord>> members = members();
        return members.flatMap(list -> Arbitraries.longs()
                .between(0, 1L << 53)
                .flatMap(epoch -> Combinators.combine(names(), reigns(list, epoch), claims(list, epoch), blocks())
                        .as((id, reign, claim, block) -> GroupRecord.of(GroupId.of(id), epoch, reign, list)
                                .withClaim(epoch, claim)
                                .withBlock(block))));
    }

    private static Arbitrary<List<MemberRecord>> members() {
        Arbitrary<MemberRecord> anyone = Combinators.combine(
                        names(),
                        hosts(),
                        Arbitraries.integers().between(1, 65535),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(MemberRecord.Health.class),
                        standings())
                .as((id, host, port, aliases, health, standing) ->
                        new MemberRecord(member(id, host, port, aliases), health, standing));
        return anyone.list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .uniqueElements(MemberRecord::id)
                .uniqueElements(member -> member.member().address().port());
    }

    private static Member member(String id, String host, int port, int aliases) {
        List<Address> also = new ArrayList<>();
        for (int i = 0; i < aliases; i++) {
            also.add(Address.of("alias" + i + "." + id.replace('.', '-') + ".x", port));
        }
        return Member.of(NodeId.of(id), Address.of(host, port)).withAliases(also);
    }

    private static Arbitrary<String> names() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .numeric()
                .ofMinLength(1)
                .ofMaxLength(12);
    }

    private static Arbitrary<String> hosts() {
        return Arbitraries.of("10.0.0.1", "db.example.org", "localhost", "2001:db8::1", "::ffff:10.0.0.9", "x_1");
    }

    private static Arbitrary<Reign> reigns(List<MemberRecord> members, long epoch) {
        Arbitrary<Reign> none = Arbitraries.create(Reign.None::new);
        return epoch == 0
                ? none
                : Arbitraries.oneOf(
                        none,
                        Combinators.combine(Arbitraries.longs().between(1, epoch), Arbitraries.of(members), positions())
                                .as((reign, master, start) -> new Reign.Of(reign, master.id(), start)));
    }

    private static Arbitrary<Claim> claims(List<MemberRecord> members, long epoch) {
        Arbitrary<Claim> none = Arbitraries.create(Claim.None::new);
        return epoch == 0
                ? none
                : Arbitraries.oneOf(
                        none,
                        Combinators.combine(Arbitraries.of(members), incarnations(), Arbitraries.of(Reason.Code.class))
                                .as((to, incarnation, cause) -> new Claim.Pending(epoch, to.id(), incarnation, cause)));
    }

    private static Arbitrary<Block> blocks() {
        return Arbitraries.oneOf(
                Arbitraries.create(Block.None::new),
                Combinators.combine(
                                Arbitraries.of(Block.Kind.class),
                                names().map(NodeId::of).list().ofMaxSize(3))
                        .as(Block.On::new));
    }

    private static Arbitrary<Standing> standings() {
        return Arbitraries.oneOf(
                Arbitraries.create(Standing.Unproven::new),
                Combinators.combine(incarnations(), positions()).as(Standing.InSync::new),
                Combinators.combine(incarnations(), positions(), Arbitraries.of(Standing.Due.class))
                        .as(Standing.OutOfSync::new),
                Combinators.combine(incarnations(), positions()).as(Standing.LostData::new),
                Arbitraries.of(Standing.Due.values()).map(Standing.Detached::new),
                Arbitraries.of(Standing.Due.values()).map(Standing.Deposed::new));
    }

    /** Any text, also halves of surrogate pairs. */
    private static Arbitrary<Incarnation> incarnations() {
        return Arbitraries.strings().all().ofMaxLength(8).map(Incarnation::of);
    }

    private static Arbitrary<Position> positions() {
        Arbitrary<String> histories = Arbitraries.strings().all().ofMinLength(1).ofMaxLength(8);
        Arbitrary<Position.Ancestor> ancestors =
                Combinators.combine(histories, Arbitraries.longs()).as(Position.Ancestor::new);
        return Arbitraries.oneOf(
                Arbitraries.create(Position::unknown),
                Combinators.combine(
                                histories,
                                Arbitraries.longs().list().ofMinSize(1).ofMaxSize(3),
                                ancestors.list().ofMaxSize(2))
                        .as(Position.Known::new));
    }
}
