package dev.regroup.codis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regroup.coordinator.Bytes;
import dev.regroup.coordinator.Layout.Reading;
import dev.regroup.coordinator.Put;
import dev.regroup.coordinator.Register;
import dev.regroup.coordinator.Registers;
import dev.regroup.coordinator.Version;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Incarnation;
import dev.regroup.model.InvalidConfiguration;
import dev.regroup.model.Member;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.MemberRecord.Health;
import dev.regroup.model.NodeId;
import dev.regroup.model.Position;
import dev.regroup.model.Reason;
import dev.regroup.model.Reign;
import dev.regroup.model.Standing;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a record is kept in a Codis product's nodes, and what becomes of others' edits. */
class CodisLayoutTest {

    private static final GroupId GROUP = GroupId.of("1");
    private static final String NODE = "/codis3/demo/group/group-0001";
    private static final String OURS = "/regroup/demo/group-0001";
    private static final Member A = Member.parse("a=127.0.0.1:14110");
    private static final Member B = Member.parse("b=127.0.0.1:14111");
    private static final Standing IN_SYNC = new Standing.InSync(Incarnation.of("run"), Position.unknown());

    private final CodisLayout layout = CodisLayout.of("demo");
    private final GroupRecord configured = GroupRecord.first(GROUP, List.of(A, B));
    private final Registers nothing = Registers.absent(layout.keys(GROUP));

    @Test
    void groupsAreWhereTheDashboardLooksForThemAndOursAreElsewhere() {
        assertThat(layout.keys(GROUP)).containsExactly(NODE, OURS);
        assertThat(layout.keys(GroupId.of("9999"))).contains("/codis3/demo/group/group-9999");
        assertThat(layout.prefixes()).containsExactly("/codis3/demo/group", "/regroup/demo");
        assertThat(layout.election()).isEqualTo("codis-demo");
    }

    @Test
    void aProductOrGroupThatCodisCouldNotNameIsSaid() {
        for (String product : List.of("", "-a", ".", "a/b", "a b", "a:b")) {
            assertThatThrownBy(() -> CodisLayout.of(product))
                    .isInstanceOf(InvalidConfiguration.class)
                    .hasMessageContaining("the product '" + product + "'");
        }
        for (String taken : List.of("groups", "elections", "reconcilers")) {
            assertThatThrownBy(() -> CodisLayout.of(taken)).hasMessageContaining("the place of something else");
        }
        for (String group : List.of("0", "10000", "01", "a", "1.0")) {
            assertThat(layout.faults(GroupId.of(group)))
                    .singleElement()
                    .asString()
                    .contains("1 to 9999");
        }
        assertThat(layout.faults(GroupId.of("9999"))).isEmpty();
    }

    @Test
    void aGroupThatIsNewToUsIsTakenOverWithItsServersAndNobodyAsMaster() throws IOException {
        Reading reading = read(captured("1-healthy"), Optional.empty());

        assertThat(reading).isEqualTo(new Reading.Recorded(configured));
        assertThat(layout.read(configured, nothing)).isEqualTo(new Reading.Nothing());
    }

    @Test
    void serversThatTheConfigurationDoesNotNameAreNamedByTheirAddress() throws IOException {
        GroupRecord other = GroupRecord.first(GROUP, List.of(Member.parse("z=10.0.0.9:1")));

        Reading reading = layout.read(other, registers(captured("1-healthy"), Optional.empty()));

        assertThat(((Reading.Recorded) reading).record().members())
                .extracting(MemberRecord::id)
                .containsExactly(NodeId.of("127.0.0.1-14110"), NodeId.of("127.0.0.1-14111"));
    }

    @Test
    void theAdoptionOfAHealthyGroupWritesOurRegisterAndLeavesTheNodeAsItIs() throws IOException {
        Registers before = registers(captured("1-healthy"), Optional.empty());

        List<Put> puts = layout.write(healthy(), before);

        assertThat(puts).extracting(Put::key).containsExactly(OURS);
        Registers after = applied(before, puts);
        assertThat(layout.read(configured, after)).isEqualTo(new Reading.Recorded(healthy()));
        assertThat(layout.write(healthy(), after)).isEmpty();
    }

    @Test
    void aNewMasterAndADownServerAreWrittenTogetherWithOurRegister() throws IOException {
        Registers before = adopted();

        Registers after = applied(before, layout.write(failedOver(), before));

        String node = after.value(NODE).orElseThrow().toString();
        assertThat(CodisGroup.read(Bytes.utf8(node)).addresses()).containsExactly(B.address(), A.address());
        assertThat(node)
                .contains("\"out_of_sync\": true")
                .containsSubsequence("14111", "\"role\": \"master\"", "\"state\": 0", "14110", "\"state\": 2");
        assertThat(layout.read(configured, after)).isEqualTo(new Reading.Recorded(failedOver()));
        assertThat(after.value(OURS).orElseThrow().toString()).contains("\"epoch\":2");
    }

    @Test
    void aClaimIsInOurRegisterAlone() throws IOException {
        Registers before = adopted();
        Claim claim = new Claim.Pending(2, B.id(), Incarnation.of("run"), Reason.Code.MASTER_DOWN_ELECTED);

        List<Put> puts = layout.write(healthy().withClaim(2, claim), before);

        assertThat(puts).extracting(Put::key).containsExactly(OURS);
    }

    @Test
    void theReturnOfAServerMakesItsStateNormalAndItsRoleThatOfAReplica() throws IOException {
        Registers before = applied(adopted(), layout.write(failedOver(), adopted()));
        GroupRecord back = failedOver()
                .withMember(
                        new MemberRecord(A, Health.UP, new Standing.InSync(Incarnation.of("new"), Position.unknown())));

        String node = applied(before, layout.write(back, before))
                .value(NODE)
                .orElseThrow()
                .toString();

        assertThat(node).doesNotContain("\"state\": 2").containsOnlyOnce("\"role\": \"master\"");
    }

    @Test
    void aGroupThatIsNowhereYetIsCreatedInBothPlaces() {
        List<Put> puts = layout.write(configured, nothing);

        assertThat(puts).extracting(Put::key).containsExactly(NODE, OURS);
        assertThat(puts.get(0).value())
                .isEqualTo(CodisGroup.create(1, List.of(A, B)).write());
        assertThat(layout.read(configured, applied(nothing, puts))).isEqualTo(new Reading.Recorded(configured));
    }

    @Test
    void anotherFirstServerIsAWishAndIsNotUndone() throws IOException {
        Registers edited =
                edited(adopted(), CodisGroup.read(captured("1-healthy")).withMaster(B));

        Reading.Recorded reading = (Reading.Recorded) layout.read(configured, edited);

        assertThat(reading.record()).isEqualTo(healthy());
        assertThat(reading.remarks()).singleElement().asString().contains("14111 first", "stays a");
        GroupRecord down = healthy().withMember(healthy().members().get(1).withHealth(Health.DOWN));
        String node = applied(edited, layout.write(down, edited))
                .value(NODE)
                .orElseThrow()
                .toString();
        assertThat(CodisGroup.read(Bytes.utf8(node)).addresses()).containsExactly(B.address(), A.address());
    }

    @Test
    void bothOrdersOfTheDashboardAreUnderstood() throws IOException {
        Member c = Member.parse("c=127.0.0.1:14112");
        GroupRecord three = GroupRecord.first(GROUP, List.of(A, B, c));
        for (List<Member> order : List.of(List.of(c, B, A), List.of(c, A, B))) {
            CodisGroup node = CodisGroup.create(1, order);

            Reading reading = layout.read(three, registers(node.write(), Optional.empty()));

            assertThat(((Reading.Recorded) reading).record().members())
                    .extracting(MemberRecord::member)
                    .containsExactlyElementsOf(order);
        }
    }

    @Test
    void serversThatSomebodyElseAddedOrRemovedAreTakenOver() throws IOException {
        Member c = Member.parse("c=127.0.0.1:14112");
        CodisGroup more = CodisGroup.create(1, List.of(A, c));

        Reading.Recorded reading = (Reading.Recorded) layout.read(configured, edited(adopted(), more));

        assertThat(reading.record().master()).contains(A.id());
        assertThat(reading.record().members())
                .extracting(member -> member.member().address())
                .containsExactly(A.address(), c.address());
        assertThat(reading.record().members().get(1).health()).isEqualTo(Health.UNSEEN);
        assertThat(reading.remarks()).hasSize(2);
        Registers after = edited(adopted(), more);
        Registers written = applied(after, layout.write(reading.record(), after));
        assertThat(layout.read(configured, written)).isEqualTo(new Reading.Recorded(reading.record()));
    }

    @Test
    void withoutTheRecordedMasterTheGroupIsTakenAsItIsFound() throws IOException {
        Reading.Recorded reading =
                (Reading.Recorded) layout.read(configured, edited(adopted(), CodisGroup.create(1, List.of(B))));

        assertThat(reading.record().master()).isEmpty();
        assertThat(reading.record().epoch()).isEqualTo(1);
        assertThat(reading.record().members().get(0).standing()).isEqualTo(new Standing.Unproven());
        assertThat(reading.remarks()).anySatisfy(remark -> assertThat(remark).contains("recorded master is gone"));
    }

    @Test
    void flagsThatSomebodyElseChangedAreKept() throws IOException {
        String node = captured("1-healthy")
                .toString()
                .replace("\"replica_group\": true", "\"replica_group\": false")
                .replace("\"out_of_sync\": false", "\"out_of_sync\": false,\n    \"note\": \"by hand\"");
        Registers edited = edited(adopted(), CodisGroup.read(Bytes.utf8(node)));

        assertThat(layout.read(configured, edited)).isEqualTo(new Reading.Recorded(healthy()));
        String after = applied(edited, layout.write(failedOver(), edited))
                .value(NODE)
                .orElseThrow()
                .toString();
        assertThat(after).contains("\"note\": \"by hand\"").doesNotContain("\"replica_group\": true");
    }

    @Test
    void whileSomebodyElsePromotesNothingIsDone() throws IOException {
        String node = captured("1-healthy")
                .toString()
                .replace(
                        "\"promoting\": {}",
                        "\"promoting\": {\n        \"index\": 1,\n        \"state\": \"prepared\"\n    }");

        assertUnusable(edited(adopted(), CodisGroup.read(Bytes.utf8(node))), "its master is CONTESTED");
    }

    @Test
    void whatCannotBeUsedSaysWhy() throws IOException {
        Bytes node = captured("1-healthy");
        Bytes ours = adopted().value(OURS).orElseThrow();
        assertUnusable(
                registers(Bytes.utf8("{"), Optional.empty()), "its node " + NODE + " cannot be read: not a JSON");
        assertUnusable(registers(captured("1-healthy", "group-0002"), Optional.empty()), "of another group, 2");
        assertUnusable(registers(Bytes.utf8("{\"id\":1,\"servers\":[]}"), Optional.empty()), "no members");
        assertUnusable(
                registers(Bytes.utf8(node.toString().replace("\"state\": 0", "\"state\": 300")), Optional.of(ours)),
                "'state' is no INT8");
        assertUnusable(registers(node, Optional.of(Bytes.utf8("x"))), "its register " + OURS + " cannot be read");
        assertUnusable(
                registers(node, Optional.of(Bytes.utf8("{\"format\":9,\"minReader\":9}"))),
                "needs a reader of format 9");
        assertUnusable(
                Registers.absent(layout.keys(GROUP)).with(List.of(new Register(OURS, new Version("1"), ours))),
                "has disappeared");
    }

    @Test
    void keysOfOurRegisterThatAreNotKnownAreKept() throws IOException {
        Registers adopted = adopted();
        String ours = adopted.value(OURS).orElseThrow().toString();
        String extended = ours.replace("\"codis\":{", "\"later\":1,\"codis\":{\"more\":true,");
        Registers before = adopted.with(List.of(new Register(OURS, new Version("9"), Bytes.utf8(extended))));

        String after = applied(before, layout.write(failedOver(), before))
                .value(OURS)
                .orElseThrow()
                .toString();

        assertThat(after).contains("\"later\":1").contains("\"more\":true");
    }

    private void assertUnusable(Registers registers, String reason) {
        assertThat(layout.read(configured, registers))
                .isInstanceOfSatisfying(
                        Reading.Unusable.class,
                        unusable -> assertThat(unusable.reason()).contains(reason));
    }

    private static GroupRecord healthy() {
        return GroupRecord.of(
                GROUP,
                1,
                new Reign.Of(1, A.id(), Position.unknown()),
                List.of(new MemberRecord(A, Health.UP, IN_SYNC), new MemberRecord(B, Health.UP, IN_SYNC)));
    }

    private static GroupRecord failedOver() {
        return GroupRecord.of(
                GROUP,
                2,
                new Reign.Of(2, B.id(), Position.unknown()),
                List.of(
                        new MemberRecord(A, Health.DOWN, new Standing.Deposed()),
                        new MemberRecord(B, Health.UP, IN_SYNC)));
    }

    /** Returns the captured healthy group after its adoption. */
    private Registers adopted() throws IOException {
        Registers before = registers(captured("1-healthy"), Optional.empty());
        return applied(before, layout.write(healthy(), before));
    }

    private Registers edited(Registers before, CodisGroup node) {
        return before.with(List.of(new Register(NODE, new Version("edited"), node.write())));
    }

    private static Registers applied(Registers before, List<Put> puts) {
        return before.with(puts.stream()
                .map(put -> new Register(put.key(), new Version("written"), put.value()))
                .toList());
    }

    private Reading read(Bytes node, Optional<Bytes> ours) {
        return layout.read(configured, registers(node, ours));
    }

    private Registers registers(Bytes node, Optional<Bytes> ours) {
        Registers one = nothing.with(List.of(new Register(NODE, new Version("1"), node)));
        return ours.map(content -> one.with(List.of(new Register(OURS, new Version("1"), content))))
                .orElse(one);
    }

    private static Bytes captured(String moment) throws IOException {
        return captured(moment, "group-0001");
    }

    private static Bytes captured(String moment, String name) throws IOException {
        String resource = "/captures/codis/" + moment + "/" + name + ".json";
        try (InputStream in = Objects.requireNonNull(CodisLayoutTest.class.getResourceAsStream(resource))) {
            return Bytes.of(in.readAllBytes());
        }
    }
}
