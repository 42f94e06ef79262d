package dev.regroup.examples.incident;

import dev.regroup.examples.narrate.Sight;
import dev.regroup.examples.narrate.Style;
import dev.regroup.examples.narrate.Style.Tone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lays out a timeline: time down, one lane for each node across, and what was decided beside them. Immutable. */
final class TimelineFormat {

    private static final int MARGIN = 9;
    private static final int LANE = 23;
    private static final int WIDTH = 120;

    private final Style style;

    TimelineFormat(Style style) {
        this.style = style;
    }

    /**
     * One node's part of a row.
     *
     * @param lane the kind of line
     * @param tone the colour of the text
     * @param text what happened to the node in this row, possibly nothing
     */
    record Cell(Sight.Kind lane, Tone tone, String text) {}

    /** Returns the lines above the timeline. */
    List<String> head(List<String> names) {
        StringBuilder head = new StringBuilder("      s  ");
        names.forEach(name -> head.append(padded("  " + name)));
        return List.of(style.toned(Tone.BOLD, head.append("recorded, and why").toString()));
    }

    /**
     * Something that is said beside the lanes.
     *
     * @param tone its colour
     * @param text what is said, begins on a line of its own
     */
    record Note(Tone tone, String text) {}

    /** Returns one row, as many lines as the notes need. */
    List<String> row(Duration at, List<Cell> cells, List<Note> notes) {
        int width = WIDTH - MARGIN - cells.size() * LANE;
        List<String> beside = notes.stream()
                .flatMap(note ->
                        wrapped(style.drawn(note.text()), width).stream().map(line -> style.toned(note.tone(), line)))
                .toList();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i == 0 || i < beside.size(); i++) {
            StringBuilder line = new StringBuilder();
            line.append(i == 0 ? style.toned(Tone.DIM, time(at)) : " ".repeat(MARGIN - 2))
                    .append("  ");
            for (Cell cell : cells) {
                line.append(lane(i == 0 ? cell : new Cell(cell.lane(), cell.tone(), "")));
            }
            lines.add(line.append(i < beside.size() ? beside.get(i) : "")
                    .toString()
                    .stripTrailing());
        }
        return lines;
    }

    static String time(Duration at) {
        return String.format(Locale.ROOT, "%7.3f", at.toMillis() / 1000.0);
    }

    private String lane(Cell cell) {
        String line = style.drawn(
                switch (cell.lane()) {
                    case MASTER -> "┃";
                    case REPLICA -> "│";
                    case UNLINKED -> "┆";
                    case SILENT -> "·";
                });
        Tone tone = switch (cell.lane()) {
            case MASTER -> Tone.GREEN;
            case REPLICA -> Tone.CYAN;
            case UNLINKED -> Tone.YELLOW;
            case SILENT -> Tone.DIM;
        };
        String text = padded(style.drawn(cell.text()), LANE - 2);
        return style.toned(tone, line) + " " + style.toned(cell.tone(), text);
    }

    private static String padded(String text) {
        return padded(text, LANE);
    }

    private static String padded(String text, int width) {
        String cut = text.length() < width ? text : text.substring(0, width - 1);
        return cut + " ".repeat(width - cut.length());
    }

    private static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
                line.append("  ");
            } else if (line.length() > 0) {
                line.append(' ');
            }
            line.append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
