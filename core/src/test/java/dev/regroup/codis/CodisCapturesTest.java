package dev.regroup.codis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.coordinator.Bytes;
import dev.regroup.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every node that a real codis-dashboard (Pika v4.0.1, built from source) wrote into ZooKeeper during a master's death,
 * a switch, a return and a manual promotion, and what it sent to its proxies.
 */
class CodisCapturesTest {

    @Test
    void everyCapturedNodeRoundTripsToTheSameBytes() throws IOException, URISyntaxException {
        List<Path> captures = captures();

        assertThat(captures).hasSize(45).allSatisfy(file -> {
            byte[] bytes = Files.readAllBytes(file);
            assertThat(Bytes.utf8(GoJson.write(Json.read(bytes)))).isEqualTo(Bytes.of(bytes));
        });
    }

    @Test
    void everyCapturedGroupRoundTripsThroughItsModelToTheSameBytes() throws IOException, URISyntaxException {
        List<Path> groups = captures().stream()
                .filter(file -> file.getFileName().toString().startsWith("group-"))
                .toList();

        assertThat(groups).hasSize(20).allSatisfy(file -> {
            Bytes bytes = Bytes.of(Files.readAllBytes(file));
            assertThat(CodisGroup.read(bytes).write()).isEqualTo(bytes);
        });
    }

    private static List<Path> captures() throws IOException, URISyntaxException {
        URI root = Objects.requireNonNull(CodisCapturesTest.class.getResource("/captures/codis"))
                .toURI();
        try (Stream<Path> files = Files.walk(Path.of(root))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }
}
