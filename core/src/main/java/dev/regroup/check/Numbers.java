package dev.regroup.check;

import java.util.ArrayList;
import java.util.List;

/** A list of as many ints as there is memory for, without copying any when it grows. Confined to one exploration. */
final class Numbers {

    private static final int BITS = 16;
    private static final int CHUNK = 1 << BITS;

    private final List<int[]> chunks = new ArrayList<>();
    private int size;

    int size() {
        return size;
    }

    int get(int index) {
        return chunks.get(index >> BITS)[index & CHUNK - 1];
    }

    private void set(int index, int number) {
        chunks.get(index >> BITS)[index & CHUNK - 1] = number;
    }

    void add(int number) {
        if (size == chunks.size() * CHUNK) {
            chunks.add(new int[CHUNK]);
        }
        set(size, number);
        size++;
    }

    /** Takes the last one away and returns it. */
    int removeLast() {
        size--;
        return get(size);
    }
}
