package dev.regroup.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Run with {@code -Dregroup.rewrite=true}, it writes the page instead; never where {@code CI} is set. */
class PolicyPageTest {

    private static final Path PAGE = Path.of("POLICY.md");

    @Test
    void thePageOfThePolicySaysWhatTheCodeSays() throws IOException {
        if (Boolean.getBoolean("regroup.rewrite")) {
            assertThat(System.getenv("CI")).as("CI checks and never rewrites").isNull();
            Files.writeString(PAGE, page());
        }
        assertThat(Files.readString(PAGE))
                .as("to rewrite it: -Dregroup.rewrite=true")
                .isEqualTo(page());
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # Policy

                The rules that an operator can choose, as `Policy.parse` reads and `toMap` writes them. A key that is
                missing keeps its default; an unknown one is refused with its nearest neighbour, and all faults are told
                at once. Durations are written like `800ms`, `2s`, `1m` or `PT2S`, bytes like `4096`, `64KiB`, `1MiB` or
                `1GiB`.

                This page is generated from `Knobs.java`; a test compares the two.

                | key | default | `Policy.fast()` | range | what it brings |
                |---|---|---|---|---|
                """);
        for (Knob<?> knob : Knobs.ALL) {
            page.append("| `").append(knob.key()).append("` | ");
            page.append(knob.text(Policy.defaults())).append(" | ");
            page.append(knob.text(Policy.fast())).append(" | ");
            page.append(knob.rangeText()).append(" | ");
            page.append(knob.consequence()).append(" |\n");
        }
        return page.toString();
    }
}
