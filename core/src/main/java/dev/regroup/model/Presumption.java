package dev.regroup.model;

/**
 * What a command rests on: it has to be true of that node still, in a look right before the command is sent. Immutable.
 */
public sealed interface Presumption {

    /** Returns whom it is about. */
    NodeId node();

    /** Tells whether a look with that outcome shows it to be true. */
    boolean holds(Outcome outcome);

    /** What a node shows of itself, in one life of its process. */
    sealed interface Living extends Presumption {

        /** Returns the life of the node's process; in another one nothing of it holds. */
        Incarnation incarnation();

        /** Tells whether a node that tells this about itself, in whatever life, is as presumed. */
        boolean holds(NodeInfo info);

        @Override
        default boolean holds(Outcome outcome) {
            return outcome instanceof Outcome.Answered answered
                    && answered.info().incarnation().equals(incarnation())
                    && holds(answered.info());
        }
    }

    /**
     * It is a master.
     *
     * @param node whom it is about
     * @param incarnation the life of the node's process
     */
    record IsMaster(NodeId node, Incarnation incarnation) implements Living {
        @Override
        public boolean holds(NodeInfo info) {
            return info.role() instanceof Role.Master;
        }
    }

    /**
     * It is a replica, of whomever.
     *
     * @param node whom it is about
     * @param incarnation the life of the node's process
     */
    record IsReplica(NodeId node, Incarnation incarnation) implements Living {
        @Override
        public boolean holds(NodeInfo info) {
            return info.role() instanceof Role.Replica;
        }
    }

    /**
     * It is a replica of that very node, over a link in that very state, and has copied nothing meanwhile.
     *
     * @param node whom it is about
     * @param incarnation the life of the node's process
     * @param of whom it follows, as the node itself spells it
     * @param link the state of its link; how long ago it heard from its master does not matter, and is left out
     * @param position how far its data reaches
     */
    record Follows(NodeId node, Incarnation incarnation, Address of, Link link, Position position) implements Living {

        /** Leaves out how long ago it heard from its master. */
        public Follows {
            link = ageless(link);
        }

        @Override
        public boolean holds(NodeInfo info) {
            return info.role() instanceof Role.Replica replica
                    && replica.of().equals(of)
                    && ageless(replica.link()).equals(link)
                    && info.position().equals(position);
        }

        private static Link ageless(Link link) {
            return link instanceof Link.Up ? Link.up() : link;
        }
    }

    /**
     * It does not answer as a master; it may be silent.
     *
     * @param node whom it is about
     */
    record IsNoMaster(NodeId node) implements Presumption {
        @Override
        public boolean holds(Outcome outcome) {
            return !(outcome instanceof Outcome.Answered answered
                    && answered.info().role() instanceof Role.Master);
        }
    }
}
