package dev.regroup.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regroup.model.InvalidConfiguration;
import dev.regroup.reduce.Reducer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The stories in {@code src/test/resources/transcripts}; {@code -Dregroup.rewrite=true} writes what comes of them anew.
 */
class TranscriptsTest {

    static final String GROUP = "S2 title\nmembers a, b\n\n> a master at=h:100, b follows a at=h:100\n";

    static List<Path> transcripts() throws IOException {
        return Told.files(Told.TRANSCRIPTS);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("transcripts")
    void comesOutAsWritten(Path file) throws IOException {
        String text = Files.readString(file);
        Transcript transcript = Transcript.parse(text);
        String played = transcript.play(Reducer.of(transcript.policy())::reduce);
        if (Told.isRewriting()) {
            Files.writeString(file, played);
        } else {
            System.out.println("transcript " + transcript.title() + " -> " + Told.result(played));
            assertThat(played).isEqualTo(text);
        }
        assertThat(played).doesNotContain("BROKEN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a master at",
                "a master at=h",
                "a master at=h:18446744073709551616",
                "a master at=h:-1",
                "a master at=:1",
                "a master color=red",
                "a master look=x",
                "a refused at=h:1",
                "a mute loudly",
                "a follows",
                "a follows z",
                "a follows a:b",
                "a timeout age=5",
                "A/B master",
                "+1 a master",
                "x a master",
                "refused a",
                "wall 1h",
                "b follows a heard=1y",
                "a master feeds=?",
                "a nothing"
            })
    void aStepThatMakesNoSenseIsRefusedWithItsLine(String step) {
        Transcript transcript = Transcript.parse(GROUP + "\n> " + step + "\n");

        assertThatThrownBy(() -> transcript.play(Reducer.of(transcript.policy())::reduce))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("line 6: '" + step + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "title",
                "title\nnodes 2\n> a master",
                "title\nmembers a, a\n> a master",
                "title\nmembers a loudly\n> a master",
                "title\nmembers a priority=x\n> a master",
                "title\nmembers a; misses=3\n> a master",
                "title\nmembers a; policy mises=3\n> a master",
                "title\nmembers a\n"
            })
    void aGroupThatMakesNoSenseIsRefusedWithItsLine(String text) {
        assertThatThrownBy(() -> Transcript.parse(text))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("line ");
    }

    @Test
    void playingItAgainChangesNothing() {
        String once = played(GROUP);

        assertThat(played(once)).isEqualTo(once);
    }

    private static String played(String text) {
        Transcript transcript = Transcript.parse(text);
        return transcript.play(Reducer.of(transcript.policy())::reduce);
    }
}
