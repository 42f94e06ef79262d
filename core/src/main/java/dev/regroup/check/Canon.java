package dev.regroup.check;

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
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Gives all states that the reducer cannot tell apart by their age one form, so that there are finitely many: epochs
 * leave the state, ages are bounded, look numbers start anew. {@link Renumbering} does the same for data. What licenses
 * both is that the reducer commutes with shifting epochs and times and with order-preserving changes of offsets
 * (promise S25).
 */
final class Canon {

    private final Duration interval;
    private final Duration oldest;
    private final boolean keepsStart;

    /** Creates one that keeps the position at which a reign began only if asked to. */
    Canon(Policy policy, boolean keepsStart) {
        this.keepsStart = keepsStart;
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
     * Numbers the reign 1 and a pending claim 2, and drops the position at which a reign began, and those of members out
     * of sync, where they decide only how much somebody copies: everywhere but on Pika. A failover is of just now until the
     * cool-down is over, however many there were, since here the first takes as long as any other.
     */
    private GroupRecord timeless(GroupRecord record) {
        GroupRecord next = record.reign() instanceof Reign.Of of
                ? record.withReign(new Reign.Of(1, of.master(), keepsStart ? plain(of.start()) : Position.unknown()))
                : record;
        for (MemberRecord member : keepsStart ? List.<MemberRecord>of() : record.members()) {
            next = member.standing() instanceof Standing.OutOfSync last
                    ? next.withMember(member.withStanding(
                            new Standing.OutOfSync(last.incarnation(), Position.unknown(), last.due())))
                    : next;
        }
        long base = record.reign() instanceof Reign.Of ? 1 : 0;
        if (record.failovers() instanceof Failovers.Recent) {
            next = next.withFailovers(new Failovers.Recent(1, Instant.EPOCH));
        }
        return record.claim() instanceof Claim.Pending claim
                ? next.withClaim(
                        base + 1, new Claim.Pending(base + 1, claim.candidate(), claim.incarnation(), claim.cause()))
                : next.withClaim(base, record.claim());
    }

    private static Position plain(Position start) {
        return Names.position(Names.history(start), Names.rank(start));
    }

    /** Returns the actions with the epoch that their record has after {@link #aged}, in one order: any may be sent first. */
    static List<Action> timeless(List<Action> actions, GroupState state) {
        long epoch = state.record().epoch();
        return ordered(actions.stream().map(action -> withEpoch(action, epoch)).toList());
    }

    /** Returns the actions in the order of their nodes, and so what each rests on. */
    static List<Action> ordered(List<Action> actions) {
        return actions.stream()
                .map(action -> action instanceof Action.Promote p
                        ? new Action.Promote(
                                p.group(),
                                p.epoch(),
                                p.own(),
                                p.others().stream()
                                        .sorted(Comparator.comparing(Presumption::node))
                                        .toList())
                        : action)
                .sorted(Comparator.comparing(Action::node))
                .toList();
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
}
