package dev.regroup.check;

import dev.regroup.check.Moment.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How far each moment is from rest, once faults pause: a moment is at rest if a round leads back to it. Immutable.
 *
 * <p>Since all successors are among the explored moments, the longest way from each is found by one depth-first pass; a
 * way that comes back to itself without being at rest never ends.
 */
final class Rest {

    private static final int UNKNOWN = -1;
    private static final int OPEN = -2;

    private final int[] rounds;
    private final List<int[]> successors;
    private final int livelock;

    private Rest(int[] rounds, List<int[]> successors, int livelock) {
        this.rounds = rounds;
        this.successors = successors;
        this.livelock = livelock;
    }

    static Rest of(List<Moment> moments, List<int[]> successors) {
        int[] rounds = new int[moments.size()];
        Arrays.fill(rounds, UNKNOWN);
        int livelock = -1;
        for (int number = 0; number < rounds.length && livelock < 0; number++) {
            livelock = rounds[number] == UNKNOWN ? measure(number, rounds, moments, successors) : -1;
        }
        return new Rest(rounds, successors, livelock);
    }

    /** Returns a moment from which the group never comes to rest, or -1. */
    int livelock() {
        return livelock;
    }

    /** Returns the most rounds that any moment needs. */
    int most() {
        return Arrays.stream(rounds).max().orElse(0);
    }

    boolean isAtRest(int number) {
        return isAtRest(number, successors);
    }

    private static boolean isAtRest(int number, List<int[]> successors) {
        int[] next = successors.get(number);
        return next.length == 1 && next[0] == number;
    }

    private static int measure(int start, int[] rounds, List<Moment> moments, List<int[]> successors) {
        List<Integer> stack = new ArrayList<>();
        stack.add(start);
        while (!stack.isEmpty()) {
            int number = stack.get(stack.size() - 1);
            if (isAtRest(number, successors)) {
                rounds[number] = 0;
            }
            if (rounds[number] >= 0) {
                stack.remove(stack.size() - 1);
                continue;
            }
            rounds[number] = OPEN;
            boolean ready = true;
            for (int next : successors.get(number)) {
                if (rounds[next] == OPEN) {
                    return number;
                }
                if (rounds[next] == UNKNOWN) {
                    stack.add(next);
                    ready = false;
                }
            }
            if (ready) {
                rounds[number] = longest(number, rounds, moments, successors);
            }
        }
        return -1;
    }

    private static int longest(int number, int[] rounds, List<Moment> moments, List<int[]> successors) {
        int longest = 0;
        for (int next : successors.get(number)) {
            longest = Math.max(longest, rounds[next]);
        }
        return longest + (moments.get(number).phase() == Phase.LOOK ? 1 : 0);
    }
}
