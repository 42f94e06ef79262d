package dev.regroup.check;

import dev.regroup.check.Moment.Phase;
import java.util.function.IntPredicate;

/**
 * How far each moment is from rest, once faults pause: a moment is at rest if a round leads back to it. Confined to one
 * exploration.
 *
 * <p>Since all successors are among the explored moments, the longest way from each is found by one depth-first pass; a
 * way that comes back to itself without being at rest never ends.
 */
final class Rest {

    private static final int UNKNOWN = 0;
    private static final int OPEN = 1;

    /** What is above this says how many rounds. */
    private static final int KNOWN = 2;

    private final Moments moments;
    private final Successors successors;
    private final IntPredicate isGoal;
    private final byte[] marks;
    private final Numbers stack = new Numbers();
    private int livelock = -1;
    private int longest;
    private boolean isReady;

    private Rest(Moments moments, Successors successors, IntPredicate isGoal) {
        this.moments = moments;
        this.successors = successors;
        this.isGoal = isGoal;
        this.marks = new byte[moments.size()];
    }

    static Rest of(Moments moments, Successors successors) {
        Rest rest = new Rest(moments, successors, successors::isAtRest);
        for (int number = 0; number < rest.marks.length && rest.livelock < 0; number++) {
            rest.livelock = rest.marks[number] == UNKNOWN ? rest.measure(number) : -1;
        }
        return rest;
    }

    /** Returns what measures only how far it is to one of these moments, or to rest, where every way leads to rest. */
    static Rest orSooner(Moments moments, Successors successors, IntPredicate isGoal) {
        return new Rest(moments, successors, number -> successors.isAtRest(number) || isGoal.test(number));
    }

    /** Returns the most rounds that this moment needs. */
    int rounds(int number) {
        if (marks[number] == UNKNOWN) {
            measure(number);
        }
        return marks[number] - KNOWN;
    }

    /** Returns a moment from which the group never comes to rest, or -1. */
    int livelock() {
        return livelock;
    }

    /** Returns the most rounds that any moment needs. */
    int most() {
        int most = KNOWN;
        for (byte mark : marks) {
            most = Math.max(most, mark);
        }
        return most - KNOWN;
    }

    private int measure(int start) {
        stack.add(start);
        while (stack.size() > 0) {
            int number = stack.get(stack.size() - 1);
            if (marks[number] < KNOWN && isGoal.test(number)) {
                marks[number] = KNOWN;
            }
            if (marks[number] >= KNOWN) {
                stack.removeLast();
                continue;
            }
            marks[number] = OPEN;
            longest = 0;
            isReady = true;
            boolean isWithoutEnd = !successors.all(number, this::visit);
            if (isWithoutEnd) {
                return number;
            }
            if (isReady) {
                int rounds = longest + (moments.phase(number) == Phase.LOOK ? 1 : 0);
                if (rounds + KNOWN > Byte.MAX_VALUE) {
                    throw new IllegalStateException("more than " + (Byte.MAX_VALUE - KNOWN) + " rounds to rest");
                }
                marks[number] = (byte) (rounds + KNOWN);
            }
        }
        return -1;
    }

    /** Returns false if the way comes back to itself. */
    private boolean visit(int next) {
        if (marks[next] == OPEN) {
            return false;
        }
        if (marks[next] == UNKNOWN) {
            stack.add(next);
            isReady = false;
        } else {
            longest = Math.max(longest, marks[next] - KNOWN);
        }
        return true;
    }
}
