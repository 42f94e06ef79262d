package dev.regroup.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.InvalidConfiguration;
import dev.regroup.reduce.Reducer;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever a transcript says, it is refused or played. */
class TranscriptProperties {

    private static final String PIECES = "ab= :,;x+-09\n>hm";

    @Property(tries = 5_000)
    void aDamagedTranscriptIsRefusedOrPlayed(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(
                TranscriptsTest.GROUP + "\n> x3 a refused, b follows a no-link at=h:100 life=2; again\n");
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length());
            char piece = PIECES.charAt(random.nextInt(PIECES.length()));
            text.replace(at, at + random.nextInt(2), String.valueOf(piece));
        }
        try {
            Transcript transcript = Transcript.parse(text.toString());
            assertThat(transcript.play(Reducer.of(transcript.policy())::reduce)).doesNotContain("BROKEN");
        } catch (InvalidConfiguration refused) {
            assertThat(refused.faults()).isNotEmpty();
        }
    }
}
