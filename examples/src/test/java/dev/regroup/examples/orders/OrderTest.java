package dev.regroup.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regroup.model.InvalidConfiguration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderTest {

    @Test
    void twoNodesHaveEightOrders() {
        assertThat(names(2))
                .containsExactly(
                        "-a+a", "-b+b", "-a+a-b+b", "-a-b+a+b", "-a-b+b+a", "-b+b-a+a", "-b-a+a+b", "-b-a+b+a");
    }

    @Test
    void threeNodesHaveThreeOrdersOfOneNodeEighteenOfTwoAndNinetyOfThree() {
        List<Order> orders = Order.all(3);

        assertThat(orders).hasSize(111);
        assertThat(orders).filteredOn(order -> order.events().size() == 2).hasSize(3);
        assertThat(orders).filteredOn(order -> order.events().size() == 4).hasSize(18);
        assertThat(orders).filteredOn(order -> order.events().size() == 6).hasSize(90);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyOrderHasANameOfItsOwnThatParsesBack(int nodes) {
        List<Order> orders = Order.all(nodes);

        assertThat(new HashSet<>(names(nodes))).hasSameSizeAs(orders);
        assertThat(orders)
                .allSatisfy(
                        order -> assertThat(Order.parse(order.name(), nodes)).isEqualTo(order));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "+a-a", "-a+a-a+a", "-c+c", "-a-b+a", "nonsense"})
    void whatIsNoLegalOrderIsRefusedByName(String name) {
        assertThatThrownBy(() -> Order.parse(name, 2))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("'" + name + "'");
    }

    private static List<String> names(int nodes) {
        return Order.all(nodes).stream().map(Order::name).toList();
    }
}
