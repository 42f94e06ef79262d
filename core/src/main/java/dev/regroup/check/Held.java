package dev.regroup.check;

import dev.regroup.model.Incarnation;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.Outcome;
import dev.regroup.model.Position;
import java.util.function.UnaryOperator;

/**
 * What the next round of looks will have of one node, instead of a look at the same moment as at all others. Immutable.
 */
sealed interface Held {

    /** No index of a node. */
    int NOBODY = -1;

    /** Returns the index of that node, or {@link #NOBODY}. */
    int node();

    /** Returns the same once that node has begun a new life. */
    Held restarted(int restarted);

    /** Tells whether it is a report of that node in that life. */
    default boolean isOf(int other, Incarnation life) {
        return this instanceof Early early
                && early.node() == other
                && early.outcome() instanceof Outcome.Answered answered
                && answered.info().incarnation().equals(life);
    }

    /** Returns the same with another position, if there is one in it. */
    Held mapPosition(UnaryOperator<Position> change);

    /** Returns the same in which every node has another name. */
    Held named(Permutation permutation);

    /** All nodes are looked at. */
    record Nothing() implements Held {
        @Override
        public int node() {
            return NOBODY;
        }

        @Override
        public Held restarted(int restarted) {
            return this;
        }

        @Override
        public Held named(Permutation permutation) {
            return this;
        }

        @Override
        public Held mapPosition(UnaryOperator<Position> change) {
            return this;
        }
    }

    /** There will be no report of that node. */
    record Missing(int node) implements Held {
        @Override
        public Held restarted(int restarted) {
            return this;
        }

        @Override
        public Held named(Permutation permutation) {
            return new Missing(permutation.of(node));
        }

        @Override
        public Held mapPosition(UnaryOperator<Position> change) {
            return this;
        }
    }

    /** That node was looked at already, since the last round. */
    record Early(int node, Outcome outcome) implements Held {
        @Override
        public Held restarted(int restarted) {
            return isOf(restarted, Names.PRESENT) && outcome instanceof Outcome.Answered answered
                    ? of(answered.info(), Names.REPORTED, answered.info().position())
                    : this;
        }

        @Override
        public Held named(Permutation permutation) {
            return new Early(
                    permutation.of(node),
                    outcome instanceof Outcome.Answered answered
                            ? new Outcome.Answered(permutation.of(answered.info()))
                            : outcome);
        }

        @Override
        public Held mapPosition(UnaryOperator<Position> change) {
            return outcome instanceof Outcome.Answered answered
                    ? of(
                            answered.info(),
                            answered.info().incarnation(),
                            change.apply(answered.info().position()))
                    : this;
        }

        private Held of(NodeInfo info, Incarnation incarnation, Position position) {
            return new Early(node, new Outcome.Answered(Looks.with(info, incarnation, position)));
        }
    }
}
