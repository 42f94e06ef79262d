package dev.regroup.check;

import java.util.function.IntPredicate;

/** What the observer's own steps lead to from each moment, one int for nearly all. Confined to one exploration. */
final class Successors {

    /** The only one, or, if there is none or several, where they begin in the other list, below zero. */
    private final Numbers only = new Numbers();

    private final Numbers several = new Numbers();

    /** Adds those of the next moment, which stays at rest if it alone leads to itself. */
    void add(int[] next, boolean isAtRest) {
        if (next.length == 1 && (isAtRest || next[0] != only.size())) {
            only.add(next[0]);
            return;
        }
        only.add(-1 - several.size());
        several.add(next.length);
        for (int number : next) {
            several.add(number);
        }
    }

    /** Tells whether the only one is the moment itself, under the same names. */
    boolean isAtRest(int number) {
        return only.get(number) == number;
    }

    /** Asks for each until that is false; returns whether it was never. */
    boolean all(int number, IntPredicate asked) {
        int first = only.get(number);
        if (first >= 0) {
            return asked.test(first);
        }
        int begin = -1 - first;
        for (int index = 1; index <= several.get(begin); index++) {
            if (!asked.test(several.get(begin + index))) {
                return false;
            }
        }
        return true;
    }
}
