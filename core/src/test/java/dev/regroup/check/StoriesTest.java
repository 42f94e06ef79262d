package dev.regroup.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.model.Action;
import dev.regroup.model.Alert;
import dev.regroup.model.Block;
import dev.regroup.model.Diagnosis;
import dev.regroup.model.Explanation;
import dev.regroup.model.Missing;
import dev.regroup.model.Reason;
import dev.regroup.model.Verdict;
import dev.regroup.model.Veto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A story for every case: whatever the reducer can say comes of a step in at least one story file. The files are what
 * was played, as {@link ScenariosTest} and {@link TranscriptsTest} assert.
 */
class StoriesTest {

    private static final Pattern PROMISE = Pattern.compile("([SL])([0-9]+) .+");

    @Test
    void everyCaseHasAStory() throws IOException {
        List<String> texts = Told.allFiles().stream().map(Told::read).toList();
        List<Explanation> told =
                texts.stream().flatMap(text -> Told.explanations(text).stream()).toList();
        Map<String, List<String>> untold = new TreeMap<>();
        untold.put(
                "reason",
                untold(Reason.Code.values(), told, e -> e.reasons().stream().map(Reason::code)));
        untold.put(
                "diagnosis",
                untold(Diagnosis.values(), told, e -> Stream.of(e.finding().diagnosis())));
        untold.put(
                "veto",
                untold(Veto.Kind.values(), told, e -> e.vetoes().stream().map(Veto::kind)));
        untold.put("block", untold(Block.Kind.values(), told, StoriesTest::blocks));
        untold.put(
                "verdict",
                untold(
                        Verdict.Ruling.values(),
                        told,
                        e -> e.candidates().stream().map(Verdict::ruling)));
        untold.put(
                "missing fact",
                untold(Missing.Fact.values(), told, e -> e.missing().stream().map(Missing::fact)));
        untold.put(
                "alert",
                untold(
                        Alert.Kind.values(),
                        told,
                        e -> e.finding().alerts().stream().map(Alert::kind)));
        untold.put("action", untoldActions(texts));

        System.out.println(
                "stories " + texts.size() + ", explanations read back " + told.size() + ", untold " + untold);
        assertThat(untold)
                .allSatisfy((what, names) -> assertThat(names).as(what).isEmpty());
    }

    private static Stream<Block.Kind> blocks(Explanation explanation) {
        return explanation.finding().blocks().stream().map(Block.On::kind);
    }

    private static <E extends Enum<E>> List<String> untold(
            E[] constants, List<Explanation> told, Function<Explanation, Stream<E>> cases) {
        Set<E> seen = told.stream().flatMap(cases).collect(Collectors.toSet());
        return Arrays.stream(constants)
                .filter(constant -> !seen.contains(constant))
                .map(Enum::name)
                .toList();
    }

    private static List<String> untoldActions(List<String> texts) {
        Set<String> sent = texts.stream()
                .flatMap(text -> Told.commands(text).stream())
                .map(command -> command.split(" ", -1)[1])
                .collect(Collectors.toSet());
        return Arrays.stream(Action.class.getPermittedSubclasses())
                .map(action -> action.getSimpleName().toLowerCase(Locale.ROOT))
                .filter(name -> !sent.contains(name))
                .toList();
    }

    @Test
    void everyStoryIsNamedAfterItsPromise() throws IOException {
        assertThat(Told.allFiles()).allSatisfy(file -> {
            Matcher title = PROMISE.matcher(Told.read(file).lines().findFirst().orElse(""));
            assertThat(title.matches()).as(file.toString()).isTrue();
            assertThat(Integer.parseInt(title.group(2)))
                    .isBetween(1, title.group(1).equals("S") ? 38 : 12);
            assertThat(name(file)).startsWith(title.group(1) + title.group(2) + "-");
        });
    }

    @Test
    void noTwoStoriesHaveOneName() throws IOException {
        assertThat(Told.allFiles().stream().map(StoriesTest::name)).doesNotHaveDuplicates();
    }

    static String name(Path file) {
        return file.getFileName().toString().replace(".txt", "");
    }
}
