package dev.regroup.coordinator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.regroup.coordinator.NativeLayout.Decoding;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.InvalidConfiguration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the document of a record, in two steps: any JSON becomes a {@link Tree}, and that a record. */
final class RecordReader {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(32).build())
            .build();

    private RecordReader() {}

    static Decoding read(Bytes document) {
        try {
            Tree.Fields root = tree(text(document)).asObject("the document");
            int format = root.integer("format");
            int minReader = root.integer("minReader");
            if (format < 1 || minReader < 1 || minReader > format) {
                return new Decoding.Unreadable("format " + format + " and minReader " + minReader + " make no sense");
            }
            return minReader > NativeLayout.FORMAT ? new Decoding.TooNew(minReader) : record(root);
        } catch (IOException malformed) {
            return new Decoding.Unreadable("not a JSON document: " + firstLine(malformed));
        } catch (IllegalArgumentException wrong) {
            return new Decoding.Unreadable(String.valueOf(wrong.getMessage()));
        }
    }

    private static Decoding record(Tree.Fields root) {
        GroupRecord record = RecordParts.record(root);
        List<String> faults = record.faults();
        return faults.isEmpty() ? new Decoding.Decoded(record) : new Decoding.Unreadable(String.join("; ", faults));
    }

    private static String text(Bytes document) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(document.toArray()))
                .toString();
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
        return token == JsonToken.VALUE_NUMBER_INT ? new Tree.Digits(in.getText()) : new Tree.Other();
    }
}
