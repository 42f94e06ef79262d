package dev.regroup.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of scenarios and the story files know each other, and no row is forgotten. */
class ScenariosPageTest {

    private static final Path PAGE = Path.of("SCENARIOS.md");
    private static final Pattern ROW = Pattern.compile("\\| ([0-9A-G]+b?) \\| [^|]+ \\| ([^|]+) \\|");
    private static final Pattern NAME = Pattern.compile("`([A-Za-z0-9-]+)`");
    private static final Pattern STORY = Pattern.compile("[SL][0-9]+-.*");

    /** The numbers of stories about a group that were never used, or that are no row of their own. */
    private static final Set<Integer> NO_ROWS = Set.of(11, 13, 18, 32, 35, 39, 43, 46, 55, 57, 69);

    private record Row(String number, String playedBy) {}

    @Test
    void everyRowIsThereOnce() throws IOException {
        Stream<String> ours = IntStream.rangeClosed(1, 80)
                .filter(number -> !NO_ROWS.contains(number))
                .mapToObj(String::valueOf);
        Stream<String> theirs = Stream.of("A7", "B15", "C17", "D17", "E6", "F11", "G15")
                .flatMap(last -> IntStream.rangeClosed(1, Integer.parseInt(last.substring(1)))
                        .mapToObj(number -> last.charAt(0) + "" + number));
        List<String> expected = Stream.of(ours, theirs, Stream.of("2b", "24b"))
                .flatMap(rows -> rows)
                .toList();

        assertThat(rows().stream().map(Row::number)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void everyRowIsPlayedOrSaysWhyNot() throws IOException {
        assertThat(rows())
                .allMatch(row -> row.playedBy().startsWith("not")
                        || !names(row.playedBy()).isEmpty());
    }

    @Test
    void everyNameExists() throws IOException {
        Set<String> stories = Told.allFiles().stream().map(StoriesTest::name).collect(Collectors.toSet());
        Set<String> tests = tests();
        for (Row row : rows()) {
            assertThat(names(row.playedBy()))
                    .as(row.number())
                    .allMatch(name -> STORY.matcher(name).matches() ? stories.contains(name) : tests.contains(name));
        }
    }

    @Test
    void everyStoryHasARow() throws IOException {
        Set<String> named =
                rows().stream().flatMap(row -> names(row.playedBy()).stream()).collect(Collectors.toSet());

        assertThat(Told.allFiles().stream().map(StoriesTest::name)).allMatch(named::contains);
    }

    private static List<Row> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .map(ROW::matcher)
                .flatMap(row -> row.results())
                .map(row -> new Row(row.group(1), row.group(2)))
                .toList();
    }

    private static List<String> names(String playedBy) {
        return NAME.matcher(playedBy)
                .results()
                .map((MatchResult name) -> name.group(1))
                .toList();
    }

    /** Names of tests of this module and of the programs that are its examples. */
    private static Set<String> tests() throws IOException {
        Set<String> tests = classes(Path.of("src/test/java"));
        tests.addAll(classes(Path.of("../examples/src/test/java")));
        return tests;
    }

    private static Set<String> classes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toSet());
        }
    }
}
