package dev.regroup.check;

import dev.regroup.model.Action;
import dev.regroup.model.GroupState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers the states, lists of actions and reports held that occur, so that they are compared by number. Confined to
 * one exploration.
 */
final class Book {

    static final int NO_ACTIONS = 0;

    static final int NOTHING_HELD = 0;

    private final Numbered<GroupState> states = new Numbered<>();
    private final Numbered<List<Action>> actions = new Numbered<>();
    private final Numbered<Held> held = new Numbered<>();

    Book() {
        number(List.of());
        number(new Held.Nothing());
    }

    int number(GroupState state) {
        return states.number(state);
    }

    int number(List<Action> list) {
        return actions.number(list);
    }

    int number(Held report) {
        return held.number(report);
    }

    GroupState state(int number) {
        return states.get(number);
    }

    List<Action> actions(int number) {
        return actions.get(number);
    }

    Held held(int number) {
        return held.get(number);
    }

    /** Values with their numbers, in the order in which they came up. */
    private static final class Numbered<T> {

        private final Map<T, Integer> numbers = new HashMap<>();
        private final List<T> values = new ArrayList<>();

        int number(T value) {
            return numbers.computeIfAbsent(value, v -> {
                values.add(v);
                return values.size() - 1;
            });
        }

        T get(int number) {
            return values.get(number);
        }
    }
}
