package dev.regroup.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.coordinator.NativeLayout.Decoding;
import dev.regroup.model.GroupRecord;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class NativeLayoutProperties {

    private final NativeLayout layout = NativeLayout.defaults();

    @Property(tries = 300)
    void everyRecordIsReadBackAsItWasWritten(@ForAll("records") GroupRecord record) {
        assertThat(layout.decode(layout.encode(record))).isEqualTo(new Decoding.Decoded(record));
    }

    @Property(tries = 300)
    void equalRecordsHaveEqualDocuments(@ForAll("records") GroupRecord record) {
        GroupRecord again = ((Decoding.Decoded) layout.decode(layout.encode(record))).record();

        assertThat(layout.encode(again)).isEqualTo(layout.encode(record));
    }

    @Property(tries = 300)
    void anyBytesAreReadWithoutThrowing(@ForAll byte[] bytes) {
        assertThat(layout.decode(Bytes.of(bytes))).isInstanceOf(Decoding.Unreadable.class);
    }

    @Property(tries = 300)
    void anyTextIsReadWithoutThrowing(@ForAll String text) {
        assertThat(layout.decode(Bytes.utf8(text))).isInstanceOf(Decoding.Unreadable.class);
    }

    @Property(tries = 300)
    void aDocumentWithOneByteChangedIsReadWithoutThrowing(
            @ForAll("records") GroupRecord record, @ForAll int where, @ForAll byte changed) {
        byte[] document = layout.encode(record).toArray();
        document[Math.floorMod(where, document.length)] = changed;

        assertWellFormedOrRefused(layout.decode(Bytes.of(document)));
    }

    @Property(tries = 300)
    void aDocumentWithAPieceCutOutIsReadWithoutThrowing(
            @ForAll("records") GroupRecord record, @ForAll int where, @ForAll @IntRange(min = 1, max = 40) int size) {
        String document = layout.encode(record).toString();
        int from = Math.floorMod(where, document.length());
        int to = Math.min(document.length(), from + size);

        assertWellFormedOrRefused(layout.decode(Bytes.utf8(document.substring(0, from) + document.substring(to))));
    }

    @Property(tries = 300)
    void aDocumentWithTwoTokensExchangedIsReadWithoutThrowing(
            @ForAll("records") GroupRecord record, @ForAll int one, @ForAll int other) {
        String[] tokens = layout.encode(record).toString().split("(?<=[,:{}\\[\\]])|(?=[,:{}\\[\\]])", -1);
        int i = Math.floorMod(one, tokens.length);
        int j = Math.floorMod(other, tokens.length);
        String token = tokens[i];
        tokens[i] = tokens[j];
        tokens[j] = token;

        assertWellFormedOrRefused(layout.decode(Bytes.of(String.join("", tokens).getBytes(StandardCharsets.UTF_8))));
    }

    private static void assertWellFormedOrRefused(Decoding decoding) {
        if (decoding instanceof Decoding.Decoded decoded) {
            assertThat(decoded.record().faults()).isEmpty();
        } else if (decoding instanceof Decoding.Unreadable unreadable) {
            assertThat(unreadable.reason()).isNotBlank();
        }
    }

    @Provide
    Arbitrary<GroupRecord> records() {
        return RecordArbitraries.records().withoutEdgeCases();
    }
}
