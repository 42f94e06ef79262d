package dev.regroup.examples.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Block;
import dev.regroup.model.Diagnosis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadmeTest {

    private static final Path README = Path.of("..", "README.md");
    private static final Path CODE =
            Path.of("src", "main", "java", "dev", "regroup", "examples", "embedding", "Embedding.java");

    @ParameterizedTest
    @ValueSource(strings = {"reconciler", "reducer"})
    void theCodeInTheReadmeIsTheCodeThatIsCompiled(String part) throws IOException {
        String code = Files.readString(CODE);
        String marker = "// readme:" + part + "\n";
        int start = code.indexOf(marker) + marker.length();
        String shown = code.substring(start, code.indexOf("\n        // readme:end", start))
                .stripIndent();
        assertThat(Files.readString(README)).contains("```java\n" + shown + "\n```");
    }

    @Test
    void everyDiagnosisAndEveryBlockIsExplained() throws IOException {
        String readme = Files.readString(README);
        assertThat(Arrays.stream(Diagnosis.values()).map(Enum::name))
                .allMatch(name -> readme.contains("`" + name + "`"));
        assertThat(Arrays.stream(Block.Kind.values()).map(Enum::name))
                .allMatch(name -> readme.contains("`" + name + "`"));
    }

    @Test
    void itIsShortEnoughToBeRead() throws IOException {
        assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(250);
    }
}
