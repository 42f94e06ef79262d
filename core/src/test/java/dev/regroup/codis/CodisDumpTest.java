package dev.regroup.codis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regroup.coordinator.Bytes;
import dev.regroup.model.InvalidConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A dump of the captured product, all 1024 slots of it, of which one belongs to a group. */
class CodisDumpTest {

    private static final String DUMP = "/captures/codis-config-dump/1-healthy.json";
    private static final String CAPTURES = "/captures/codis/1-healthy/";

    @Test
    void everyNodeComesInTheBytesThatTheDashboardWrote() throws IOException {
        Map<String, Bytes> nodes = CodisDump.nodes("codis-demo", Bytes.of(resource(DUMP)));

        assertThat(nodes.keySet())
                .containsExactly(
                        "/codis3/codis-demo/group/group-0001",
                        "/codis3/codis-demo/group/group-0002",
                        "/codis3/codis-demo/proxy/proxy-49bb943cacdc1dd72b52dd2bdcdd6d34",
                        "/codis3/codis-demo/slots/slot-0000");
        for (Map.Entry<String, Bytes> node : nodes.entrySet()) {
            String file = node.getKey().substring(node.getKey().lastIndexOf('/') + 1) + ".json";
            assertThat(node.getValue()).isEqualTo(Bytes.of(resource(CAPTURES + file)));
        }
    }

    @Test
    void whatCodisItselfDoesNotRestoreIsRefusedWithAllFaultsAtOnce() {
        String dump = """
                {"group": [
                  {"id": 1, "servers": [], "promoting": {"state": "preparing"}, "out_of_sync": false},
                  {"id": 2, "servers": [], "promoting": {}, "out_of_sync": false},
                  {"id": 2, "servers": [], "promoting": {}, "out_of_sync": false},
                  {"id": 10000, "servers": [], "promoting": {}, "out_of_sync": false}],
                 "slots": [
                  {"id": 1024, "group_id": 1, "action": {}},
                  {"id": 7, "group_id": 1, "action": {"state": "migrating", "target_id": 2}}],
                 "proxy": [{"token": "../x"}]}""";

        assertThatThrownBy(() -> CodisDump.nodes("codis-demo", Bytes.utf8(dump)))
                .isInstanceOfSatisfying(
                        InvalidConfiguration.class,
                        wrong -> assertThat(wrong.faults())
                                .containsExactly(
                                        "the group 1 is being promoted: let that end, and take the dump again",
                                        "the node /codis3/codis-demo/group/group-0002 is there twice",
                                        "the group 10000 is not within 1 to 9999",
                                        "the proxy's token '../x' is none",
                                        "the slot 1024 is not within 0 to 1023",
                                        "the slot 7 is being migrated: let that end, and take the dump again"));
    }

    @Test
    void whatIsNoDumpIsSaid() {
        for (String wrong : List.of("", "[]", "{}", "{\"group\": 1}", "{\"group\": [1]}", "{\"group\": [{}]}", "no")) {
            assertThatThrownBy(() -> CodisDump.nodes("codis-demo", Bytes.utf8(wrong)))
                    .isInstanceOf(InvalidConfiguration.class);
        }
        byte[] broken = "{\"group\": \"\u00ff".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> CodisDump.nodes("codis-demo", Bytes.of(broken)))
                .isInstanceOf(InvalidConfiguration.class);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(CodisDumpTest.class.getResourceAsStream(name))) {
            return in.readAllBytes();
        }
    }
}
