package dev.regroup.check;

/**
 * One state of the explored system: the world, what the observer has stored, and what it is about to do. A decided
 * state is stored in a step of its own, and so is each command. States and lists of actions are named by their numbers
 * in the {@link Book}. Immutable.
 *
 * @param world the nodes
 * @param state what is stored, with the health of the last reduction
 * @param decided what is to be stored, in {@link Phase#COMMIT}; otherwise what may yet be stored by a commit that failed,
 *     or the same as the state if there is none
 * @param actions the commands that are left to send once everything decided is stored
 * @param looks what the observer has of its looks, the number of {@link Looks}
 * @param phase what the observer does next
 */
record Moment(World world, int state, int decided, int actions, int looks, Phase phase) {

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
        return new Moment(world, state, state, Book.NO_ACTIONS, Book.NO_LOOKS, Phase.LOOK);
    }

    static Moment committing(World world, int state, int decided, int actions) {
        return new Moment(world, state, decided, actions, Book.NO_LOOKS, Phase.COMMIT);
    }

    static Moment acting(World world, int state, int actions) {
        Phase phase = actions == Book.NO_ACTIONS ? Phase.LOOK : Phase.ACT;
        return new Moment(world, state, state, actions, Book.NO_LOOKS, phase);
    }

    Moment with(World other) {
        return new Moment(other, state, decided, actions, looks, phase);
    }

    /** Returns the same with what may yet be stored. */
    Moment withDoubtful(int other) {
        return new Moment(world, state, other, actions, looks, phase);
    }

    /** Whether a commit that failed may yet be stored. */
    boolean isDoubtful() {
        return phase != Phase.COMMIT && decided != state;
    }

    Moment withLooks(int other) {
        return new Moment(world, state, decided, actions, other, phase);
    }

    @Override
    public int hashCode() {
        return (((world.hashCode() * 31 + state) * 31 + decided) * 31 + actions) * 31 + looks;
    }
}
