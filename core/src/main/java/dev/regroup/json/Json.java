package dev.regroup.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.regroup.model.InvalidConfiguration;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes JSON texts. Thread-safe. */
public final class Json {

    /** Everything beyond ASCII is escaped, so that any text, also half a surrogate pair, survives UTF-8. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(32).build())
            .build();

    private Json() {}

    /**
     * Reads one JSON value, at most 32 levels deep and without a key twice in one object.
     *
     * @param utf8 the text and nothing behind it
     * @throws InvalidConfiguration for anything else
     */
    public static Tree read(byte[] utf8) {
        try {
            return tree(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (IOException malformed) {
            throw InvalidConfiguration.of("not a JSON document: " + firstLine(malformed));
        }
    }

    /** Returns the text of that value: ASCII, on one line. */
    public static String write(Tree tree) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            write(out, tree);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing " + tree + " to memory failed", impossible);
        }
        return text.toString();
    }

    private static String firstLine(IOException exception) {
        String message = String.valueOf(exception.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    private static Tree tree(String text) throws IOException {
        try (JsonParser in = JSON.createParser(text)) {
            Tree tree = value(in, in.nextToken());
            if (in.nextToken() != null) {
                throw InvalidConfiguration.of("there is something behind the end of the document");
            }
            return tree;
        }
    }

    private static Tree value(JsonParser in, @Nullable JsonToken token) throws IOException {
        if (token == JsonToken.START_OBJECT) {
            Map<String, Tree> fields = new LinkedHashMap<>();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String key = in.currentName();
                fields.put(key, value(in, in.nextToken()));
            }
            return new Tree.Fields(fields);
        }
        if (token == JsonToken.START_ARRAY) {
            List<Tree> items = new ArrayList<>();
            JsonToken next = in.nextToken();
            while (next != JsonToken.END_ARRAY && next != null) {
                items.add(value(in, next));
                next = in.nextToken();
            }
            return new Tree.Items(items);
        }
        if (token == JsonToken.VALUE_STRING) {
            return new Tree.Text(in.getText());
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return new Tree.Digits(in.getText());
        }
        return new Tree.Other(token == null ? "null" : in.getText());
    }

    private static void write(JsonGenerator out, Tree tree) throws IOException {
        if (tree instanceof Tree.Fields fields) {
            out.writeStartObject();
            for (Map.Entry<String, Tree> field : fields.byKey().entrySet()) {
                out.writeFieldName(field.getKey());
                write(out, field.getValue());
            }
            out.writeEndObject();
        } else if (tree instanceof Tree.Items items) {
            out.writeStartArray();
            for (Tree item : items.all()) {
                write(out, item);
            }
            out.writeEndArray();
        } else if (tree instanceof Tree.Text text) {
            out.writeString(text.value());
        } else if (tree instanceof Tree.Digits number) {
            out.writeNumber(number.digits());
        } else if (tree instanceof Tree.Other other) {
            out.writeRawValue(other.literal());
        }
    }
}
