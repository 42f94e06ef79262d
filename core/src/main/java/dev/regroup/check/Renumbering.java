package dev.regroup.check;

import dev.regroup.check.World.Cell;
import dev.regroup.check.World.Global;
import dev.regroup.model.Action;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.Position;
import dev.regroup.model.Presumption;
import dev.regroup.model.Reign;
import dev.regroup.model.Standing;
import dev.regroup.model.Standing.InSync;
import java.util.List;

/**
 * A change of the numbers of ranks and histories in one moment. What the nodes have gets the odd ranks, densely; what
 * is recorded lies either on one of them or in a gap between two, and gets the even rank of that gap, since records are
 * compared with what nodes have and never with each other. Histories are numbered by first occurrence; what a recorded
 * history continues is left out. Immutable once built; confined to one exploration.
 */
final class Renumbering {

    /** Ranks are the bits of a long. */
    private static final int MOST_RANKS = 64;

    /** None, and that of other instances. */
    private static final long OTHERS = 1L | 1L << World.ALIEN;

    private final byte[] histories = new byte[World.NEW_HISTORY + 1];
    private int known;
    private long ranks;

    private Renumbering() {}

    /**
     * Returns the change that gives a moment its canonical form.
     *
     * @param recorded what is recorded or commands rest on
     * @param looks what the report that is held and those that are remembered tell
     */
    static Renumbering of(World world, List<Positions> recorded, Positions looks) {
        Renumbering next = new Renumbering();
        for (int node = 0; node < world.nodes(); node++) {
            next.noteRank(world.get(node, Cell.RANK));
            next.noteHistory(world.get(node, Cell.HISTORY));
        }
        for (Positions positions : recorded) {
            for (int index = 0; index < positions.size(); index++) {
                next.noteHistory(positions.history(index));
            }
        }
        for (int node = 0; node < world.nodes(); node++) {
            if (world.get(node, Cell.PARENT) != 0) {
                next.noteHistory(world.get(node, Cell.PARENT));
                next.noteRank(world.get(node, Cell.BASE));
            }
        }
        next.noteRank(world.get(Global.ACKED));
        for (int index = 0; index < looks.size(); index++) {
            next.noteRank(looks.rank(index));
            next.noteHistory(looks.history(index));
        }
        return next;
    }

    private void noteHistory(int history) {
        if (history != 0 && histories[history] == 0) {
            known++;
            histories[history] = (byte) known;
        }
    }

    private void noteRank(int rank) {
        if (rank >= MOST_RANKS) {
            throw new IllegalStateException("rank " + rank + " is above " + (MOST_RANKS - 1));
        }
        ranks |= 1L << rank;
    }

    /** Returns an odd number for a rank that a node has, an even one for a gap between two such, and 0 for none. */
    int rank(int rank) {
        if (rank == 0 || rank == World.ALIEN) {
            return rank;
        }
        boolean isOfNode = rank < MOST_RANKS && (ranks & 1L << rank) != 0;
        long below = rank < MOST_RANKS ? (1L << rank) - 1 : -1L;
        int lower = 2 + 2 * Long.bitCount(ranks & below & ~OTHERS);
        return isOfNode ? lower + 1 : lower;
    }

    int history(int history) {
        return histories[history];
    }

    World of(World world) {
        return world.renumbered(this::rank, this::history);
    }

    GroupState of(GroupState state) {
        GroupRecord record = state.record();
        for (MemberRecord member : state.record().members()) {
            record = Canon.mapMember(record, member.id(), this::of);
        }
        if (record.reign() instanceof Reign.Of reign) {
            record = record.withReign(new Reign.Of(reign.epoch(), reign.master(), of(reign.start())));
        }
        return record.equals(state.record()) ? state : new GroupState(record, state.health());
    }

    private Standing of(Standing standing) {
        if (standing instanceof InSync inSync) {
            return new InSync(inSync.incarnation(), of(inSync.position()), inSync.contents());
        }
        if (standing instanceof Standing.OutOfSync last) {
            return new Standing.OutOfSync(last.incarnation(), of(last.position()), last.due());
        }
        return standing instanceof Standing.LostData lost
                ? new Standing.LostData(lost.incarnation(), of(lost.had()))
                : standing;
    }

    List<Action> of(List<Action> actions) {
        return actions.stream()
                .map(action -> Canon.mapPresumptions(
                        action,
                        presumption -> presumption instanceof Presumption.Follows f
                                ? new Presumption.Follows(f.node(), f.incarnation(), f.of(), f.link(), of(f.position()))
                                : presumption))
                .toList();
    }

    Looks of(Looks looks) {
        return looks.mapPositions(position -> position instanceof Position.Known known ? whole(known) : position);
    }

    /** With all that it continues. */
    private Position whole(Position.Known position) {
        List<Position.Ancestor> ancestors = position.ancestors().stream()
                .map(ancestor -> new Position.Ancestor(
                        Names.history(history(Names.number(ancestor.history()))), rank((int) ancestor.upTo())))
                .toList();
        return new Position.Known(
                Names.history(history(Names.history(position))), List.of((long) rank(Names.rank(position))), ancestors);
    }

    private Position of(Position position) {
        if (!(position instanceof Position.Known)) {
            return position;
        }
        return Names.position(history(Names.history(position)), rank(Names.rank(position)));
    }
}
