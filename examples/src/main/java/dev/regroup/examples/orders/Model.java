package dev.regroup.examples.orders;

import dev.regroup.check.Forecast;
import dev.regroup.model.Policy;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Holds what real nodes came to against what the explored world says may come of the same order, whatever its gaps. Confined
 * to one thread.
 */
final class Model {

    private final Forecast forecast;
    private final Map<String, Collection<Forecast.Outcome>> known = new HashMap<>();

    private Model(Forecast forecast) {
        this.forecast = forecast;
    }

    /** Returns the model of groups of that many nodes. */
    static Model of(Policy policy, int nodes) {
        return new Model(Forecast.of(policy, nodes));
    }

    /** Returns the result, with a further fault if the model does not know such an end. */
    OrderResult judged(OrderResult result) {
        return agrees(result)
                ? result
                : result.withFault("the model says otherwise: in the end " + words(result.ended())
                        + "; the model knows: " + words(outcomes(result.order())));
    }

    /** Returns in one line how many results the model agrees with. */
    String total(List<OrderResult> results) {
        return results.stream().filter(this::agrees).count() + " of " + results.size() + " ended as the model says";
    }

    Collection<Forecast.Outcome> outcomes(Order order) {
        return known.computeIfAbsent(
                order.name(),
                name -> forecast.of(order.events().stream().map(Event::words).toList()));
    }

    private boolean agrees(OrderResult result) {
        return result.ended().stream().anyMatch(outcomes(result.order())::contains);
    }

    private static String words(Collection<Forecast.Outcome> outcomes) {
        return outcomes.isEmpty()
                ? "nobody is recorded as master"
                : outcomes.stream().map(Forecast.Outcome::toString).collect(Collectors.joining(" | "));
    }
}
