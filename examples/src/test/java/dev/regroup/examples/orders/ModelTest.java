package dev.regroup.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regroup.check.Forecast;
import dev.regroup.model.NodeId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelTest {

    private static final Order ORDER = Order.parse("-a-b+b+a", 2);
    private static final Model MODEL = Model.of(OrderRun.POLICY, 2);

    @ParameterizedTest
    @MethodSource("possible")
    void whatTheModelKnowsIsNoFault(Forecast.Outcome end) {
        OrderResult result = MODEL.judged(ended(List.of(end)));

        assertThat(result.isPassed()).isTrue();
        assertThat(MODEL.total(List.of(result))).isEqualTo("1 of 1 ended as the model says");
    }

    static Stream<Forecast.Outcome> possible() {
        return Stream.of(end("a"), end("b", "promote b", "follow a b"), end("a", "promote b", "follow b a"));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void anyOtherEndIsOne(Forecast.Outcome end) {
        OrderResult result = MODEL.judged(ended(List.of(end)));

        assertThat(result.faults())
                .singleElement()
                .asString()
                .contains(end.toString())
                .contains("b is master after follow a b, promote b");
        assertThat(MODEL.total(List.of(result))).isEqualTo("0 of 1 ended as the model says");
    }

    @Test
    void ofACommandWithoutAnAnswerItIsEnoughThatItMayHaveTakenEffect() {
        assertThat(MODEL.judged(ended(List.of(end("a", "promote b"), end("a")))).isPassed())
                .isTrue();
        assertThat(MODEL.judged(ended(List.of(end("a", "promote b"), end("b")))).isPassed())
                .isFalse();
    }

    /** Another master, a command less, one twice, and one that makes no sense. */
    static Stream<Forecast.Outcome> impossible() {
        return Stream.of(
                end("b"),
                end("b", "promote b"),
                end("b", "promote b", "follow a b", "follow a b"),
                end("a", "promote b", "follow a b"),
                end("a", "follow b a"));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void theModelKnowsFewEndsOfAnOrderOfTwoNodes(Order order) {
        assertThat(MODEL.outcomes(order)).hasSizeBetween(1, 3).contains(end("a"));
    }

    static List<Order> orders() {
        return Order.all(2);
    }

    private static Forecast.Outcome end(String master, String... commands) {
        return new Forecast.Outcome(NodeId.of(master), List.of(commands));
    }

    private static OrderResult ended(List<Forecast.Outcome> end) {
        return new OrderResult(
                ORDER,
                Gap.QUICK,
                List.of(),
                new OrderResult.Figures(2, 1, 2, 5, 0, 3),
                new OrderResult.WriteFigures(3, 0, List.of()),
                end,
                List.of());
    }
}
