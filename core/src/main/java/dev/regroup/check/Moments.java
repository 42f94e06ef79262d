package dev.regroup.check;

import dev.regroup.check.Moment.Phase;
import java.util.ArrayList;
import java.util.List;

/**
 * All moments that an exploration has come to, numbered in the order in which it did, in about 32 bytes each: a moment
 * is sixteen, since few worlds, states, and lists of commands occur in very many combinations. Confined to one
 * exploration.
 */
final class Moments {

    private static final int BITS = 15;
    private static final int CHUNK = 1 << BITS;
    private static final int FREE = 0;
    private static final List<Phase> PHASES = List.of(Phase.values());

    private final Book book;
    private final List<long[]> chunks = new ArrayList<>();
    private final Numbers parents = new Numbers();
    private int[] table = new int[1 << 12];
    private int size;

    Moments(Book book) {
        this.book = book;
    }

    int size() {
        return size;
    }

    /** Returns the moment's number, which is the former size if it is new, with that parent or -1. */
    int number(Moment moment, int parent) {
        long first = packed(book.number(moment.world()), 30, moment.state(), 30, PHASES.indexOf(moment.phase()), 2);
        long second = packed(moment.decided(), 28, moment.actions(), 18, moment.looks(), 18);
        int at = place(first, second);
        if (table[at] != FREE) {
            return table[at] - 1;
        }
        if (size % CHUNK == 0) {
            chunks.add(new long[2 * CHUNK]);
        }
        chunks.get(size >> BITS)[2 * (size & CHUNK - 1)] = first;
        chunks.get(size >> BITS)[2 * (size & CHUNK - 1) + 1] = second;
        parents.add(parent);
        size++;
        table[at] = size;
        if (size > table.length / 8 * 5) {
            grow();
        }
        return size - 1;
    }

    Moment get(int number) {
        long first = first(number);
        long second = second(number);
        return new Moment(
                book.world((int) (first >>> 32)),
                (int) (first >>> 2 & (1 << 30) - 1),
                (int) (second >>> 36),
                (int) (second >>> 18 & (1 << 18) - 1),
                (int) (second & (1 << 18) - 1),
                phase(number));
    }

    Phase phase(int number) {
        return PHASES.get((int) (first(number) & 3));
    }

    /** Returns the one that it was first come to from, or -1. */
    int parent(int number) {
        return parents.get(number);
    }

    private long first(int number) {
        return chunks.get(number >> BITS)[2 * (number & CHUNK - 1)];
    }

    private long second(int number) {
        return chunks.get(number >> BITS)[2 * (number & CHUNK - 1) + 1];
    }

    /** Numbers that do not fit would make two moments one, and hide what is between them. */
    private static long packed(int a, int bitsOfA, int b, int bitsOfB, int c, int bitsOfC) {
        if (a >>> bitsOfA != 0 || b >>> bitsOfB != 0 || c >>> bitsOfC != 0) {
            throw new IllegalStateException("too many worlds, states, lists of commands, or looks to number them");
        }
        return ((long) a << bitsOfB | b) << bitsOfC | c;
    }

    private int place(long first, long second) {
        int at = mixed(first, second) & table.length - 1;
        while (table[at] != FREE && (first(table[at] - 1) != first || second(table[at] - 1) != second)) {
            at = at + 1 & table.length - 1;
        }
        return at;
    }

    private static int mixed(long first, long second) {
        long mixed = (first * 0x9E3779B97F4A7C15L ^ second) * 0xC2B2AE3D27D4EB4FL;
        return (int) (((mixed ^ mixed >>> 29) * 0x9E3779B97F4A7C15L) >>> 33);
    }

    private void grow() {
        table = new int[table.length * 2];
        for (int number = 0; number < size; number++) {
            int at = mixed(first(number), second(number)) & table.length - 1;
            while (table[at] != FREE) {
                at = at + 1 & table.length - 1;
            }
            table[at] = number + 1;
        }
    }
}
