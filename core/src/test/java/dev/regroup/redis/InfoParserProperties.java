package dev.regroup.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.redis.InfoParser.Parsed;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** {@link InfoParser} is total: whatever comes over a connection, it answers, and reads only the lines it knows. */
final class InfoParserProperties {

    private static final int TRIES = 10_000;
    private static final List<String> TEXTS = Stream.concat(Captures.REDIS.stream(), Captures.PIKA.stream())
            .map(name -> "run_id:3f9b\r\nloading:0\r\n" + Captures.read(name))
            .collect(Collectors.toList());
    private static final List<String> KEYS = TEXTS.stream()
            .flatMap(String::lines)
            .filter(line -> line.indexOf(':') > 0)
            .map(line -> line.substring(0, line.indexOf(':')))
            .distinct()
            .collect(Collectors.toList());

    @Property(tries = TRIES)
    void anyTextHasAnAnswer(@ForAll String text) {
        assertThat(InfoParser.parse(text)).isNotNull();
    }

    @Property(tries = TRIES)
    void aDamagedCaptureHasAnAnswer(@ForAll("damaged") String text) {
        assertThat(InfoParser.parse(text)).isNotNull();
    }

    @Property(tries = TRIES)
    void knownKeysWithAnyValueHaveAnAnswer(@ForAll("lines") List<String> lines) {
        Parsed parsed =
                InfoParser.parse("run_id:1\nrole:slave\nmaster_host:a\nmaster_port:1\n" + String.join("\n", lines));

        assertThat(parsed).isNotNull();
    }

    @Property(tries = 1_000)
    void unknownLinesAndLineEndsMakeNoDifference(@ForAll("captures") String text, @ForAll("unknown") String line) {
        String other = line + "\n" + text.replace("\r\n", "\n") + "\n" + line;

        assertThat(InfoParser.parse(other)).isEqualTo(InfoParser.parse(text));
    }

    @Provide
    Arbitrary<String> captures() {
        return Arbitraries.of(TEXTS);
    }

    @Provide
    Arbitrary<String> damaged() {
        Arbitrary<String> noise = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(5),
                Arbitraries.of(
                        "\n", "\r", ":", "::", "-", "0", "99999999999999999999", "[", "%", "\u0661", "role:slave\n"));
        return Combinators.combine(
                        captures(),
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.integers().between(0, 40),
                        noise)
                .as((text, where, cut, insert) -> {
                    int from = (int) (text.length() * where);
                    int to = Math.min(text.length(), from + cut);
                    return text.substring(0, from) + insert + text.substring(to);
                });
    }

    @Provide
    Arbitrary<List<String>> lines() {
        Arbitrary<String> value = Arbitraries.oneOf(
                Arbitraries.strings(),
                Arbitraries.longs().map(Long::toUnsignedString),
                Arbitraries.longs().map(String::valueOf),
                Arbitraries.strings().withChars("0123456789abcdef:.%[]").ofMaxLength(40),
                Arbitraries.strings().withChars("a.-").ofMinLength(200).ofMaxLength(2_000),
                Arbitraries.of("up", "down", "1", "0", "master", "slave", ""));
        return Combinators.combine(Arbitraries.of(KEYS), value)
                .as((key, text) -> key + ":" + text)
                .list()
                .ofMaxSize(15);
    }

    @Provide
    Arbitrary<String> unknown() {
        return Arbitraries.strings().filter(line -> KEYS.stream().noneMatch(line::contains));
    }
}
