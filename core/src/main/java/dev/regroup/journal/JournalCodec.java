package dev.regroup.journal;

import dev.regroup.json.Envelope;
import dev.regroup.json.Json;
import dev.regroup.json.Tree;
import dev.regroup.model.Policy;
import dev.regroup.model.Reduction;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes and reads the lines of a journal. Thread-safe.
 *
 * <p>A line is one JSON object in ASCII: {@code {"format":1,"minReader":1,"policy":{…},"state":{…},"observation":{…},
 * "reduction":{…}}}. Positions are unsigned and written as decimal text; durations and the time of day are ISO-8601
 * ({@code PT0.8S}); enum constants and kinds are in kebab case; what is unknown or none is left out. Keys that a reader
 * does not know are ignored where {@code minReader} allows it.
 */
public final class JournalCodec {

    /** The format that is written, and the highest that is understood. */
    public static final int FORMAT = 1;

    private JournalCodec() {}

    /** Returns the line of a step, without an end of line; of a policy that can work, {@link #decode} reads it back. */
    public static String encode(Entry entry) {
        Inputs inputs = entry.inputs();
        return Json.write(Envelope.write(FORMAT, 1)
                .tree("policy", policy(inputs.policy()))
                .tree("state", StateJson.write(inputs.state()))
                .tree("observation", ObservationJson.write(inputs.observation()))
                .tree("reduction", ReductionJson.write(entry.reduction()))
                .build());
    }

    /** Returns the object of a reduction alone, as it stands in a line. */
    public static String encode(Reduction reduction) {
        return Json.write(ReductionJson.write(reduction));
    }

    /** Reads a line in UTF-8. Never throws, whatever the bytes are. */
    public static Decoding<Entry> decode(byte[] line) {
        return read(line, root -> {
            Envelope.minReader(root);
            Inputs inputs = inputs(root, Policy.parse(texts(known(root.object("policy")))));
            return new Entry(inputs, ReductionJson.read(root.object("reduction")));
        });
    }

    /**
     * Reads the inputs alone, as people and programs write them: a line of a journal, or one without {@code format},
     * {@code minReader} and {@code reduction}. The policy, or any of its keys, may be left out and is the default then;
     * a key of a policy that is not known is refused, because it may be a misspelt one. Never throws, whatever the
     * bytes are.
     */
    public static Decoding<Inputs> decodeInputs(byte[] line) {
        return read(
                line,
                root -> inputs(
                        root,
                        Policy.parse(root.optionalObject("policy")
                                .map(JournalCodec::texts)
                                .orElseGet(LinkedHashMap::new))));
    }

    private static <T> Decoding<T> read(byte[] line, Function<Tree.Fields, T> reader) {
        try {
            Tree.Fields root = Json.read(line).asObject("the line");
            int minReader = root.optional("format").isPresent() ? Envelope.minReader(root) : 1;
            return minReader > FORMAT ? new Decoding.TooNew<>(minReader) : new Decoding.Decoded<>(reader.apply(root));
        } catch (IllegalArgumentException | ArithmeticException wrong) {
            return new Decoding.Unreadable<>(String.valueOf(wrong.getMessage()));
        }
    }

    private static Inputs inputs(Tree.Fields root, Policy policy) {
        return new Inputs(
                policy, StateJson.read(root.object("state")), ObservationJson.read(root.object("observation")));
    }

    private static Tree.Fields policy(Policy policy) {
        Tree.Builder out = Tree.Fields.builder();
        policy.toMap().forEach(out::text);
        return out.build();
    }

    private static Map<String, String> texts(Tree.Fields policy) {
        Map<String, String> texts = new LinkedHashMap<>();
        policy.byKey().forEach((key, value) -> texts.put(key, text(key, value)));
        return texts;
    }

    private static String text(String key, Tree value) {
        return value instanceof Tree.Digits number ? number.digits() : value.asText("'" + key + "'");
    }

    /** A later version may know more knobs; if they mattered to us, it would have raised {@code minReader}. */
    private static Tree.Fields known(Tree.Fields policy) {
        Map<String, Tree> known = new LinkedHashMap<>(policy.byKey());
        known.keySet().retainAll(Policy.defaults().toMap().keySet());
        return new Tree.Fields(known);
    }
}
