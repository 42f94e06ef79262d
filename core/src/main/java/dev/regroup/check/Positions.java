package dev.regroup.check;

import dev.regroup.model.Action;
import dev.regroup.model.GroupState;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.Position;
import dev.regroup.model.Presumption;
import dev.regroup.model.Reign;
import dev.regroup.model.Standing;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The histories and ranks that occur in something, in the order in which they do. Immutable, with value equality. */
final class Positions {

    static final Positions NONE = new Positions(new int[0]);

    private final int[] pairs;
    private final int hash;

    private Positions(int[] pairs) {
        this.pairs = pairs;
        this.hash = Arrays.hashCode(pairs) * 0x85EBCA6B;
    }

    /** Returns those that are recorded. */
    static Positions of(GroupState state) {
        IntStream.Builder pairs = IntStream.builder();
        for (MemberRecord member : state.record().members()) {
            if (member.standing() instanceof Standing.InSync inSync) {
                add(pairs, inSync.position());
            } else if (member.standing() instanceof Standing.LostData lost) {
                add(pairs, lost.had());
            } else if (member.standing() instanceof Standing.OutOfSync last) {
                add(pairs, last.position());
            }
        }
        if (state.record().reign() instanceof Reign.Of reign) {
            add(pairs, reign.start());
        }
        return new Positions(pairs.build().toArray());
    }

    /** Returns those that commands rest on. */
    static Positions of(List<Action> actions) {
        IntStream.Builder pairs = IntStream.builder();
        for (Action action : actions) {
            Canon.mapPresumptions(action, presumption -> {
                if (presumption instanceof Presumption.Follows follows) {
                    add(pairs, follows.position());
                }
                return presumption;
            });
        }
        return new Positions(pairs.build().toArray());
    }

    /** Returns those of the reports that are held or remembered, with all that they continue. */
    static Positions of(Looks looks) {
        IntStream.Builder pairs = IntStream.builder();
        looks.mapPositions(position -> {
            add(pairs, position);
            if (position instanceof Position.Known known) {
                known.ancestors()
                        .forEach(ancestor ->
                                pairs.add(Names.number(ancestor.history())).add((int) ancestor.upTo()));
            }
            return position;
        });
        return new Positions(pairs.build().toArray());
    }

    private static void add(IntStream.Builder pairs, Position position) {
        if (position instanceof Position.Known known) {
            pairs.add(Names.history(known)).add(Names.rank(known));
        }
    }

    int size() {
        return pairs.length / 2;
    }

    int history(int index) {
        return pairs[2 * index];
    }

    int rank(int index) {
        return pairs[2 * index + 1];
    }

    boolean isKept(Renumbering numbers) {
        for (int index = 0; index < size(); index++) {
            if (numbers.history(history(index)) != history(index) || numbers.rank(rank(index)) != rank(index)) {
                return false;
            }
        }
        return true;
    }

    Positions renumbered(Renumbering numbers) {
        int[] next = new int[pairs.length];
        for (int index = 0; index < size(); index++) {
            next[2 * index] = numbers.history(history(index));
            next[2 * index + 1] = numbers.rank(rank(index));
        }
        return new Positions(next);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Positions that && Arrays.equals(pairs, that.pairs);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
