package dev.regroup.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.redis.InfoParser.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A million captures, each damaged in some places: the parser answers every one. A failure names its seed. */
final class InfoParserFuzzIT {

    private static final int TEXTS = 1_000_000;
    private static final int DAMAGES_MAX = 6;
    private static final List<byte[]> CAPTURES = Stream.concat(Captures.REDIS.stream(), Captures.PIKA.stream())
            .map(name -> bytes(server(name) + Captures.read(name)))
            .toList();
    private static final List<byte[]> PIECES = Stream.of(
                    "\r\n",
                    "\n",
                    "\r",
                    ":",
                    "::",
                    "=",
                    ",",
                    "(",
                    ")",
                    " ",
                    "-1",
                    "0",
                    "1",
                    "[",
                    "%",
                    "\u0000",
                    "\u0661",
                    "18446744073709551615",
                    "18446744073709551616",
                    "99999999999999999999999999",
                    "role:slave\r\n",
                    "role:master\r\n",
                    "role:master&&slave\r\n",
                    "db0:error\r\n",
                    "db0:connected\r\n",
                    "db1:binlog_offset=1 2,safety_purge=none\r\n",
                    "slave0:ip=::1,port=1,conn_fd=1,lag=(db0:0)\r\n",
                    "# Replication(",
                    "pika_version:",
                    "ReplicationID:",
                    "master_replid:",
                    "min_slaves_good_slaves:")
            .map(InfoParserFuzzIT::bytes)
            .toList();

    @Test
    void everyDamagedCaptureHasAnAnswer() {
        Map<String, Integer> answers = new TreeMap<>();
        ConfigFacts config = new ConfigFacts(Map.of("binlog-file-size", "104857600"), Optional.of(1L));
        for (int seed = 0; seed < TEXTS; seed++) {
            String text = new String(damaged(new Random(seed)), StandardCharsets.UTF_8);
            try {
                answers.merge(checked(InfoParser.parse(text, config)), 1, Integer::sum);
            } catch (RuntimeException | StackOverflowError bug) {
                throw new AssertionError("seed " + seed + ": " + text, bug);
            }
        }

        assertThat(answers)
                .as("both kinds of answers are common")
                .hasSize(2)
                .allSatisfy((kind, count) -> assertThat(count).isGreaterThan(TEXTS / 50));
    }

    private static String checked(Parsed parsed) {
        if (parsed instanceof Parsed.Unparsable unparsable) {
            assertThat(unparsable.reason()).isNotEmpty().hasSizeLessThanOrEqualTo(200);
        }
        return parsed.getClass().getSimpleName();
    }

    private static byte[] damaged(Random random) {
        byte[] text = CAPTURES.get(random.nextInt(CAPTURES.size()));
        for (int damages = 1 + random.nextInt(DAMAGES_MAX); damages > 0; damages--) {
            text = damaged(text, random);
        }
        return text;
    }

    private static byte[] damaged(byte[] text, Random random) {
        int from = random.nextInt(text.length + 1);
        int to = Math.min(text.length, from + random.nextInt(40));
        byte[] part = Arrays.copyOfRange(text, from, to);
        return switch (random.nextInt(6)) {
            case 0 -> joined(text, from, new byte[0], to);
            case 1 -> joined(text, from, pick(PIECES, random), from);
            case 2 -> joined(text, from, pick(PIECES, random), to);
            case 3 -> joined(text, from, part, from);
            case 4 -> flipped(text, random);
            default -> joined(text, from, pick(CAPTURES, random), random.nextInt(10) == 0 ? to : from);
        };
    }

    private static byte[] flipped(byte[] text, Random random) {
        byte[] flipped = text.clone();
        for (int i = 0; i < 3 && flipped.length > 0; i++) {
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    private static byte[] pick(List<byte[]> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    private static byte[] joined(byte[] text, int until, byte[] between, int from) {
        List<byte[]> parts = new ArrayList<>(
                List.of(Arrays.copyOf(text, until), between, Arrays.copyOfRange(text, from, text.length)));
        byte[] all = new byte[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static String server(String capture) {
        List<String> lines = capture.startsWith("pika")
                ? List.of("# Server", "pika_version:4.0.0", "process_id:4711", "run_id:3f9b")
                : List.of("run_id:3f9b", "loading:0", "aof_enabled:1", "# Keyspace", "db0:keys=1,expires=0,avg_ttl=0");
        return String.join("\r\n", lines) + "\r\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
