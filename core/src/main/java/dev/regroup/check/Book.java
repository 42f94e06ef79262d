package dev.regroup.check;

import dev.regroup.model.Action;
import dev.regroup.model.GroupState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Numbers the worlds, states, lists of actions and looks that occur, so that they are compared by number, and remembers
 * what became of each when it was renumbered, or nodes or lives were renamed in it. Confined to one exploration.
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
                states.renamed(moment.state(), lives, lives::of),
                states.renamed(moment.decided(), lives, lives::of),
                actions.renamed(moment.actions(), lives, lives::of),
                looks.renamed(moment.looks(), lives, lives::of),
                moment.phase());
    }

    /** Returns the moment in which every node has another name, before anything is numbered anew. */
    Moment named(Moment moment, Permutation permutation) {
        return new Moment(
                permutation.of(moment.world()),
                states.renamed(moment.state(), permutation, permutation::of),
                states.renamed(moment.decided(), permutation, permutation::of),
                actions.renamed(moment.actions(), permutation, permutation::of),
                looks.renamed(moment.looks(), permutation, permutation::of),
                moment.phase());
    }

    /** A value whose positions change, and what they become. */
    private record Change(int number, Positions to) {

        @Override
        public int hashCode() {
            return number * 0x9E3779B1 + to.hashCode();
        }
    }

    /** Values with their numbers, in the order in which they came up. */
    private static final class Numbered<T> {

        private static final int SIZE = 64;

        private final Map<T, Integer> numbers = new HashMap<>();
        private final List<T> values = new ArrayList<>();
        private final List<Positions> positions = new ArrayList<>();
        private final Map<Change, Integer> renumbered = new HashMap<>();

        /** For each of the few changes of names, what becomes of each value, as one more than its number. */
        private final Map<Object, int[]> renamed = new HashMap<>();

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
            Change key = new Change(number, positions.get(number).renumbered(numbers));
            Integer known = renumbered.get(key);
            if (known == null) {
                known = number(change.apply(values.get(number)));
                renumbered.put(key, known);
                isCanonical.set(known);
            }
            return known;
        }

        int renamed(int number, Object names, UnaryOperator<T> change) {
            int[] known = renamed.computeIfAbsent(names, n -> new int[SIZE]);
            if (number >= known.length) {
                known = Arrays.copyOf(known, Math.max(number + 1, 2 * known.length));
                renamed.put(names, known);
            }
            if (known[number] == 0) {
                known[number] = number(change.apply(values.get(number))) + 1;
            }
            return known[number] - 1;
        }
    }
}
