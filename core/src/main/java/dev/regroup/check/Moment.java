package dev.regroup.check;

/**
 * One state of the explored system: the world, what the observer has stored, and what it is about to do. A decided
 * state is stored in a step of its own, and so is each command. States and lists of actions are named by their numbers
 * in the {@link Book}. Immutable.
 *
 * @param world the nodes
 * @param state what is stored, with the health of the last reduction
 * @param decided what is to be stored; the same as the state except in {@link Phase#COMMIT}
 * @param actions the commands that are left to send once everything decided is stored
 * @param phase what the observer does next
 */
record Moment(World world, int state, int decided, int actions, Phase phase) {

    /** What the observer does next. */
    enum Phase {
        /** It looks at the nodes and reduces. */
        LOOK,
        /** It stores what it has decided. */
        COMMIT,
        /** It sends the commands that are left. */
        ACT
    }

    static Moment looking(World world, int state) {
        return new Moment(world, state, state, Book.NO_ACTIONS, Phase.LOOK);
    }

    static Moment committing(World world, int state, int decided, int actions) {
        return new Moment(world, state, decided, actions, Phase.COMMIT);
    }

    static Moment acting(World world, int state, int actions) {
        return actions == Book.NO_ACTIONS ? looking(world, state) : new Moment(world, state, state, actions, Phase.ACT);
    }

    @Override
    public int hashCode() {
        return ((world.hashCode() * 31 + state) * 31 + decided) * 31 + actions;
    }
}
