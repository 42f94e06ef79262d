package dev.regroup.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Action;
import dev.regroup.model.Address;
import dev.regroup.model.Attached;
import dev.regroup.model.Claim;
import dev.regroup.model.Diagnosis;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.Incarnation;
import dev.regroup.model.Link;
import dev.regroup.model.Member;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.MemberRecord.Health;
import dev.regroup.model.Missing;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Observation;
import dev.regroup.model.Outcome;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Presumption;
import dev.regroup.model.PromoteSent;
import dev.regroup.model.Reason;
import dev.regroup.model.Reduction;
import dev.regroup.model.Reign;
import dev.regroup.model.Role;
import dev.regroup.model.Standing;
import dev.regroup.model.Verdict;
import dev.regroup.model.Veto;
import dev.regroup.model.Wake;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class JournalCodecTest {

    private static final String GOLDEN = "/golden/journal-format-1.jsonl";

    /** The line of an older version stays readable and, as long as the format is the same, comes out the same. */
    @Test
    void theLineOfFormatOneStaysAsItIs() throws IOException {
        Entry entry = entry();
        if (Boolean.getBoolean("regroup.rewrite")) {
            assertThat(System.getenv("CI")).as("CI checks and never rewrites").isNull();
            Files.writeString(Path.of("src/test/resources" + GOLDEN), JournalCodec.encode(entry) + "\n");
        } else {
            assertThat(JournalCodec.encode(entry)).isEqualTo(golden());
            assertThat(decode(golden())).isEqualTo(new Decoding.Decoded<>(entry));
        }
    }

    @Test
    void keysThatAreNotKnownAreIgnored() {
        String extended = line().replace("\"node\":", "\"later\":{\"any\":[1.5,null,true]},\"node\":")
                .replace("\"probe-interval\":", "\"later-knob\":[],\"probe-interval\":");

        assertThat(decode(extended)).isEqualTo(new Decoding.Decoded<>(entry()));
    }

    @Test
    void aKnobThatIsMissingIsTheDefault() {
        assertThat(decode(line().replace("\"misses\":\"3\",", ""))).isEqualTo(new Decoding.Decoded<>(entry()));
    }

    @Test
    void missingFactsMayBeLeftOut() {
        String without = line().replaceFirst("\"missing\":\\[[^]]*][^]]*][^]]*],", "");
        Entry entry = entry();

        assertThat(without).doesNotContain("missing");
        assertThat(decode(without))
                .isEqualTo(new Decoding.Decoded<>(
                        new Entry(entry.inputs(), entry.reduction().withMissing(List.of()))));
    }

    @Test
    void aLaterFormatIsReadIfItsWriterAllowsIt() {
        assertThat(decode(line().replace("\"format\":1", "\"format\":7"))).isEqualTo(new Decoding.Decoded<>(entry()));
    }

    @Test
    void aLaterFormatIsRefusedByNameIfItsWriterDoesNotAllowIt() {
        String later = "{\"format\":7,\"minReader\":2,\"rules\":{}}";

        assertThat(decode(later)).isEqualTo(new Decoding.TooNew<>(2));
        assertThat(JournalCodec.decodeInputs(later.getBytes(UTF_8))).isEqualTo(new Decoding.TooNew<>(2));
    }

    @Test
    void theInputsAloneMayLeaveOutWhatHasADefault() {
        String shortened = line().replaceFirst("\"format\":1,\"minReader\":1,\"policy\":\\{[^}]*},", "")
                .replaceFirst(",\"promoteSent\":\\{[^}]*}", "")
                .replaceFirst(",\"reduction\":.*", "}");
        Inputs inputs = entry().inputs();

        assertThat(JournalCodec.decodeInputs(shortened.getBytes(UTF_8)))
                .isEqualTo(new Decoding.Decoded<>(new Inputs(
                        Policy.defaults(),
                        inputs.state(),
                        inputs.observation().withPromoteSent(new PromoteSent.Unknown()))));
        assertReason(decode(shortened), "'format' is missing");
    }

    @Test
    void aMisspeltKnobOfTheInputsIsRefused() {
        String misspelt = line().replace("\"misses\":\"3\"", "\"mises\":3");

        assertReason(JournalCodec.decodeInputs(misspelt.getBytes(UTF_8)), "the nearest one is 'misses'");
    }

    @Test
    void aNumberOfAPolicyNeedsNoQuotes() {
        String number = line().replace("\"misses\":\"3\"", "\"misses\":3");

        assertThat(decode(number)).isEqualTo(new Decoding.Decoded<>(entry()));
    }

    @Test
    void whatIsWrongIsSaid() {
        assertReason(decode(""), "not an object");
        assertReason(decode("{"), "not a JSON document");
        assertReason(decode("{}"), "'format' is missing");
        assertReason(decode("{\"format\":1,\"minReader\":2}"), "make no sense");
        assertReason(decode(line() + "{}"), "behind the end");
        assertReason(decode("[".repeat(100_000)), "not a JSON document");
        assertReason(decode(line().replace("\"diagnosis\":\"", "\"diagnosis\":\"un")), "which is unknown");
        assertReason(decode(line().replace("\"at\":\"PT10S\"", "\"at\":\"10 s\"")), "'at' is '10 s'");
        assertReason(decode(line().replace("\"wall\":\"2026", "\"wall\":\"x")), "'wall' is 'x");
        assertReason(decode(line().replace("\"doneAt\":\"PT9.801S\"", "\"doneAt\":\"PT0S\"")), "before it began");
        assertReason(decode(line().replace("\"1s\"", "\"1 sec\"")), "which is not a duration like");
        assertReason(decode(line().replace("\"kind\":\"replica\"", "\"kind\":\"server\"")), "'server' is unknown");
    }

    private static void assertReason(Decoding<?> decoding, String part) {
        assertThat(decoding)
                .isInstanceOfSatisfying(
                        Decoding.Unreadable.class,
                        unreadable -> assertThat(unreadable.reason()).contains(part));
    }

    /** The master is down, and the replica that is in sync is elected. */
    private static Entry entry() {
        Member a = Member.parse("a=10.0.0.1:6379");
        Member b = Member.parse("b=10.0.0.2:6379");
        Incarnation runB = Incarnation.of("run-b");
        Position start = new Position.Known("9f3c", List.of(-2L), List.of(new Position.Ancestor("77aa", 4711)));
        GroupRecord record = GroupRecord.of(
                GroupId.of("orders"),
                1,
                new Reign.Of(1, a.id(), start),
                List.of(
                        new MemberRecord(a, Health.DOWN, new Standing.InSync(Incarnation.of("run-a"), start)),
                        new MemberRecord(b, Health.UP, new Standing.InSync(runB, start))));
        NodeHealth.Miss first = new NodeHealth.Miss(Duration.ofSeconds(5), Duration.ofSeconds(6));
        GroupState state = GroupState.of(record);
        state = new GroupState(
                record, state.health().with(a.id(), new NodeHealth.Down(first, 8, List.of(NodeId.of("b")))));
        NodeInfo info = NodeInfo.of(runB, new Role.Replica(Address.parse("10.0.0.1:6379"), new Link.Down()), start)
                .withEligibility(NodeInfo.Eligibility.YES)
                .withAttached(new Attached.Told(List.of()));
        List<NodeReport> reports =
                List.of(report(a, new Outcome.Silent(Outcome.Silence.REFUSED)), report(b, new Outcome.Answered(info)));
        Observation observation = Observation.of(Duration.ofSeconds(10), Instant.parse("2026-01-31T12:00:00Z"), reports)
                .withLastGood(reports.subList(1, 2))
                .withPromoteSent(new PromoteSent.Never(1));
        Inputs inputs = new Inputs(Policy.defaults(), state, observation);
        Claim claim = new Claim.Pending(2, b.id(), runB, Reason.Code.MASTER_DOWN_ELECTED);
        return new Entry(inputs, elected(new GroupState(record.withClaim(2, claim), state.health()), runB));
    }

    private static Reduction elected(GroupState state, Incarnation runB) {
        NodeId a = NodeId.of("a");
        NodeId b = NodeId.of("b");
        return Reduction.of(state, Diagnosis.CLAIM_PENDING)
                .withActions(List.of(new Action.Promote(
                        GroupId.of("orders"),
                        2,
                        new Presumption.IsReplica(b, runB),
                        List.of(new Presumption.IsNoMaster(a)))))
                .withReasons(List.of(Reason.of(Reason.Code.MASTER_DOWN_ELECTED, b, a)))
                .withVerdicts(List.of(new Verdict(b, Verdict.Ruling.FIRST)))
                .withVetoes(List.of(new Veto(Veto.Kind.LINKED, List.of(b), new Wake.At(Duration.ofSeconds(12)))))
                .withMissing(List.of(
                        Missing.of(Missing.Fact.MASTER_ROLE, List.of(b)),
                        new Missing(Missing.Fact.MISSES, List.of(a), 2)));
    }

    private static NodeReport report(Member member, Outcome outcome) {
        return new NodeReport(member.id(), 9, Duration.ofMillis(9_800), Duration.ofMillis(9_801), outcome);
    }

    private static String line() {
        return JournalCodec.encode(entry());
    }

    private static Decoding<Entry> decode(String line) {
        return JournalCodec.decode(line.getBytes(UTF_8));
    }

    private static String golden() throws IOException {
        try (InputStream in = Objects.requireNonNull(JournalCodecTest.class.getResourceAsStream(GOLDEN))) {
            return new String(in.readAllBytes(), UTF_8).stripTrailing();
        }
    }
}
