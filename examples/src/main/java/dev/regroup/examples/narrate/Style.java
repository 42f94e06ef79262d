package dev.regroup.examples.narrate;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.stream.Stream;
import picocli.CommandLine.Help.Ansi;

/**
 * How text looks where it is going. Immutable.
 *
 * @param colours whether colours may be used
 * @param glyphs the characters that may be used
 */
public record Style(Colours colours, Glyphs glyphs) {

    private static final String NEEDED = "┃│┆·→×●";

    /** Whether colours may be used. */
    public enum Colours {
        /** They may: it is a terminal, and nobody objects with NO_COLOR. */
        ANSI,
        /** They would be noise in a file. */
        NONE
    }

    /** The characters that may be used. */
    public enum Glyphs {
        /** The lines and arrows that the charset has. */
        UNICODE,
        /** Plain ones, for a charset that lacks any. */
        ASCII
    }

    /** The colours in use. */
    public enum Tone {
        /** As the terminal has it. */
        PLAIN("0"),
        /** In the background. */
        DIM("2"),
        /** Important. */
        BOLD("1"),
        /** Good. */
        GREEN("32"),
        /** Neutral. */
        CYAN("36"),
        /** A warning. */
        YELLOW("33"),
        /** Bad. */
        RED("1;31");

        private final String code;

        Tone(String code) {
            this.code = code;
        }
    }

    /** Returns the style for the standard output of this process. */
    public static Style ofStandardOutput() {
        return new Style(
                Ansi.AUTO.enabled() ? Colours.ANSI : Colours.NONE,
                standardOutputCharset().newEncoder().canEncode(NEEDED) ? Glyphs.UNICODE : Glyphs.ASCII);
    }

    /** Returns the standard output, in the charset of the place it goes to. */
    public static PrintStream standardOutput() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), true, standardOutputCharset());
    }

    /** Returns the text in that colour, where there are colours. */
    public String toned(Tone tone, String text) {
        return colours == Colours.NONE || tone == Tone.PLAIN || text.isBlank()
                ? text
                : "\u001b[" + tone.code + "m" + text + "\u001b[0m";
    }

    /** Returns the text with nothing in it that the charset lacks. */
    public String drawn(String text) {
        return glyphs == Glyphs.UNICODE
                ? text.replace("->", "→")
                : text.replace("→", "->")
                        .replace('×', 'x')
                        .replace('●', '*')
                        .replace('┃', '#')
                        .replace('│', '|')
                        .replace('┆', ':')
                        .replace('·', '.');
    }

    /** On Java 17 a pipe has no charset of its own: there it is the locale's. */
    private static Charset standardOutputCharset() {
        return Stream.of("stdout.encoding", "sun.stdout.encoding", "native.encoding")
                .map(System::getProperty)
                .filter(name -> name != null && Charset.isSupported(name))
                .findFirst()
                .map(Charset::forName)
                .orElse(Charset.defaultCharset());
    }
}
