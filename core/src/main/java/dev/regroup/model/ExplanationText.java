package dev.regroup.model;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The line of an {@link Explanation}. */
final class ExplanationText {

    private static final String REASONS = ": ";
    private static final String BLOCKED = "; blocked ";
    private static final String ALERTS = "; alert ";
    private static final String CANDIDATES = "; candidates ";
    private static final String VETOED = "; vetoed ";
    private static final String WAITS = "; waits for ";
    private static final String AGAIN = "; again in ";
    private static final String LASTING = " for ";

    private static final Pattern LINE = Pattern.compile("(?<diagnosis>[A-Z_]+)"
            + Stream.of(
                            part(REASONS, "reasons"),
                            part(BLOCKED, "blocks"),
                            part(ALERTS, "alerts"),
                            part(CANDIDATES, "candidates"),
                            part(VETOED, "vetoes"),
                            part(WAITS, "missing"),
                            part(AGAIN, "wake"))
                    .collect(Collectors.joining()));

    /** Between two items, but not between two nodes in brackets. */
    private static final Pattern BETWEEN = Pattern.compile(", (?![^\\[]*])");

    private static final Pattern ITEM = Pattern.compile(
            "((?<count>[0-9]+) )?(?<name>[A-Z_]+)(\\[(?<nodes>[^]]+)])?(" + LASTING + "(?<time>[^ ]+))?");

    private ExplanationText() {}

    private static String part(String begin, String name) {
        return "(" + begin + "(?<" + name + ">[^;]+))?";
    }

    static String write(Explanation explanation) {
        return explanation.finding().diagnosis()
                + list(REASONS, explanation.reasons(), Reason::toString)
                + list(BLOCKED, explanation.finding().blocks(), on -> on.kind() + nodes(on.nodes()))
                + list(ALERTS, explanation.finding().alerts(), Alert::toString)
                + list(CANDIDATES, explanation.candidates(), Verdict::toString)
                + list(VETOED, explanation.vetoes(), ExplanationText::write)
                + list(WAITS, explanation.missing(), Missing::toString)
                + (explanation.wake() instanceof Wake.At at
                        ? AGAIN + Measure.TIME.write().apply(at.time())
                        : "");
    }

    private static String write(Veto veto) {
        return veto.kind()
                + nodes(veto.nodes())
                + (veto.until() instanceof Wake.At at
                        ? LASTING + Measure.TIME.write().apply(at.time())
                        : "");
    }

    private static <T> String list(String begin, List<T> items, Function<T, String> each) {
        return items.isEmpty() ? "" : begin + items.stream().map(each).collect(Collectors.joining(", "));
    }

    private static String nodes(List<NodeId> nodes) {
        return nodes.isEmpty() ? "" : nodes.toString();
    }

    static Explanation parse(String line) {
        try {
            Matcher parts = LINE.matcher(line);
            if (parts.matches()) {
                Explanation read = read(parts);
                // Whatever could be written in two ways is read in one only.
                if (read.toString().equals(line)) {
                    return read;
                }
            }
        } catch (IllegalArgumentException | ArithmeticException wrong) {
            throw InvalidConfiguration.of("'" + line + "' is no explanation: " + wrong.getMessage());
        }
        throw InvalidConfiguration.of("'" + line + "' is no explanation like 'HEALTHY' or "
                + "'MASTER_SUSPECT; candidates b FIRST; waits for 2 MISSES[a]; again in 1s'");
    }

    private static Explanation read(Matcher parts) {
        String wake = group(parts, "wake");
        return new Explanation(
                new Explanation.Finding(
                        constant(group(parts, "diagnosis"), Diagnosis.values()),
                        items(parts, "blocks", item -> new Block.On(item.constant(Block.Kind.values()), item.nodes())),
                        items(parts, "alerts", item -> new Alert(item.constant(Alert.Kind.values()), item.nodes()))),
                items(parts, "reasons", item -> new Reason(item.constant(Reason.Code.values()), item.nodes())),
                split(group(parts, "candidates")).map(ExplanationText::verdict).toList(),
                items(
                        parts,
                        "vetoes",
                        item -> new Veto(item.constant(Veto.Kind.values()), item.nodes(), wake(item.time()))),
                items(
                        parts,
                        "missing",
                        item -> new Missing(item.constant(Missing.Fact.values()), item.nodes(), item.count())),
                wake(wake));
    }

    private static String group(Matcher matcher, String name) {
        return Objects.requireNonNullElse(matcher.group(name), "");
    }

    private static <T> List<T> items(Matcher parts, String name, Function<Item, T> each) {
        return split(group(parts, name)).map(Item::of).map(each).toList();
    }

    private static Stream<String> split(String part) {
        return part.isEmpty() ? Stream.empty() : BETWEEN.splitAsStream(part);
    }

    private static Verdict verdict(String text) {
        String[] words = text.split(" ", -1);
        if (words.length != 2 && words.length != 3) {
            throw InvalidConfiguration.of("'" + text + "' is not a node with its verdict");
        }
        NodeId node = NodeId.of(words[0]);
        Verdict.Ruling ruling = constant(words[1], Verdict.Ruling.values());
        return words.length == 2 ? new Verdict(node, ruling) : new Verdict(node, ruling, Integer.parseInt(words[2]));
    }

    private static Wake wake(String time) {
        return time.isEmpty()
                ? new Wake.Never()
                : new Wake.At(Measure.TIME
                        .read()
                        .apply(time)
                        .orElseThrow(() -> InvalidConfiguration.of("'" + time + "' is not " + Measure.TIME.like())));
    }

    private static <E extends Enum<E>> E constant(String name, E[] constants) {
        return Arrays.stream(constants)
                .filter(constant -> constant.name().equals(name))
                .findFirst()
                .orElseThrow(() -> InvalidConfiguration.of("'" + name + "' is not known"));
    }

    /** One of several things in a part of the line: a name, with a number, nodes and a time as far as it has any. */
    private record Item(String name, int count, List<NodeId> nodes, String time) {

        static Item of(String text) {
            Matcher item = ITEM.matcher(text);
            if (!item.matches()) {
                throw InvalidConfiguration.of("'" + text + "' is not a name with its nodes");
            }
            String count = group(item, "count");
            String nodes = group(item, "nodes");
            return new Item(
                    group(item, "name"),
                    count.isEmpty() ? 0 : Integer.parseInt(count),
                    nodes.isEmpty()
                            ? List.of()
                            : Arrays.stream(nodes.split(", ", -1))
                                    .map(NodeId::of)
                                    .toList(),
                    group(item, "time"));
        }

        <E extends Enum<E>> E constant(E[] constants) {
            return ExplanationText.constant(name, constants);
        }
    }
}
