package dev.regroup.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page of promises has a row for each, knows every oracle and every story, and names nothing that is not there. */
class PromisesPageTest {

    private static final Path PAGE = Path.of("PROMISES.md");

    private static final List<Path> SOURCES = List.of(
            Path.of("src"),
            Path.of("../adapters-zookeeper/src"),
            Path.of("../adapters-etcd/src"),
            Path.of("../examples/src"));

    private static final Pattern ROW = Pattern.compile("\\| ([SL][0-9]+) \\|([^|]*)\\|([^|]*)\\|");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final Pattern ORACLE = Pattern.compile("([SL][0-9]+|LOSS|BLOCK): …");
    private static final Pattern STORIES = Pattern.compile("([SL][0-9]+)-…");
    private static final Pattern CLAUSE = Pattern.compile("([A-Z][A-Za-z]+)(?:\\.([a-z][A-Za-z0-9]+))?");
    private static final Pattern EXAMPLE = Pattern.compile("examples/run ([a-z]+)(?: --only ([a-z]+))?");
    private static final Pattern CONSTANT = Pattern.compile("[A-Z]+(?:_[A-Z]+)*");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)]+)\\)");

    /** What an oracle reports begins with the name of its promise. */
    private static final Pattern REPORTED = Pattern.compile("\"([SL][0-9]+|LOSS|BLOCK): ");

    private static final Set<String> CONSTANTS = Stream.<Enum<?>>concat(
                    Arrays.stream(Feature.values()), Arrays.stream(Block.Kind.values()))
            .map(Enum::name)
            .collect(Collectors.toSet());

    private record Row(String promise, String says, String checkedBy) {}

    /** The sources by the name of their class. */
    private static final Map<String, String> CLASSES = new TreeMap<>();

    private static String page = "";
    private static List<Row> rows = List.of();
    private static Set<String> stories = Set.of();
    private static Set<String> oracles = Set.of();

    @BeforeAll
    static void read() throws IOException {
        page = Files.readString(PAGE);
        rows = page.lines()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row ->
                        new Row(row.group(1), row.group(2).strip(), row.group(3).strip()))
                .toList();
        stories = Told.allFiles().stream().map(StoriesTest::name).collect(Collectors.toSet());
        for (Path folder : SOURCES) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file -> CLASSES.merge(
                                file.getFileName().toString().replace(".java", ""), Told.read(file), String::concat));
            }
        }
        oracles = REPORTED.matcher(source("Judge") + source("Earned") + source("Explorer"))
                .results()
                .map(oracle -> oracle.group(1))
                .collect(Collectors.toSet());
    }

    @Test
    void everyPromiseHasOneRow() {
        Stream<String> expected = Stream.concat(
                IntStream.rangeClosed(1, 38).mapToObj(number -> "S" + number),
                IntStream.rangeClosed(1, 12).mapToObj(number -> "L" + number));

        assertThat(rows.stream().map(Row::promise)).containsExactlyElementsOf(expected.toList());
    }

    @Test
    void noRowIsEmpty() {
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.says()).as(row.promise()).endsWith(".").hasSizeGreaterThan(10);
            boolean isChecked = !names(row.checkedBy()).isEmpty();
            assertThat(isChecked || row.checkedBy().startsWith("not yet: "))
                    .as(row.promise() + " is checked, or says why not")
                    .isTrue();
        });
    }

    @Test
    void everyNameExists() {
        // What comes after the tables is about commands and code.
        String tables = page.substring(0, page.indexOf("## What was searched"));
        List<String> unknown =
                names(tables).stream().filter(name -> !isThere(name)).toList();

        assertThat(unknown).isEmpty();
        assertThat(oracles).as("oracles that were found").hasSizeGreaterThan(10);
    }

    @Test
    void everyLinkLeadsSomewhere() {
        assertThat(LINK.matcher(page).results().map(link -> Path.of(link.group(1))))
                .isNotEmpty()
                .allMatch(Files::exists);
    }

    @Test
    void everyStoryIsInTheRowOfItsPromise() {
        assertThat(stories).isNotEmpty().allSatisfy(story -> {
            String promise = story.substring(0, story.indexOf('-'));
            assertThat(names(row(promise).checkedBy())).as(story).containsAnyOf(story, promise + "-…");
        });
    }

    /** A row that forgets the oracle of its promise hides the strongest thing that checks it. */
    @Test
    void everyOracleIsInTheRowOfItsPromise() {
        assertThat(oracles).allSatisfy(oracle -> {
            boolean isOfOneRow = !oracle.equals("LOSS") && !oracle.equals("BLOCK");
            List<String> names = isOfOneRow
                    ? names(row(oracle).checkedBy())
                    : rows.stream()
                            .flatMap(row -> names(row.checkedBy()).stream())
                            .toList();
            assertThat(names).as(oracle).contains(oracle + ": …");
        });
    }

    @Test
    void nothingIsClaimedThatNobodyCanKeep() {
        assertThat(page.toLowerCase(Locale.ROOT))
                .doesNotContain(
                        "no split brain", "no split-brain", "no data loss", "formally verified", "zero data loss");
    }

    private static boolean isThere(String name) {
        Matcher oracle = ORACLE.matcher(name);
        if (oracle.matches()) {
            return oracles.contains(oracle.group(1));
        }
        Matcher pattern = STORIES.matcher(name);
        if (pattern.matches()) {
            return stories.stream().anyMatch(story -> story.startsWith(pattern.group(1) + "-"));
        }
        Matcher example = EXAMPLE.matcher(name);
        if (example.matches()) {
            return isExample(example.group(1), example.group(2));
        }
        if (CONSTANT.matcher(name).matches()) {
            return CONSTANTS.contains(name);
        }
        Matcher clause = CLAUSE.matcher(name);
        if (clause.matches()) {
            boolean isClassAlone = clause.group(2) == null;
            return CLASSES.containsKey(clause.group(1))
                    && (isClassAlone || source(clause.group(1)).contains(" void " + clause.group(2) + "("));
        }
        boolean isFolder = Files.isDirectory(Told.SCENARIOS.resolveSibling(name));
        return stories.contains(name) || isFolder || name.equals("not yet");
    }

    /** A command of the examples, or one of the tables of a command. */
    private static boolean isExample(String command, String only) {
        boolean isCommand = CLASSES.values().stream()
                .anyMatch(source -> source.contains("@Command(") && source.contains("name = \"" + command + "\""));
        return isCommand && (only == null || source("Bench").contains("case " + only + " ->"));
    }

    private static Row row(String promise) {
        return rows.stream()
                .filter(row -> row.promise().equals(promise))
                .findFirst()
                .orElseThrow(() -> new AssertionError(promise + " has no row"));
    }

    private static String source(String name) {
        return CLASSES.getOrDefault(name, "");
    }

    private static List<String> names(String text) {
        return NAME.matcher(text).results().map(name -> name.group(1)).toList();
    }
}
