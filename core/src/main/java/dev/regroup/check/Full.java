package dev.regroup.check;

import java.util.List;

/** What became of the last order to a Pika to copy everything. */
enum Full {
    /** There was none, or it has done so. */
    NONE,
    /** It is about to. */
    PENDING,
    /** It is about to, and a look has shown that. */
    SEEN,
    /** It has done so between two looks, and is not known to have. */
    UNSEEN,
    /** It broke off, and goes on without. */
    BROKEN;

    static final List<Full> ALL = List.of(values());
}
