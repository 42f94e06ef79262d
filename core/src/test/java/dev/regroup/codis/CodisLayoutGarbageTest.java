package dev.regroup.codis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.coordinator.Bytes;
import dev.regroup.coordinator.Layout.Reading;
import dev.regroup.coordinator.Put;
import dev.regroup.coordinator.Register;
import dev.regroup.coordinator.Registers;
import dev.regroup.coordinator.Version;
import dev.regroup.model.GroupId;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Member;
import dev.regroup.model.MemberRecord;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is in the nodes: nothing throws, and what is written can be read by codis-dashboard. */
class CodisLayoutGarbageTest {

    private static final int TRIES = 20_000;
    private static final GroupId GROUP = GroupId.of("1");
    private static final List<String> SCRAPS = List.of(
            "",
            "{",
            "}",
            "[",
            "]",
            "null",
            "\"",
            ",",
            "-",
            "0",
            "1e9",
            "300",
            "18446744073709551616",
            "true",
            "{}",
            "[[",
            "\"server\": \"\"",
            "\"server\": \"127.0.0.1:14111\"",
            "\"Servers\": [],",
            "\"ID\": 1,",
            "\\u0000",
            "\"a:b:c\"",
            "127.0.0.1:14110",
            "\u2028",
            "\\ud800");

    private final CodisLayout layout = CodisLayout.of("demo");
    private final List<String> keys = layout.keys(GROUP);
    private final GroupRecord configured = GroupRecord.first(
            GROUP, List.of(Member.parse("a=127.0.0.1:14110"), Member.parse("127.0.0.1-14111=127.0.0.1:14112")));

    @Test
    void damagedNodesAreReadAndWrittenOrRefusedWithAReason() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String node = captured();
        String ours = ours(node);
        int recorded = 0;
        for (int i = 0; i < TRIES; i++) {
            String damagedNode = random.nextBoolean() ? damaged(node, random) : node;
            String damagedOurs = random.nextBoolean() ? damaged(ours, random) : ours;
            recorded += check("seed " + seed + ", try " + i, registers(damagedNode, Optional.of(damagedOurs)));
            recorded += check("seed " + seed + ", try " + i, registers(damagedNode, Optional.empty()));
        }
        assertThat(recorded).as("seed %d", seed).isPositive();
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "{\"id\":1,\"servers\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThat(layout.read(configured, registers(deep, Optional.empty()))).isInstanceOf(Reading.Unusable.class);
    }

    private int check(String replay, Registers registers) {
        Reading reading;
        try {
            reading = layout.read(configured, registers);
        } catch (Throwable bug) {
            throw new AssertionError(replay + " cannot be read: " + registers, bug);
        }
        if (!(reading instanceof Reading.Recorded found)) {
            assertThat(reading).as(replay).isInstanceOf(Reading.Unusable.class);
            return 0;
        }
        GroupRecord next =
                found.record().withMember(found.record().members().get(0).withHealth(MemberRecord.Health.DOWN));
        try {
            assertThat(found.record().faults()).as(replay).isEmpty();
            for (Put put : layout.write(next, registers)) {
                if (put.key().equals(keys.get(0))) {
                    CodisGroup.read(put.value());
                }
            }
        } catch (RuntimeException bug) {
            throw new AssertionError(replay + " cannot be written: " + registers, bug);
        }
        return 1;
    }

    private static String damaged(String text, Random random) {
        StringBuilder out = new StringBuilder(text);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int from = random.nextInt(out.length() + 1);
            int to = Math.min(out.length(), from + random.nextInt(random.nextBoolean() ? 3 : 40));
            out.replace(from, to, SCRAPS.get(random.nextInt(SCRAPS.size())));
        }
        return out.toString();
    }

    private String ours(String node) {
        GroupRecord adopted = ((Reading.Recorded) layout.read(configured, registers(node, Optional.empty()))).record();
        return layout.write(adopted, registers(node, Optional.empty())).stream()
                .filter(put -> put.key().equals(keys.get(1)))
                .map(put -> put.value().toString())
                .findFirst()
                .orElseThrow();
    }

    private Registers registers(String node, Optional<String> ours) {
        List<Register> all = new ArrayList<>(List.of(register(keys.get(0), node)));
        ours.ifPresent(document -> all.add(register(keys.get(1), document)));
        return Registers.absent(keys).with(all);
    }

    private static Register register(String key, String content) {
        return new Register(key, new Version("1"), Bytes.utf8(content));
    }

    private static String captured() throws IOException {
        String resource = "/captures/codis/1-healthy/group-0001.json";
        try (InputStream in = Objects.requireNonNull(CodisLayoutGarbageTest.class.getResourceAsStream(resource))) {
            return Bytes.of(in.readAllBytes()).toString();
        }
    }
}
