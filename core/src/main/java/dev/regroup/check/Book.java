package dev.regroup.check;

import dev.regroup.model.Action;
import dev.regroup.model.GroupState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Numbers the worlds, states, lists of actions and looks that occur, so that they are compared by number, and remembers
 * what became of each when it was renumbered or a life renamed in it. Confined to one exploration.
 */
final class Book {

    static final int NO_ACTIONS = 0;

    static final int NO_LOOKS = 0;

    private final Numbered<World> worlds = new Numbered<>(world -> Positions.NONE);
    private final Numbered<GroupState> states = new Numbered<>(Positions::of);
    private final Numbered<List<Action>> actions = new Numbered<>(Positions::of);
    private final Numbered<Looks> looks = new Numbered<>(Positions::of);

    Book() {
        number(List.of());
        number(Looks.NONE);
    }

    String stat() {
        return states.values.size() + " " + states.changes.size() + " " + actions.values.size() + " "
                + actions.changes.size() + " " + looks.values.size();
    }

    int number(World world) {
        return worlds.number(world);
    }

    int number(GroupState state) {
        return states.number(state);
    }

    int number(List<Action> list) {
        return actions.number(list);
    }

    int number(Looks known) {
        return looks.number(known);
    }

    World world(int number) {
        return worlds.get(number);
    }

    GroupState state(int number) {
        return states.get(number);
    }

    List<Action> actions(int number) {
        return actions.get(number);
    }

    Looks looks(int number) {
        return looks.get(number);
    }

    /** Returns the moment in that world with canonical numbers for ranks and histories. */
    Moment renumbered(Moment moment, World world) {
        Renumbering numbers = Renumbering.of(
                world,
                List.of(
                        states.positions(moment.state()),
                        states.positions(moment.decided()),
                        actions.positions(moment.actions())),
                looks.positions(moment.looks()));
        return new Moment(
                numbers.of(world),
                states.renumbered(moment.state(), numbers, numbers::of),
                states.renumbered(moment.decided(), numbers, numbers::of),
                actions.renumbered(moment.actions(), numbers, numbers::of),
                looks.renumbered(moment.looks(), numbers, numbers::of),
                moment.phase());
    }

    /** Returns the moment with another name for a life, but for the report that is held. */
    Moment renamed(Moment moment, Incarnations lives) {
        return new Moment(
                moment.world(),
                states.changed(moment.state(), lives, lives::of),
                states.changed(moment.decided(), lives, lives::of),
                actions.changed(moment.actions(), lives, lives::of),
                looks.changed(moment.looks(), lives, lives::of),
                moment.phase());
    }

    /** What becomes of a value, given how its positions change or which life is renamed. */
    private record Change(int number, Object by) {

        @Override
        public int hashCode() {
            return number * 0x9E3779B1 + by.hashCode();
        }
    }

    /** Values with their numbers, in the order in which they came up. */
    private static final class Numbered<T> {

        private final Map<T, Integer> numbers = new HashMap<>();
        private final List<T> values = new ArrayList<>();
        private final List<Positions> positions = new ArrayList<>();
        private final Map<Change, Integer> changes = new HashMap<>();

        /** Those that came of a renumbering, and have nothing that one leaves out. */
        private final BitSet isCanonical = new BitSet();

        private final Function<T, Positions> positionsOf;

        Numbered(Function<T, Positions> positionsOf) {
            this.positionsOf = positionsOf;
        }

        int number(T value) {
            return numbers.computeIfAbsent(value, v -> {
                values.add(v);
                positions.add(positionsOf.apply(v));
                return values.size() - 1;
            });
        }

        T get(int number) {
            return values.get(number);
        }

        Positions positions(int number) {
            return positions.get(number);
        }

        /** Only what its positions become decides what it becomes. */
        int renumbered(int number, Renumbering numbers, UnaryOperator<T> change) {
            boolean isKept = isCanonical.get(number) && positions.get(number).isKept(numbers);
            return isKept ? number : canonical(number, numbers, change);
        }

        private int canonical(int number, Renumbering numbers, UnaryOperator<T> change) {
            int next = changed(number, positions.get(number).renumbered(numbers), change);
            isCanonical.set(next);
            return next;
        }

        int changed(int number, Object by, UnaryOperator<T> change) {
            Change key = new Change(number, by);
            Integer known = changes.get(key);
            if (known == null) {
                known = number(change.apply(values.get(number)));
                changes.put(key, known);
            }
            return known;
        }
    }
}
