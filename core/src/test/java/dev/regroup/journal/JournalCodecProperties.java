package dev.regroup.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class JournalCodecProperties {

    @Property(tries = 500)
    void everyEntryIsReadBackAsItWasWritten(@ForAll("entries") Entry entry) {
        String line = JournalCodec.encode(entry);

        assertThat(line).matches("\\p{ASCII}*").doesNotContain("\n", "\r");
        assertThat(JournalCodec.decode(line.getBytes(UTF_8))).isEqualTo(new Decoding.Decoded<>(entry));
        assertThat(JournalCodec.decodeInputs(line.getBytes(UTF_8))).isEqualTo(new Decoding.Decoded<>(entry.inputs()));
    }

    @Property(tries = 200)
    void equalEntriesHaveEqualLines(@ForAll("entries") Entry entry) {
        String line = JournalCodec.encode(entry);
        Entry again = ((Decoding.Decoded<Entry>) JournalCodec.decode(line.getBytes(UTF_8))).value();

        assertThat(JournalCodec.encode(again)).isEqualTo(line);
    }

    @Property(tries = 500)
    void anyBytesAreReadWithoutThrowing(@ForAll byte[] bytes) {
        assertRefused(bytes);
    }

    @Property(tries = 500)
    void anyTextIsReadWithoutThrowing(@ForAll String text) {
        assertRefused(text.getBytes(UTF_8));
    }

    @Property(tries = 500)
    void aLineWithOneByteChangedIsReadWithoutThrowing(
            @ForAll("entries") Entry entry, @ForAll int where, @ForAll byte changed) {
        byte[] line = JournalCodec.encode(entry).getBytes(UTF_8);
        line[Math.floorMod(where, line.length)] = changed;

        assertReadOrRefused(line);
    }

    @Property(tries = 500)
    void aLineWithAPieceCutOutIsReadWithoutThrowing(
            @ForAll("entries") Entry entry, @ForAll int where, @ForAll @IntRange(min = 1, max = 40) int size) {
        String line = JournalCodec.encode(entry);
        int from = Math.floorMod(where, line.length());
        int to = Math.min(line.length(), from + size);

        assertReadOrRefused((line.substring(0, from) + line.substring(to)).getBytes(UTF_8));
    }

    @Property(tries = 500)
    void aLineWithTwoTokensExchangedIsReadWithoutThrowing(
            @ForAll("entries") Entry entry, @ForAll int one, @ForAll int other) {
        String[] tokens = JournalCodec.encode(entry).split("(?<=[,:{}\\[\\]])|(?=[,:{}\\[\\]])", -1);
        int i = Math.floorMod(one, tokens.length);
        int j = Math.floorMod(other, tokens.length);
        String token = tokens[i];
        tokens[i] = tokens[j];
        tokens[j] = token;

        assertReadOrRefused(String.join("", tokens).getBytes(UTF_8));
    }

    private static void assertRefused(byte[] line) {
        assertThat(JournalCodec.decode(line)).isInstanceOf(Decoding.Unreadable.class);
        assertThat(JournalCodec.decodeInputs(line)).isInstanceOf(Decoding.Unreadable.class);
    }

    private static void assertReadOrRefused(byte[] line) {
        Decoding<Entry> decoding = JournalCodec.decode(line);
        if (decoding instanceof Decoding.Decoded<Entry> decoded) {
            Inputs inputs = decoded.value().inputs();
            assertThat(inputs.policy().faults()).isEmpty();
            assertThat(inputs.state().record().faults()).isEmpty();
        } else if (decoding instanceof Decoding.Unreadable<Entry> unreadable) {
            assertThat(unreadable.reason()).isNotBlank();
        }
        assertThat(JournalCodec.decodeInputs(line)).isNotNull();
    }

    @Provide
    Arbitrary<Entry> entries() {
        return Arbitraries.longs().map(seed -> new Anything(seed).entry()).withoutEdgeCases();
    }
}
