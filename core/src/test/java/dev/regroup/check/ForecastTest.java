package dev.regroup.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regroup.model.InvalidConfiguration;
import dev.regroup.model.Policy;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForecastTest {

    private static final Policy POLICY = Policy.defaults();

    @Test
    void aMasterThatStopsIsReplacedOrIsBackInTime() {
        assertThat(Forecast.of(POLICY, 2).of(List.of("stop a", "start a")).stream()
                        .map(Forecast.Outcome::toString))
                .containsExactly("a is master after no command", "b is master after follow a b, promote b");
    }

    /** The next to be promoted is the one that is in sync, not the one that missed a write. */
    @Test
    void ofTwoReplicasTheOneThatWasAwayIsNotPromotedBeforeItIsInSync() {
        assertThat(Forecast.of(POLICY, 3).of(List.of("stop b", "stop a", "start b", "start a")).stream()
                        .map(Forecast.Outcome::toString))
                .containsExactly("a is master after no command", "c is master after follow a c, follow b c, promote c");
    }

    @Test
    void whatIsNotPossibleIsRefused() {
        Forecast forecast = Forecast.of(POLICY, 2);

        assertThatThrownBy(() -> forecast.of(List.of("start a"))).isInstanceOf(InvalidConfiguration.class);
        assertThatThrownBy(() -> forecast.of(List.of("stop c"))).isInstanceOf(InvalidConfiguration.class);
    }
}
