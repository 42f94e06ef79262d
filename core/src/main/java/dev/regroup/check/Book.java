package dev.regroup.check;

import dev.regroup.model.Action;
import dev.regroup.model.GroupState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers the states and lists of actions that occur, so that they are compared by number. Confined to one exploration.
 */
final class Book {

    static final int NO_ACTIONS = 0;

    private final Map<GroupState, Integer> stateNumbers = new HashMap<>();
    private final List<GroupState> states = new ArrayList<>();
    private final Map<List<Action>, Integer> actionNumbers = new HashMap<>();
    private final List<List<Action>> actions = new ArrayList<>();

    Book() {
        number(List.of());
    }

    int number(GroupState state) {
        return stateNumbers.computeIfAbsent(state, s -> {
            states.add(s);
            return states.size() - 1;
        });
    }

    int number(List<Action> list) {
        return actionNumbers.computeIfAbsent(list, l -> {
            actions.add(l);
            return actions.size() - 1;
        });
    }

    GroupState state(int number) {
        return states.get(number);
    }

    List<Action> actions(int number) {
        return actions.get(number);
    }

    int states() {
        return states.size();
    }
}
