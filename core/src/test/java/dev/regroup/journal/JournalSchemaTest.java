package dev.regroup.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.json.Json;
import dev.regroup.json.Parts;
import dev.regroup.json.Tree;
import dev.regroup.model.Action;
import dev.regroup.model.Alert;
import dev.regroup.model.Block;
import dev.regroup.model.Commanded;
import dev.regroup.model.Diagnosis;
import dev.regroup.model.Link;
import dev.regroup.model.Member;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.Missing;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Outcome;
import dev.regroup.model.Presumption;
import dev.regroup.model.PromoteSent;
import dev.regroup.model.Reason;
import dev.regroup.model.Role;
import dev.regroup.model.Standing;
import dev.regroup.model.Verdict;
import dev.regroup.model.Veto;
import dev.regroup.model.Wake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The schema in the jar says what is written and what is read. Run with {@code -Dregroup.rewrite=true}, its lists of
 * constants are written anew; never where {@code CI} is set.
 */
class JournalSchemaTest {

    private static final Path FILE = Path.of("src/main/resources/dev/regroup/journal/journal.schema.json");
    private static final Map<String, List<? extends Enum<?>>> CONSTANTS = Map.ofEntries(
            Map.entry("diagnosis", List.of(Diagnosis.values())),
            Map.entry("reasonCode", List.of(Reason.Code.values())),
            Map.entry("blockKind", List.of(Block.Kind.values())),
            Map.entry("fact", List.of(Missing.Fact.values())),
            Map.entry("vetoKind", List.of(Veto.Kind.values())),
            Map.entry("ruling", List.of(Verdict.Ruling.values())),
            Map.entry("memberHealth", List.of(MemberRecord.Health.values())),
            Map.entry("readiness", List.of(NodeInfo.Readiness.values())),
            Map.entry("eligibility", List.of(NodeInfo.Eligibility.values())),
            Map.entry("persistence", List.of(NodeInfo.Persistence.values())),
            Map.entry("contents", List.of(NodeInfo.Contents.values())),
            Map.entry("writability", List.of(NodeInfo.Writability.values())),
            Map.entry("refusal", List.of(Outcome.Refusal.values())),
            Map.entry("silence", List.of(Outcome.Silence.values())),
            Map.entry("promotion", List.of(Member.Promotion.values())),
            Map.entry("answer", List.of(Commanded.Answer.values())),
            Map.entry("alertKind", List.of(Alert.Kind.values())),
            Map.entry("orderKind", List.of(Commanded.Kind.values())),
            Map.entry("copy", List.of(Action.Copy.values())),
            Map.entry("due", List.of(Standing.Due.values())));

    /** Rest is at rest: it is not written. */
    private static final Map<String, Class<?>> FAMILIES = Map.of(
            "standing", Standing.class,
            "nodeHealth", NodeHealth.class,
            "outcome", Outcome.class,
            "role", Role.class,
            "link", Link.class,
            "promoteSent", PromoteSent.class,
            "action", Action.class,
            "presumption", Presumption.class,
            "wake", Wake.class);

    @BeforeAll
    static void rewrite() throws IOException {
        if (Boolean.getBoolean("regroup.rewrite")) {
            assertThat(System.getenv("CI")).as("CI checks and never rewrites").isNull();
            String text = Files.readString(FILE);
            for (Map.Entry<String, List<? extends Enum<?>>> entry : CONSTANTS.entrySet()) {
                String list = spelled(entry.getValue()).stream()
                        .map(constant -> "\"" + constant + "\"")
                        .collect(Collectors.joining(", "));
                text = text.replaceFirst(
                        "\"" + entry.getKey() + "\": \\{ \"enum\": \\[[^]]*] }",
                        Matcher.quoteReplacement("\"" + entry.getKey() + "\": { \"enum\": [" + list + "] }"));
            }
            Files.writeString(FILE, text);
        }
    }

    @Test
    void itIsBesideTheCodecInTheJar() {
        assertThat(JournalCodec.class.getResource("journal.schema.json")).isNotNull();
    }

    @Test
    void itNamesEveryConstant() throws IOException {
        Tree.Fields parts = schema().object("$defs");

        assertThat(CONSTANTS)
                .allSatisfy((name, constants) -> assertThat(parts.object(name).texts("enum", text -> text))
                        .isEqualTo(spelled(constants)));
    }

    @Test
    void itNamesEveryCase() throws IOException {
        Tree.Fields parts = schema().object("$defs");

        assertThat(FAMILIES)
                .allSatisfy((name, family) -> assertThat(parts.object(name)
                                .objects(
                                        "oneOf",
                                        option -> option.object("properties")
                                                .object("kind")
                                                .text("const")))
                        .containsExactlyInAnyOrderElementsOf(cases(family)
                                .filter(one -> one != NodeHealth.Rest.class)
                                .map(JournalSchemaTest::kind)
                                .toList()));
    }

    private static Stream<Class<?>> cases(Class<?> family) {
        return Arrays.stream(family.getPermittedSubclasses())
                .flatMap(one -> one.isSealed() ? cases(one) : Stream.of(one));
    }

    @Test
    void everyLineMatchesItAndAllOfItIsUsed() throws IOException {
        Schema schema = new Schema(schema());
        for (long seed = 0; seed < 600; seed++) {
            schema.match(tree(JournalCodec.encode(entry(seed))));
        }

        assertThat(schema.met()).isEqualTo(schema.all());
    }

    @Test
    void aReaderMissesExactlyWhatItRequires() throws IOException {
        Schema schema = new Schema(schema());
        for (long seed = 0; seed < 20; seed++) {
            Tree line = tree(JournalCodec.encode(entry(seed)));
            for (Schema.Key key : schema.match(line)) {
                String shortened = Json.write(without(line, key.path()));
                Class<?> expected =
                        key.demand() == Schema.Demand.REQUIRED ? Decoding.Unreadable.class : Decoding.Decoded.class;
                assertThat(JournalCodec.decode(shortened.getBytes(UTF_8)))
                        .as("seed %s without %s", seed, key.path())
                        .isInstanceOf(expected);
            }
        }
    }

    private static Tree without(Tree tree, List<Object> path) {
        Object step = path.get(0);
        List<Object> rest = path.subList(1, path.size());
        if (tree instanceof Tree.Items items) {
            List<Tree> changed = new ArrayList<>(items.all());
            changed.set((Integer) step, without(changed.get((Integer) step), rest));
            return new Tree.Items(changed);
        }
        Map<String, Tree> changed =
                new LinkedHashMap<>(tree.asObject("the parent").byKey());
        String key = (String) step;
        if (rest.isEmpty()) {
            changed.remove(key);
        } else {
            changed.put(key, without(Objects.requireNonNull(changed.get(key)), rest));
        }
        return new Tree.Fields(changed);
    }

    private static Entry entry(long seed) {
        return new Anything(seed).entry();
    }

    private static List<String> spelled(List<? extends Enum<?>> constants) {
        return constants.stream().map(Parts::kebab).toList();
    }

    private static String kind(Class<?> one) {
        return one.getSimpleName().replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static Tree tree(String text) {
        return Json.read(text.getBytes(UTF_8));
    }

    private static Tree.Fields schema() throws IOException {
        return Json.read(Files.readAllBytes(FILE)).asObject("the schema");
    }
}
