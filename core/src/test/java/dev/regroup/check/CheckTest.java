package dev.regroup.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regroup.model.Block;
import dev.regroup.model.Choice;
import dev.regroup.model.Policy;
import dev.regroup.reduce.Reducer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What embedders check their own policies with. */
class CheckTest {

    @Test
    void theDefaultPolicyKeepsEveryPromise() {
        Check.Report report = Check.policy(Policy.defaults())
                .nodes(2)
                .features(EnumSet.of(Feature.WRITES, Feature.START_AS_MASTER))
                .run();
        assertThat(report.counterexample()).isEmpty();
        assertThat(report.isKept()).isTrue();
        assertThat(report.rounds()).isLessThanOrEqualTo(Explored.ROUNDS);
        assertThat(report.blocks()).containsKeys(Block.Kind.ALL_DOWN, Block.Kind.HELD_COOL_DOWN);
        assertThat(report.states()).isGreaterThan(1000);
    }

    @Test
    @Tag("nightly")
    void theDefaultPolicyKeepsEveryPromiseWithThreeNodes() throws IOException {
        Check.Report report = Check.policy(Policy.defaults()).nodes(3).run();

        assertThat(report.counterexample()).isEmpty();
        assertThat(Files.readString(Path.of("PROMISES.md")))
                .contains(String.format(Locale.ROOT, "%,d states of the default policy", report.states()));
        assertThat(report.rounds()).isLessThanOrEqualTo(Explored.ROUNDS);
    }

    @Test
    void theFastPolicyKeepsEveryPromise() {
        Check.Report report = Check.policy(Policy.fast().withMisses(1))
                .features(EnumSet.of(Feature.LOST_COMMANDS))
                .run();
        assertThat(report.counterexample()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Choice.DataRule.class)
    void spansThatOutlastDetectionAreExploredAsOver(Choice.DataRule rule) {
        Policy policy = Policy.defaults()
                .withMisses(1)
                .withDataRule(rule)
                .withGrace(Duration.ofMinutes(5))
                .withCoolDown(Duration.ZERO);
        Check.Report report =
                Check.policy(policy).features(EnumSet.of(Feature.WRITES)).run();
        assertThat(report.counterexample()).isEmpty();
        assertThat(report.reasons().stream().map(Enum::name).toList().contains("ELECTED_WITHOUT_PROOF"))
                .isEqualTo(rule == Choice.DataRule.AVAILABLE);
    }

    /** Its text is one that can be played, and ends at the promise that it names. */
    @Test
    void aCounterexampleIsAScenario() {
        String text = Check.scenario(
                Policy.defaults().withMisses(1),
                2,
                EnumSet.of(Feature.WRITES, Feature.COOL_DOWN),
                java.util.List.of("round", "commit", "stop a", "round", "LOSS: a title"));
        Scenario scenario = Scenario.parse(text);
        assertThat(scenario.title()).isEqualTo("LOSS: a title");
        assertThat(scenario.policy().toMap())
                .isEqualTo(Policy.defaults().withMisses(1).toMap());
        assertThat(scenario.play(Reducer.of(scenario.policy())::reduce)).contains("> stop a");
    }

    @Test
    void groupsAreOfOneToFourNodes() {
        Check check = Check.policy(Policy.defaults());
        assertThatThrownBy(() -> check.nodes(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> check.nodes(5)).hasMessage("5 nodes are not within 1 to 4");
    }
}
