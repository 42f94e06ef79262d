package dev.regroup.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.coordinator.Coordinator.Listing;
import dev.regroup.coordinator.Register;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.PutOption;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Keys of somebody else among ours, and such as etcd would take and we do not. */
class ForeignKeysTest {

    private static final String FOLDER = "/regroup/groups";
    private static final int MANY = 1_100;

    @Test
    void keysThatAreNoTextAreNotListedAndKeepNobodyFromTheOthers() {
        try (EtcdMember member = EtcdMember.alone();
                EtcdCoordinator client = EtcdCoordinator.connect(member.address())) {
            ByteSequence prefix = text(FOLDER + "/").concat(ByteSequence.from(new byte[] {(byte) 0x80}));
            for (int i = 0; i < MANY; i += 100) {
                put(
                        client,
                        IntStream.range(i, i + 100)
                                .mapToObj(number -> prefix.concat(text(Integer.toString(number))))
                                .toList());
            }
            put(client, List.of(text(FOLDER + "/orders"), text(FOLDER + "/é")));

            assertThat(list(client)).containsExactly(FOLDER + "/orders", FOLDER + "/é");
        }
    }

    @Test
    void aKeyIsAPathOfSegmentsInUtf8() {
        assertThat(List.of("/a", "/a/b", "/regroup/groups/é", "/a b", "/a\nb", "/x".repeat(100_000)))
                .allMatch(Paths::isKey);
        assertThat(List.of("", "/", "a", "a/b", "/a/", "//a", "/a//b", "/a/\ud800"))
                .noneMatch(Paths::isKey);
    }

    private static List<String> list(EtcdCoordinator client) {
        List<String> keys = new ArrayList<>();
        Listing.Page page = (Listing.Page) done(client.list(FOLDER, Optional.empty()));
        page.registers().stream().map(Register::key).forEach(keys::add);
        for (int i = 0; i < MANY && page.next().isPresent(); i++) {
            page = (Listing.Page) done(client.list(FOLDER, page.next()));
            page.registers().stream().map(Register::key).forEach(keys::add);
        }
        return keys;
    }

    private static void put(EtcdCoordinator client, List<ByteSequence> keys) {
        Op[] puts = keys.stream()
                .map(key -> Op.put(key, ByteSequence.EMPTY, PutOption.DEFAULT))
                .toArray(Op[]::new);
        done(client.client().getKVClient().txn().Then(puts).commit());
    }

    private static ByteSequence text(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
