package dev.regroup.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regroup.model.InvalidConfiguration;
import dev.regroup.reduce.Reducer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The stories in {@code src/test/resources/scenarios}; {@code -Dregroup.rewrite=true} writes what comes of them anew.
 */
class ScenariosTest {

    private static final Path FOLDER = Path.of("src", "test", "resources", "scenarios");

    static List<Path> scenarios() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void comesOutAsWritten(Path file) throws IOException {
        String text = Files.readString(file);
        Scenario scenario = Scenario.parse(text);
        String played = scenario.play(Reducer.of(scenario.policy())::reduce);
        if (Told.isRewriting()) {
            Files.writeString(file, played);
        } else {
            System.out.println("scenario " + scenario.title() + " -> " + Told.result(played));
            assertThat(played).isEqualTo(text);
        }
        assertThat(played).doesNotContain("BROKEN", "no rest");
        assertThat(file.getFileName().toString()).startsWith(scenario.title().split(" ", 2)[0] + "-");
    }

    @Test
    void anImpossibleStepIsRefusedWithThoseThatArePossible() {
        Scenario scenario = Scenario.parse("title\nnodes 2, misses 3\n> start a\n");
        assertThatThrownBy(() -> scenario.play(Reducer.of(scenario.policy())::reduce))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("stop a");
    }

    @Test
    void aWorldThatIsNotDescribedIsRefused() {
        assertThatThrownBy(() -> Scenario.parse("title")).isInstanceOf(InvalidConfiguration.class);
        assertThatThrownBy(() -> Scenario.parse("title\nnodes two\n> rest")).isInstanceOf(InvalidConfiguration.class);
        assertThatThrownBy(() -> Scenario.parse("title\nnodes 2, misses 3\n")).isInstanceOf(InvalidConfiguration.class);
    }
}
