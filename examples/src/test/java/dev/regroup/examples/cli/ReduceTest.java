package dev.regroup.examples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ReduceTest {

    private static final Path README = Path.of("..", "README.md");
    private static final Pattern SHOWN =
            Pattern.compile("```sh\\necho ([^|]*)\\| examples/run cli reduce\\n```\\n+```json\\n(.*)…\\n```");
    private static final Pattern WORD = Pattern.compile("'([^']*)'");

    private static final String RECORD = """
            {"group":"orders","epoch":0,"members":[{"id":"a","address":"10.0.0.1:6379","aliases":[],"health":"unseen",\
            "standing":{"kind":"unproven"}}]}""";
    private static final String SEEN = """
            {"node":"a","look":1,"sentAt":"PT1S","doneAt":"PT1.001S","outcome":{"kind":"answered","info":\
            {"incarnation":"run-a","role":{"kind":"master"}}}}""";
    private static final String STATE = "\"state\":{\"record\":" + RECORD + "}";
    private static final String GOOD = "{" + STATE + ",\"observation\":{\"at\":\"PT2S\",\"reports\":[" + SEEN + "]}}";

    @Test
    void eachLineIsAnsweredByItsReduction() {
        Outcome outcome = run(GOOD + "\n" + GOOD + "\n");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("{\"diagnosis\":\"healthy\",")
                        .contains("\"code\":\"adopted-running-group\""));
    }

    @Test
    void aBadLineIsAnsweredByItsErrorAndTheOthersGoOn() {
        Outcome outcome = run("{\n" + GOOD + "\n\n\u00ff\"\\ \n" + GOOD.replace("10.0.0.1", "1 2") + "\n" + GOOD);

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.lines()).hasSize(6);
        assertThat(outcome.lines().get(0)).startsWith("{\"error\":\"not a JSON document");
        assertThat(outcome.lines().get(1)).startsWith("{\"diagnosis\"");
        assertThat(outcome.lines().get(2)).isEqualTo("{\"error\":\"the line is not an object\"}");
        assertThat(outcome.lines().get(3)).startsWith("{\"error\":\"not a JSON document");
        assertThat(outcome.lines().get(4)).startsWith("{\"error\":").contains("'1 2'");
        assertThat(outcome.lines().get(5)).startsWith("{\"diagnosis\"");
    }

    @Test
    void everyFaultOfAPolicyIsTold() {
        Outcome outcome = run(GOOD.replaceFirst("\\{", "{\"policy\":{\"misses\":0,\"lagmax\":\"1MiB\"},"));

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.lines())
                .singleElement()
                .asString()
                .contains("the nearest one is 'lag-max'", "misses is 0, which is not within 1 to 1000");
    }

    @Test
    void aLineOfALaterFormatIsRefused() {
        Outcome outcome = run("{\"format\":3,\"minReader\":2}");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.lines())
                .containsExactly("{\"error\":\"a reader must know format 2, and this one knows 1\"}");
    }

    @Test
    void timesBeyondAnyClockAreAnError() {
        Outcome outcome = run(GOOD.replace("PT2S", "PT2562047788015215H").replace("PT1S", "PT-2562047788015215H"));

        assertThat(outcome.lines()).singleElement().asString().startsWith("{\"error\":");
    }

    @Test
    void noLinesNoAnswers() {
        assertThat(run("")).isEqualTo(new Outcome(0, List.of()));
    }

    @Test
    @Timeout(10)
    void anAnswerComesBeforeTheNextLine() throws IOException {
        PipedOutputStream typed = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(typed, 4096);
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                answers.write(one);
                if (one == '\n' && lines(answers).size() < 2) {
                    // Only now, from within the first answer, does the second line come.
                    typed.write((GOOD + "\n").getBytes(UTF_8));
                    typed.close();
                }
            }
        });
        typed.write("{\n".getBytes(UTF_8));

        assertThat(Reduce.run(in, out)).isEqualTo(2);
        assertThat(lines(answers)).hasSize(2);
    }

    @Test
    void nobodyTakesTheAnswers() {
        PrintStream closed = new PrintStream(OutputStream.nullOutputStream());
        closed.close();

        assertThat(Reduce.run(new ByteArrayInputStream((GOOD + "\n").getBytes(UTF_8)), closed))
                .isEqualTo(1);
    }

    /** What echo prints of several words is the words with a space between them. */
    @Test
    void whatTheReadmeShowsIsWhatIsAnswered() throws IOException {
        String readme = Files.readString(README);
        Matcher shown = SHOWN.matcher(readme);

        assertThat(shown.find()).as("the README shows an example").isEqualTo(readme.contains("cli reduce"));
        shown.results().forEach(example -> {
            String line = WORD.matcher(example.group(1))
                    .results()
                    .map(word -> word.group(1))
                    .collect(Collectors.joining(" "));
            assertThat(run(line).lines()).singleElement().asString().startsWith(example.group(2));
        });
    }

    private record Outcome(int code, List<String> lines) {}

    private static Outcome run(String input) {
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        int code = Reduce.run(new ByteArrayInputStream(input.getBytes(UTF_8)), new PrintStream(answers, false, UTF_8));
        return new Outcome(code, lines(answers));
    }

    private static List<String> lines(ByteArrayOutputStream answers) {
        return answers.toString(UTF_8).lines().toList();
    }
}
