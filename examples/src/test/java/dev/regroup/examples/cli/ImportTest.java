package dev.regroup.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regroup.codis.CodisDump;
import dev.regroup.coordinator.Bytes;
import dev.regroup.coordinator.CommitOutcome;
import dev.regroup.coordinator.Coordinator;
import dev.regroup.coordinator.Coordinator.Commit;
import dev.regroup.coordinator.Coordinator.Read;
import dev.regroup.coordinator.MemoryStore;
import dev.regroup.coordinator.Put;
import dev.regroup.examples.redis.CannotRun;
import dev.regroup.examples.store.StoreOptions;
import dev.regroup.examples.store.ZooKeeperServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Copies of the captured product, from a dump and from a real server, into a store that is empty, or is not. */
class ImportTest {

    private static final String PRODUCT = "codis-demo";
    private static final String GROUP = "/codis3/codis-demo/group/group-0001";
    private static final String SLOT = "/codis3/codis-demo/slots/slot-0000";

    private final MemoryStore store = MemoryStore.create();
    private final Coordinator target = store.client();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void aDryRunSaysWhatItWouldDoAndWritesNothing() throws IOException {
        assertThat(copy(dump(), false)).isTrue();

        assertThat(said()).contains("create   " + GROUP, "4 to create", "dry run");
        assertThat(read(GROUP)).isEqualTo(new Read.Absent());
    }

    @Test
    void whatIsAppliedIsThereByteForByteAndTwiceIsOnce() throws IOException {
        assertThat(copy(dump(), true)).isTrue();
        for (Map.Entry<String, Bytes> node : dump().entrySet()) {
            assertThat(value(node.getKey())).isEqualTo(node.getValue());
        }

        assertThat(copy(dump(), true)).isTrue();

        assertThat(said()).contains("0 to create, 0 to replace, 4 already there", "Done: 0 nodes written.");
    }

    @Test
    void whatAnEarlierImportWroteIsReplacedAndWhatWasChangedSinceIsNot() throws IOException {
        copy(dump(), true);
        Map<String, Bytes> later = new TreeMap<>(dump());
        later.put(GROUP, Bytes.utf8("{\"id\": 1, \"later\": true}"));
        assertThat(copy(later, true)).isTrue();
        assertThat(value(GROUP)).isEqualTo(later.get(GROUP));

        write(SLOT, "changed in the target");
        later.put(GROUP, Bytes.utf8("{\"id\": 1, \"later\": \"still\"}"));
        later.put(SLOT, Bytes.utf8("{\"id\": 0}"));

        assertThat(copy(later, true)).isFalse();
        assertThat(said()).contains("REFUSED  " + SLOT, "nothing was written");
        assertThat(value(SLOT)).isEqualTo(Bytes.utf8("changed in the target"));
        assertThat(value(GROUP)).isEqualTo(Bytes.utf8("{\"id\": 1, \"later\": true}"));
    }

    @Test
    void aNodeThatNoImportWroteIsNewer() throws IOException {
        write(GROUP, "written by a reconciler");

        assertThat(copy(dump(), true)).isFalse();

        assertThat(read(SLOT)).isEqualTo(new Read.Absent());
    }

    @Test
    void whileSomebodyHoldsTheLockThereNothingIsWritten() throws IOException {
        write("/codis3/codis-demo/topom", "{}");

        assertThat(copy(dump(), true)).isFalse();

        assertThat(said()).contains("holds the product's lock");
        assertThat(read(GROUP)).isEqualTo(new Read.Absent());
    }

    @Test
    void manyNodesComeInSeveralCommits() {
        Map<String, Bytes> many = new TreeMap<>();
        IntStream.range(0, 1_024)
                .forEach(i -> many.put(
                        String.format(Locale.ROOT, "/codis3/codis-demo/slots/slot-%04d", i),
                        Bytes.utf8("{\"id\": " + i + "}")));

        assertThat(copy(many, true)).isTrue();

        assertThat(said()).contains("Done: 1024 nodes written.");
        many.forEach((key, value) -> assertThat(value(key)).isEqualTo(value));
    }

    @Test
    void aProductInARealServerIsReadWithWhatRegroupKeepsBesideIt() throws IOException {
        try (ZooKeeperServer server = ZooKeeperServer.start();
                Coordinator source = StoreOptions.client("zookeeper://" + server.address() + "/somewhere")) {
            Map<String, Bytes> all = new TreeMap<>(dump());
            all.put("/regroup/codis-demo/group-0001", Bytes.utf8("{\"format\":1}"));
            all.put("/codis3/codis-demo/topom", Bytes.utf8("{}"));
            all.put("/codis3/another/group/group-0001", Bytes.utf8("{}"));
            all.forEach((key, value) -> write(source, key, value));

            Map<String, Bytes> nodes = new ProductReader(PRODUCT, source, out()).nodes();

            all.remove("/codis3/codis-demo/topom");
            all.remove("/codis3/another/group/group-0001");
            assertThat(nodes).isEqualTo(all);
            assertThat(said()).contains("stop the dashboard first");
            server.kill();
            assertThatThrownBy(() -> new ProductReader(PRODUCT, source, out()).nodes())
                    .isInstanceOf(CannotRun.class)
                    .hasMessageContaining("does not answer");
        }
    }

    private boolean copy(Map<String, Bytes> nodes, boolean isApplied) {
        said.reset();
        return new ProductCopy(PRODUCT, target, out()).run(nodes, isApplied);
    }

    private PrintStream out() {
        return new PrintStream(said, true, StandardCharsets.UTF_8);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private Read read(String key) {
        return ProductReader.done(target.read(key));
    }

    private Bytes value(String key) {
        return ((Read.Found) read(key)).register().value();
    }

    private void write(String key, String value) {
        write(target, key, Bytes.utf8(value));
    }

    private static void write(Coordinator client, String key, Bytes value) {
        assertThat(ProductReader.done(
                        client.commit(new Commit(List.of(), List.of(new Put(key, value)), Optional.empty()))))
                .isInstanceOf(CommitOutcome.Committed.class);
    }

    private static Map<String, Bytes> dump() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                ImportTest.class.getResourceAsStream("/captures/codis-config-dump/1-healthy.json"))) {
            return CodisDump.nodes(PRODUCT, Bytes.of(in.readAllBytes()));
        }
    }
}
