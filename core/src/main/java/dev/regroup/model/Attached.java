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
     * @param fed the replicas that have acknowledged something on their present connection
     */
    record Told(List<Fed> fed) implements Attached {

        /** Copies the list. */
        public Told {
            fed = List.copyOf(fed);
        }

        /** Returns the testimony of a master that names its replicas but tells no lag of them. */
        public static Told of(List<Address> addresses) {
            return new Told(addresses.stream().map(Fed::of).toList());
        }
    }

    /**
     * One that a master feeds.
     *
     * @param address as the master sees it; behind address translation it need not be the address of a member
     * @param lag how far it is behind, by the word of the master
     */
    record Fed(Address address, Lag lag) {

        /** Returns a replica of which no lag is told. */
        public static Fed of(Address address) {
            return new Fed(address, Lag.Untold.INSTANCE);
        }

        /** Returns a replica with that lag in bytes, unsigned. */
        public static Fed of(Address address, long bytes) {
            return new Fed(address, new Lag.Of(bytes));
        }
    }

    /**
     * How far a replica is behind by the word of its master. Redis tells none: its {@code slaveN} lines hold the last
     * acknowledged offset, which trails by up to a second (redis 7.0.15, replication.c); before Redis 4.0 that is all there
     * is, and its distance from {@code master_repl_offset} is taken for the lag. Pika tells one for each database
     * (pika v4.0.1, {@code slaveN:…,lag=(db0:12)}), and for Pika nothing else counts, since the numbers of two of its
     * nodes need not mean the same.
     */
    sealed interface Lag {

        /** The master does not say. */
        record Untold() implements Lag {

            static final Untold INSTANCE = new Untold();
        }

        /**
         * It is known.
         *
         * @param bytes unsigned; of several databases that of the one that is furthest behind, as for positions, see
         *     {@link Position#lagBehind}
         */
        record Of(long bytes) implements Lag {}
    }
}
