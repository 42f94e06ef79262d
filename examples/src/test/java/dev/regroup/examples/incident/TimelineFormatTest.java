package dev.regroup.examples.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.examples.incident.TimelineFormat.Cell;
import dev.regroup.examples.incident.TimelineFormat.Note;
import dev.regroup.examples.narrate.Sight.Kind;
import dev.regroup.examples.narrate.Style;
import dev.regroup.examples.narrate.Style.Colours;
import dev.regroup.examples.narrate.Style.Glyphs;
import dev.regroup.examples.narrate.Style.Tone;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineFormatTest {

    private static final List<Cell> CELLS =
            List.of(new Cell(Kind.MASTER, Tone.PLAIN, ""), new Cell(Kind.SILENT, Tone.RED, "× kill -9"));
    private static final Duration AT = Duration.ofMillis(2345);

    @Test
    void aRowHasTheTimeThenALaneForEachNodeThenTheNote() {
        TimelineFormat format = new TimelineFormat(new Style(Colours.NONE, Glyphs.UNICODE));

        assertThat(format.row(AT, CELLS, note("b: up -> down")))
                .containsExactly("  2.345  ┃                      · × kill -9            b: up → down");
    }

    @Test
    void aCharsetWithoutLinesGetsPlainOnes() {
        TimelineFormat format = new TimelineFormat(new Style(Colours.NONE, Glyphs.ASCII));

        List<String> row = format.row(AT, CELLS, note("b: up -> down"));

        assertThat(row).containsExactly("  2.345  #                      . x kill -9            b: up -> down");
        assertThat(row).allMatch(StandardCharsets.US_ASCII.newEncoder()::canEncode);
    }

    @Test
    void aTerminalGetsTheSameTextInColours() {
        TimelineFormat plain = new TimelineFormat(new Style(Colours.NONE, Glyphs.UNICODE));
        TimelineFormat coloured = new TimelineFormat(new Style(Colours.ANSI, Glyphs.UNICODE));

        List<String> row = coloured.row(AT, CELLS, note("b: up -> down"));

        assertThat(row.get(0)).contains("\u001b[1mb: up → down\u001b[0m");
        assertThat(row.get(0).replaceAll("\u001b\\[[0-9;]*m", ""))
                .isEqualTo(plain.row(AT, CELLS, note("b: up -> down")).get(0));
    }

    @Test
    void aLongNoteContinuesBelowItselfBesideTheLanes() {
        TimelineFormat format = new TimelineFormat(new Style(Colours.NONE, Glyphs.UNICODE));

        List<String> rows = format.row(AT, CELLS, note("word ".repeat(30).strip()));

        assertThat(rows).hasSizeGreaterThan(1).allMatch(line -> line.length() <= 120);
        assertThat(rows.get(1)).startsWith("         ┃                      ·                        word");
    }

    private static List<Note> note(String text) {
        return List.of(new Note(Tone.BOLD, text));
    }
}
