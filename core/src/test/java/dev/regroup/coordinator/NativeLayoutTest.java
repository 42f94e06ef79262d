package dev.regroup.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regroup.coordinator.NativeLayout.Decoding;
import dev.regroup.model.Address;
import dev.regroup.model.Block;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Incarnation;
import dev.regroup.model.InvalidConfiguration;
import dev.regroup.model.Member;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.MemberRecord.Health;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Position;
import dev.regroup.model.Position.Ancestor;
import dev.regroup.model.Reason;
import dev.regroup.model.Reign;
import dev.regroup.model.Standing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class NativeLayoutTest {

    private static final String GOLDEN = "/golden/group-record-format-1.json";

    private final NativeLayout layout = NativeLayout.defaults();

    @Test
    void theDocumentOfFormatOneStaysAsItIs() throws IOException {
        String golden = golden();

        assertThat(layout.encode(everything())).hasToString(golden);
        assertThat(layout.decode(Bytes.utf8(golden))).isEqualTo(new Decoding.Decoded(everything()));
    }

    @Test
    void groupsLiveUnderTheRoot() {
        assertThat(layout.key(GroupId.of("orders"))).isEqualTo("/regroup/groups/orders");
        assertThat(NativeLayout.under("/a/b").key(GroupId.of("orders"))).isEqualTo("/a/b/groups/orders");
        assertThatThrownBy(() -> NativeLayout.under("/a//b/"))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("'/a//b/'");
    }

    @Test
    void keysThatAreNotKnownAreIgnored() throws IOException {
        String extended = golden().replace("\"group\":", "\"later\":{\"any\":[1.5,null,true]},\"group\":");

        assertThat(layout.decode(Bytes.utf8(extended))).isEqualTo(new Decoding.Decoded(everything()));
    }

    @Test
    void keysThatAreNotKnownAreKeptWhenTheDocumentIsWrittenAgain() throws IOException {
        String extended = golden().replace("\"group\":", "\"later\":{\"any\":[1.50,null,true]},\"group\":")
                .replace("\"id\":\"e\",", "\"id\":\"e\",\"rack\":7,")
                .replace("\"cause\":", "\"note\":\"x\",\"cause\":");
        GroupRecord changed = everything().withBlock(new Block.None());

        String written = layout.encode(changed, Bytes.utf8(extended)).toString();

        assertThat(written).contains("\"later\":{\"any\":[1.50,null,true]}");
        assertThat(written).contains("\"rack\":7").contains("\"note\":\"x\"").doesNotContain("\"block\"");
        assertThat(layout.decode(Bytes.utf8(written))).isEqualTo(new Decoding.Decoded(changed));
    }

    @Test
    void aFactThatChangesTakesOnlyItsOwnUnknownKeysAlong() throws IOException {
        String extended = golden().replace("\"id\":\"e\",", "\"id\":\"e\",\"rack\":7,")
                .replace("\"cause\":", "\"note\":\"x\",\"cause\":");
        MemberRecord up = everything().members().get(4).withHealth(Health.UP);
        GroupRecord changed = everything().withMember(up).withClaim(4, new Claim.None());

        String written = layout.encode(changed, Bytes.utf8(extended)).toString();

        assertThat(written).contains("\"rack\":7").doesNotContain("\"note\"");
        assertThat(layout.decode(Bytes.utf8(written))).isEqualTo(new Decoding.Decoded(changed));
    }

    @Test
    void aRecordThatIsThereAlreadyNeedsNoWrite() {
        Registers empty = Registers.absent(layout.keys(GroupId.of("orders")));
        List<Put> puts = layout.write(everything(), empty);
        Register there =
                new Register(puts.get(0).key(), new Version("1"), puts.get(0).value());

        assertThat(layout.read(everything(), empty)).isEqualTo(new Layout.Reading.Nothing());
        assertThat(layout.write(everything(), empty.with(List.of(there)))).isEmpty();
        assertThat(layout.read(everything(), empty.with(List.of(there))))
                .isEqualTo(new Layout.Reading.Recorded(everything()));
    }

    @Test
    void aLaterFormatIsReadIfItsWriterAllowsIt() throws IOException {
        String later = golden().replace("\"format\":1", "\"format\":7");

        assertThat(layout.decode(Bytes.utf8(later))).isEqualTo(new Decoding.Decoded(everything()));
    }

    @Test
    void aLaterFormatIsRefusedByNameIfItsWriterDoesNotAllowIt() {
        String later = "{\"format\":7,\"minReader\":2,\"epochs\":{}}";

        assertThat(layout.decode(Bytes.utf8(later))).isEqualTo(new Decoding.TooNew(2));
    }

    @Test
    void keysOfAMasterAreWrittenWhereTheyAreKnownAndReadBack() throws IOException {
        GroupRecord known = everything()
                .withMember(new MemberRecord(
                        Member.parse("b=[2001:db8::2]:6379"),
                        Health.UP,
                        new Standing.InSync(Incarnation.of("run-b"), Position.unknown(), NodeInfo.Contents.SOME)));
        String expected = golden().replace(
                        "\"incarnation\":\"run-b\"}},{\"id\":\"c\"",
                        "\"incarnation\":\"run-b\",\"contents\":\"some\"}},{\"id\":\"c\"");

        assertThat(expected).isNotEqualTo(golden());
        assertThat(layout.encode(known)).hasToString(expected);
        assertThat(layout.decode(Bytes.utf8(expected))).isEqualTo(new Decoding.Decoded(known));
        assertReason(expected.replace("\"some\"", "\"none\""), "'contents' is 'none', which is unknown");
    }

    @Test
    void whatIsWrongIsSaid() throws IOException {
        assertReason("", "not an object");
        assertReason("[]", "not an object");
        assertReason("{", "not a JSON document");
        assertReason("{}", "'format' is missing");
        assertReason("{\"format\":\"1\"}", "'format' is not an integer");
        assertReason("{\"format\":99999999999999999999}", "out of range");
        assertReason("{\"format\":1,\"minReader\":2}", "make no sense");
        assertReason("{\"format\":1,\"format\":1}", "Duplicate");
        assertReason(golden() + "{}", "behind the end");
        assertReason("[".repeat(100_000), "not a JSON document");
        assertReason(golden().replace("\"epoch\":4", "\"epoch\":2"), "which is not within 1 to its epoch 2");
        assertReason(golden().replace("\"deposed\"", "\"exiled\""), "'exiled' is unknown");
        assertReason(golden().replace("\"master\":\"a\"", "\"master\":\"z\""), "which is no member");
    }

    private void assertReason(String document, String part) {
        assertThat(layout.decode(Bytes.utf8(document)))
                .isInstanceOfSatisfying(
                        Decoding.Unreadable.class,
                        unreadable -> assertThat(unreadable.reason()).contains(part));
    }

    /** A record that uses everything a record can hold. */
    private static GroupRecord everything() {
        Position start = new Position.Known("9f3c", List.of(-1L), List.of(new Ancestor("77aa", 4711)));
        List<MemberRecord> members = List.of(
                new MemberRecord(
                        Member.parse("a=10.0.0.1:6379").withAliases(List.of(Address.of("db-a.example.org", 6379))),
                        Health.DOWN,
                        new Standing.InSync(Incarnation.of("run-a"), start)),
                new MemberRecord(
                        Member.parse("b=[2001:db8::2]:6379"),
                        Health.UP,
                        new Standing.InSync(Incarnation.of("run-b"), Position.unknown())),
                new MemberRecord(
                        Member.parse("c=10.0.0.3:6379"), Health.UP, new Standing.OutOfSync(Incarnation.of("run-c"))),
                new MemberRecord(Member.parse("d=10.0.0.4:6379"), Health.UP, new Standing.Deposed()),
                MemberRecord.of(Member.parse("e=10.0.0.5:6379")));
        NodeId b = NodeId.of("b");
        return GroupRecord.of(GroupId.of("orders"), 4, new Reign.Of(3, NodeId.of("a"), start), members)
                .withClaim(4, new Claim.Pending(4, b, Incarnation.of("run-b"), Reason.Code.MASTER_DOWN_ELECTED))
                .withBlock(new Block.On(Block.Kind.SPLIT_BRAIN, List.of(NodeId.of("d"))));
    }

    private static String golden() throws IOException {
        try (InputStream in = Objects.requireNonNull(NativeLayoutTest.class.getResourceAsStream(GOLDEN))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
