package dev.regroup.examples.orders;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.regroup.examples.redis.CannotRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes results as a JSON array with one object for each order and gap. */
final class JsonFile {

    private JsonFile() {}

    /** Checks before the long run that the file can be written. */
    static void check(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        boolean isWritable = Files.exists(file)
                ? Files.isRegularFile(file) && Files.isWritable(file)
                : folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
        if (!isWritable) {
            throw new CannotRun("The file " + file + " cannot be written.");
        }
    }

    static void write(Path file, List<OrderResult> results) {
        try (JsonGenerator json = JsonFactory.builder().build().createGenerator(file.toFile(), JsonEncoding.UTF8)) {
            json.useDefaultPrettyPrinter();
            json.writeStartArray();
            for (OrderResult result : results) {
                write(json, result);
            }
            json.writeEndArray();
        } catch (IOException failure) {
            throw new CannotRun("The file " + file + " cannot be written: " + failure.getMessage() + ".");
        }
    }

    private static void write(JsonGenerator json, OrderResult result) throws IOException {
        json.writeStartObject();
        json.writeStringField("order", result.order().name());
        json.writeStringField("gap", result.gap().toString());
        json.writeStringField("result", result.isPassed() ? "passed" : "failed");
        json.writeNumberField("rounds", result.figures().rounds());
        json.writeNumberField("epoch", result.figures().epoch());
        json.writeNumberField("sent", result.figures().commands());
        json.writeNumberField("commits", result.figures().commits());
        json.writeNumberField("acknowledged", result.writes().acknowledged());
        json.writeNumberField("lost", result.writes().lost());
        json.writeNumberField("raced", result.writes().raced().size());
        json.writeEndObject();
    }
}
