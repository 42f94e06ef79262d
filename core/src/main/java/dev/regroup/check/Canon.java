package dev.regroup.check;

import dev.regroup.check.World.Cell;
import dev.regroup.check.World.Global;
import dev.regroup.model.Action;
import dev.regroup.model.Claim;
import dev.regroup.model.Failovers;
import dev.regroup.model.GroupHealth;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.NodeHealth.Confirming;
import dev.regroup.model.NodeHealth.Down;
import dev.regroup.model.NodeHealth.Miss;
import dev.regroup.model.NodeHealth.Suspect;
import dev.regroup.model.NodeHealth.Unusable;
import dev.regroup.model.NodeId;
import dev.regroup.model.Policy;
import dev.regroup.model.Position;
import dev.regroup.model.Presumption;
import dev.regroup.model.Reign;
import dev.regroup.model.Standing;
import dev.regroup.model.Standing.InSync;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Gives all moments that the reducer cannot tell apart one form, so that there are finitely many: epochs leave the
 * state, ages are bounded, look numbers start anew, offsets become dense ranks, histories are numbered as they occur.
 * What licenses this is that the reducer commutes with shifting epochs and times and with order-preserving changes of
 * offsets (promise S25).
 */
final class Canon {

    private final Duration interval;
    private final Duration oldest;

    Canon(Policy policy) {
        this.interval = policy.probeInterval();
        Duration needed = policy.minimumDuration().compareTo(interval) < 0 ? interval : policy.minimumDuration();
        this.oldest = Lookout.NOW.minus(needed).minus(interval);
    }

    /** Returns the state as it is remembered one interval later. */
    GroupState aged(GroupState state) {
        GroupHealth health = state.health();
        for (MemberRecord member : state.record().members()) {
            health = health.with(member.id(), aged(health.of(member.id())));
        }
        return new GroupState(timeless(state.record()), health);
    }

    private NodeHealth aged(NodeHealth health) {
        if (health instanceof Suspect s) {
            return new Suspect(s.misses(), aged(s.first()), aged(s.lastSentAt()), 0, s.seenSince());
        }
        if (health instanceof Down down) {
            return new Down(new Miss(oldest, oldest), 0, down.seenSince());
        }
        if (health instanceof Unusable unusable) {
            return new Unusable(unusable.looks(), aged(unusable.first()), 0);
        }
        return health instanceof Confirming confirming ? new Confirming(confirming.looks(), 0) : health;
    }

    private Miss aged(Miss miss) {
        return new Miss(aged(miss.sentAt()), aged(miss.doneAt()));
    }

    private Duration aged(Duration time) {
        Duration older = time.minus(interval);
        return older.compareTo(oldest) < 0 ? oldest : older;
    }

    /**
     * Numbers the reign 1 and a pending claim 2, and drops the position at which a reign began, which decides only how
     * much a former master copies. A failover is of just now until the cool-down is over, however many there were, since
     * here the first takes as long as any other.
     */
    private static GroupRecord timeless(GroupRecord record) {
        GroupRecord next = record.reign() instanceof Reign.Of of
                ? record.withReign(new Reign.Of(1, of.master(), Position.unknown()))
                : record;
        long base = record.reign() instanceof Reign.Of ? 1 : 0;
        if (record.failovers() instanceof Failovers.Recent) {
            next = next.withFailovers(new Failovers.Recent(1, Instant.EPOCH));
        }
        return record.claim() instanceof Claim.Pending claim
                ? next.withClaim(
                        base + 1, new Claim.Pending(base + 1, claim.candidate(), claim.incarnation(), claim.cause()))
                : next.withClaim(base, record.claim());
    }

    /** Returns the actions with the epoch that their record has after {@link #aged}. */
    static List<Action> timeless(List<Action> actions, GroupState state) {
        long epoch = state.record().epoch();
        return actions.stream().map(action -> withEpoch(action, epoch)).toList();
    }

    private static Action withEpoch(Action action, long epoch) {
        if (action instanceof Action.Promote p) {
            return new Action.Promote(p.group(), epoch, p.own(), p.others());
        }
        if (action instanceof Action.Follow f) {
            return new Action.Follow(f.group(), epoch, f.own(), f.master(), f.copy());
        }
        if (action instanceof Action.Fence f) {
            return new Action.Fence(f.group(), epoch, f.own(), f.master(), f.length());
        }
        return new Action.Detach(action.group(), epoch, action.own(), ((Action.Detach) action).master());
    }

    /** Returns the action with each presumption replaced by one of the same kind. */
    static Action mapPresumptions(Action action, UnaryOperator<Presumption> change) {
        if (action instanceof Action.Promote p) {
            List<Presumption> others = p.others().stream().map(change).toList();
            return new Action.Promote(p.group(), p.epoch(), (Presumption.Living) change.apply(p.own()), others);
        }
        Presumption.Living own = (Presumption.Living) change.apply(action.own());
        Presumption.IsMaster master =
                (Presumption.IsMaster) change.apply(action.others().get(0));
        if (action instanceof Action.Follow f) {
            return new Action.Follow(f.group(), f.epoch(), own, master, f.copy());
        }
        return action instanceof Action.Fence f
                ? new Action.Fence(f.group(), f.epoch(), own, master, f.length())
                : new Action.Detach(action.group(), action.epoch(), own, master);
    }

    static GroupRecord mapMember(GroupRecord record, NodeId node, UnaryOperator<Standing> change) {
        return record.member(node)
                .map(member -> record.withMember(member.withStanding(change.apply(member.standing()))))
                .orElse(record);
    }

    /**
     * Renumbers ranks and histories in the world, in both states and in the actions alike. What the nodes have gets the
     * odd ranks, densely; what is recorded lies either on one of them or in a gap between two, and gets the even rank of
     * that gap, since records are compared with what nodes have and never with each other. Histories are numbered by
     * first occurrence; what a recorded history continues is left out.
     */
    static Renumbering renumbering(World world, List<GroupState> states, List<Action> actions, Held held) {
        TreeSet<Integer> ranks = new TreeSet<>();
        List<Integer> histories = new ArrayList<>();
        List<Position> positions = positions(states, actions);
        for (int node = 0; node < world.nodes(); node++) {
            ranks.add(world.get(node, Cell.RANK));
            note(histories, world.get(node, Cell.HISTORY));
        }
        positions.forEach(position -> note(histories, Names.history(position)));
        for (int node = 0; node < world.nodes(); node++) {
            if (world.get(node, Cell.PARENT) != 0) {
                note(histories, world.get(node, Cell.PARENT));
                ranks.add(world.get(node, Cell.BASE));
            }
        }
        ranks.add(world.get(Global.ACKED));
        held.mapPosition(position -> {
            if (position instanceof Position.Known known) {
                ranks.add(Names.rank(known));
                note(histories, Names.history(known));
                known.ancestors().forEach(ancestor -> {
                    ranks.add((int) ancestor.upTo());
                    note(histories, Names.number(ancestor.history()));
                });
            }
            return position;
        });
        return new Renumbering(ranks, List.copyOf(histories));
    }

    /** Returns the known positions that are recorded, or that a command rests on. */
    private static List<Position> positions(List<GroupState> states, List<Action> actions) {
        List<Position> positions = new ArrayList<>();
        for (GroupState state : states) {
            for (MemberRecord member : state.record().members()) {
                if (member.standing() instanceof InSync inSync) {
                    positions.add(inSync.position());
                } else if (member.standing() instanceof Standing.LostData lost) {
                    positions.add(lost.had());
                }
            }
        }
        for (Action action : actions) {
            mapPresumptions(action, presumption -> {
                if (presumption instanceof Presumption.Follows follows) {
                    positions.add(follows.position());
                }
                return presumption;
            });
        }
        positions.removeIf(Position.Unknown.class::isInstance);
        return positions;
    }

    private static void note(List<Integer> histories, int history) {
        if (history != 0 && !histories.contains(history)) {
            histories.add(history);
        }
    }

    /**
     * A change of numbers.
     *
     * @param ranks the ranks that nodes have
     * @param histories the histories in use, in the order of their first occurrence; the first becomes 1
     */
    record Renumbering(TreeSet<Integer> ranks, List<Integer> histories) {

        /** Returns an odd number for a rank that a node has, an even one for a gap between two such, and 0 for none. */
        private int rank(int rank) {
            if (rank == 0) {
                return 0;
            }
            int lower = 2 + 2 * ranks.subSet(1, rank).size();
            return ranks.contains(rank) ? lower + 1 : lower;
        }

        private int history(int history) {
            return histories.indexOf(history) + 1;
        }

        World of(World world) {
            World next = world.with(Global.ACKED, rank(world.get(Global.ACKED)));
            for (int node = 0; node < world.nodes(); node++) {
                int base = world.get(node, Cell.BASE);
                next = next.with(node, Cell.RANK, rank(world.get(node, Cell.RANK)))
                        .with(node, Cell.HISTORY, history(world.get(node, Cell.HISTORY)))
                        .with(node, Cell.PARENT, history(world.get(node, Cell.PARENT)))
                        .with(node, Cell.BASE, base == 0 ? 0 : rank(base));
            }
            return next;
        }

        GroupState of(GroupState state) {
            GroupRecord record = state.record();
            for (MemberRecord member : state.record().members()) {
                record = mapMember(record, member.id(), this::of);
            }
            return record.equals(state.record()) ? state : new GroupState(record, state.health());
        }

        private Standing of(Standing standing) {
            if (standing instanceof InSync inSync) {
                return new InSync(inSync.incarnation(), of(inSync.position()));
            }
            return standing instanceof Standing.LostData lost
                    ? new Standing.LostData(lost.incarnation(), of(lost.had()))
                    : standing;
        }

        List<Action> of(List<Action> actions) {
            return actions.stream()
                    .map(action -> mapPresumptions(
                            action,
                            presumption -> presumption instanceof Presumption.Follows f
                                    ? new Presumption.Follows(
                                            f.node(), f.incarnation(), f.of(), f.link(), of(f.position()))
                                    : presumption))
                    .toList();
        }

        Held of(Held held) {
            return held.mapPosition(position -> position instanceof Position.Known known ? of(known) : position);
        }

        private Position of(Position.Known known) {
            List<Position.Ancestor> ancestors = known.ancestors().stream()
                    .map(ancestor -> new Position.Ancestor(
                            Names.history(history(Names.number(ancestor.history()))), rank((int) ancestor.upTo())))
                    .toList();
            return new Position.Known(
                    Names.history(history(Names.history(known))), List.of((long) rank(Names.rank(known))), ancestors);
        }

        private Position of(Position position) {
            if (!(position instanceof Position.Known)) {
                return position;
            }
            return Names.position(history(Names.history(position)), rank(Names.rank(position)));
        }
    }
}
