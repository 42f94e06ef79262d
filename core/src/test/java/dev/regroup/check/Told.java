package dev.regroup.check;

import dev.regroup.model.Explanation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The story files, and what can be read back from them: a line that came of a step begins with two spaces. */
final class Told {

    static final Path SCENARIOS = Path.of("src", "test", "resources", "scenarios");
    static final Path TRANSCRIPTS = Path.of("src", "test", "resources", "transcripts");
    private static final String CAME_OF_IT = "  ";

    private Told() {}

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    static List<Path> allFiles() throws IOException {
        return Stream.concat(files(SCENARIOS).stream(), files(TRANSCRIPTS).stream())
                .toList();
    }

    /** Returns the explanations in that text, each read back. */
    static List<Explanation> explanations(String text) {
        return outcomes(text)
                .filter(line -> !isCommand(line) && !isSketch(line))
                .map(Explanation::parse)
                .toList();
    }

    static List<String> commands(String text) {
        return outcomes(text).filter(Told::isCommand).toList();
    }

    /** Returns how the story ends: the last finding, and the last state. */
    static String result(String text) {
        List<Explanation> explanations = explanations(text);
        String finding = explanations.isEmpty()
                ? ""
                : explanations.get(explanations.size() - 1).finding().diagnosis() + ", ";
        return finding + outcomes(text).filter(Told::isSketch).reduce("", (before, last) -> last);
    }

    /** Whether files are to be written anew; never where {@code CI} is set. */
    static boolean isRewriting() {
        boolean isRewriting = Boolean.getBoolean("regroup.rewrite");
        if (isRewriting && System.getenv("CI") != null) {
            throw new IllegalStateException("story files are not rewritten in CI");
        }
        return isRewriting;
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> outcomes(String text) {
        return text.lines().filter(line -> line.startsWith(CAME_OF_IT)).map(String::strip);
    }

    private static boolean isCommand(String line) {
        return Stream.of("send ", "lose ", "delay ", "refuse ").anyMatch(line::startsWith);
    }

    private static boolean isSketch(String line) {
        return line.startsWith("master ");
    }
}
