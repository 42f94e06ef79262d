package dev.regroup.model;

import java.util.List;

/**
 * A master's own testimony about its replicas. A replica may believe that its link is up before its master has begun to
 * send it new writes, so that its word alone does not show that it keeps up. Immutable.
 */
public sealed interface Attached {

    /** The master does not say. */
    record Untold() implements Attached {}

    /**
     * The master says whom it feeds.
     *
     * @param fed the addresses of the replicas that have acknowledged something on their present connection, as the
     *     master sees them; behind address translation they need not be addresses of members
     */
    record Told(List<Address> fed) implements Attached {

        /** Copies the list. */
        public Told {
            fed = List.copyOf(fed);
        }
    }
}
