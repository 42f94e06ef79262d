package dev.regroup.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of diagnoses has one heading for each, in the order of the code, and names stories that exist. */
class DiagnosesPageTest {

    private static final Path PAGE = Path.of("DIAGNOSES.md");
    private static final Path STORIES = Path.of("src/test/resources");

    @Test
    void everyDiagnosisVetoBlockAndMissingFactHasAHeading() throws IOException {
        List<String> headings = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring("### ".length()))
                .toList();

        List<String> expected = new ArrayList<>(names(Diagnosis.values()));
        expected.addAll(names(Veto.Kind.values()));
        expected.addAll(names(Block.Kind.values()));
        expected.addAll(names(Missing.Fact.values()));
        expected.addAll(
                names(Alert.Kind.values()).stream().map(name -> "Alert " + name).toList());
        assertThat(headings).isEqualTo(expected);
    }

    @Test
    void everyStoryItNamesIsThere() throws IOException {
        Matcher named = Pattern.compile("`([SL][0-9]+-[a-z0-9-]+)`").matcher(Files.readString(PAGE));

        assertThat(named.results().map(story -> story.group(1) + ".txt"))
                .isNotEmpty()
                .allMatch(story -> Files.exists(STORIES.resolve("scenarios").resolve(story))
                        || Files.exists(STORIES.resolve("transcripts").resolve(story)));
    }

    private static List<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Enum::name).toList();
    }
}
