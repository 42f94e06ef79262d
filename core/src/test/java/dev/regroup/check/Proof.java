package dev.regroup.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one run of the tests has shown, as a block of text that the build prints at its end, and the same as JSON. Each
 * test adds its part when it is done; what did not run is not there. Thread-safe.
 */
final class Proof {

    private static final Path FOLDER = Path.of("target");
    private static final Map<String, Object> PARTS = new LinkedHashMap<>();

    private Proof() {}

    /** Adds a whole number, or a text, and writes what is known so far. */
    static synchronized void note(String name, Object value) {
        PARTS.put(name, value);
        try {
            Files.writeString(FOLDER.resolve("proof.json"), json());
            Files.writeString(FOLDER.resolve("proof.txt"), text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String json() throws IOException {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            for (Map.Entry<String, Object> part : PARTS.entrySet()) {
                json.writeFieldName(part.getKey());
                if (part.getValue() instanceof Number number) {
                    json.writeNumber(number.longValue());
                } else {
                    json.writeString(part.getValue().toString());
                }
            }
            json.writeEndObject();
        }
        return out + "\n";
    }

    private static String text() {
        StringBuilder text = new StringBuilder("PROOF\n");
        PARTS.forEach((name, value) -> text.append("  ")
                .append(name)
                .append(" ".repeat(Math.max(1, 26 - name.length())))
                .append(value)
                .append('\n'));
        return text.toString();
    }
}
