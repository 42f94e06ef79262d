package dev.regroup;

import dev.regroup.coordinator.Version;
import dev.regroup.model.Action;
import dev.regroup.model.Claim;
import dev.regroup.model.Commanded;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Member;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Presumption;
import dev.regroup.model.PromoteSent;
import dev.regroup.node.Command;
import dev.regroup.node.Sent;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sends the actions of one group under one leadership: at most one command to a node at a time, and none after its
 * ground is gone. An action that is not sent is not remembered; the next reduction asks for it again if it is still
 * needed. Confined to its lane.
 *
 * <p>A store that cannot be read stops commands in two ways. As soon as that is noticed, by a commit or a read without
 * an answer, nothing is settled, and nothing is sent until the record was read again. While nothing is to be read or
 * written it is not noticed; then commands go on for as long as the leadership is guaranteed by its lease ({@link
 * dev.regroup.coordinator.Leadership.Held#isStillHeld}), since until then nobody else leads, and what they rest on is
 * the newest record. After that nothing is sent until the leadership is held again.
 */
final class Sends {

    /** Whom the sends belong to. */
    interface Owner {

        /** Tells whether a command that was decided on that version may be sent at this moment. */
        boolean maySend(Version decidedOn);

        /** A report that was not asked for by the cadence. */
        void arrived(NodeReport report);

        /** A command is about to be sent to that node. */
        void sending(NodeId node);

        /** The outcome of the command is known, as far as it ever will be. */
        void sent(Action action, Sent outcome);
    }

    private record Attempt(Command command, Duration at) {}

    private final Wiring wiring;
    private final Lane lane;
    private final Looks looks;
    private final Owner owner;

    /** Nodes with a command that was sent and not answered; outlives a leadership. */
    private final Set<NodeId> outstanding;

    /** Nodes whose command waits for a last look. */
    private final Set<NodeId> deciding = new HashSet<>();

    private final Map<NodeId, Attempt> attempts = new HashMap<>();

    private Told told = Told.nothing();

    /** When no Promote of an earlier leader can take effect any more, nor be missed by a report that still counts. */
    private final Duration earlierAreDeadAt;

    private PromoteSent promoteSent = new PromoteSent.Unknown();

    Sends(Wiring wiring, Lane lane, Looks looks, Set<NodeId> outstanding, Owner owner) {
        this.wiring = wiring;
        this.lane = lane;
        this.looks = looks;
        this.outstanding = outstanding;
        this.owner = owner;
        this.earlierAreDeadAt =
                lane.now().plus(wiring.policy().commandDeadline()).plus(wiring.reportAgeMax());
    }

    /** Returns what is known about Promote commands. */
    PromoteSent promoteSent() {
        return promoteSent;
    }

    /** Returns what this observer has ordered, when, and what came of it. */
    List<Commanded> commanded() {
        return told.all();
    }

    /** Notes what a report shows of the orders that were given. */
    void seen(NodeReport report, GroupRecord record) {
        told = told.seen(report, record);
    }

    /** Notes that this observer itself has just made the claim of that epoch. */
    void claimed(long epoch) {
        promoteSent = new PromoteSent.Never(epoch);
    }

    /**
     * Sends what may be sent of these.
     *
     * @param record the committed record that implies them
     * @param decidedOn its version
     */
    void begin(GroupRecord record, Version decidedOn, List<Action> actions) {
        for (Action action : actions) {
            if (!isBusy(action.node())) {
                command(action, record)
                        .filter(command -> !isTooSoon(command))
                        .ifPresent(command -> begin(record, decidedOn, action, command));
            }
        }
    }

    private boolean isBusy(NodeId node) {
        return outstanding.contains(node) || deciding.contains(node);
    }

    /**
     * The same again within an interval tells the node nothing new; without this a quick refusal would be answered at
     * once.
     */
    private boolean isTooSoon(Command command) {
        Attempt last = attempts.get(command.member().id());
        return last != null
                && last.command().equals(command)
                && lane.now().minus(last.at()).compareTo(wiring.policy().probeInterval()) < 0;
    }

    private static Optional<Command> command(Action action, GroupRecord record) {
        Optional<Member> to = record.member(action.node()).map(MemberRecord::member);
        if (action instanceof Action.Follow follow) {
            Command.Mode mode = follow.copy() == Action.Copy.FULL ? Command.Mode.FULL : Command.Mode.PLAIN;
            return to.flatMap(member -> record.member(follow.master().node())
                    .map(master -> new Command.Follow(member, follow.own(), master.member(), mode)));
        }
        if (action instanceof Action.Detach) {
            return to.map(member -> new Command.Detach(member, action.own()));
        }
        return action instanceof Action.Fence fence
                ? to.map(member -> new Command.Fence(member, action.own(), fence.length()))
                : to.map(member -> new Command.Promote(member, action.own()));
    }

    private void begin(GroupRecord record, Version decidedOn, Action action, Command command) {
        attempts.put(action.node(), new Attempt(command, lane.now()));
        List<Presumption> others = action.others().stream()
                .filter(presumption -> record.member(presumption.node()).isPresent())
                .toList();
        if (others.isEmpty()) {
            send(decidedOn, action, command);
            return;
        }
        deciding.add(action.node());
        LastLooks last = new LastLooks(others.size());
        for (Presumption presumption : others) {
            looks.at(presumption.node(), report -> {
                last.add(report.filter(known -> presumption.holds(known.outcome())));
                if (last.missing() > 0) {
                    suppressed(record, action);
                }
                report.ifPresent(owner::arrived);
                if (last.open() == 0) {
                    deciding.remove(action.node());
                    sendIfAllHold(last, decidedOn, action, command);
                }
            });
        }
    }

    private void sendIfAllHold(LastLooks last, Version decidedOn, Action action, Command command) {
        if (last.missing() == 0) {
            send(decidedOn, action, command);
        }
    }

    /** The looks at everybody whom one command concerns. */
    private static final class LastLooks {

        private int open;
        private int missing;

        LastLooks(int open) {
            this.open = open;
        }

        void add(Optional<NodeReport> asPresumed) {
            open--;
            missing += asPresumed.isPresent() ? 0 : 1;
        }

        /** Returns how many have not been answered. */
        int open() {
            return open;
        }

        /** Returns how many did not show what is presumed. */
        int missing() {
            return missing;
        }
    }

    /**
     * Of a claim that was found in the store an earlier leader may have sent a Promote; but none after it had lost the
     * leadership, so that after a while none is on its way.
     */
    private void suppressed(GroupRecord record, Action action) {
        boolean isClaimed = action instanceof Action.Promote
                && record.claim() instanceof Claim.Pending pending
                && pending.epoch() == action.epoch();
        if (isClaimed && lane.now().compareTo(earlierAreDeadAt) > 0) {
            promoteSent = new PromoteSent.Never(action.epoch());
        }
    }

    private void send(Version decidedOn, Action action, Command command) {
        if (!owner.maySend(decidedOn)) {
            attempts.remove(action.node());
            return;
        }
        outstanding.add(action.node());
        owner.sending(action.node());
        Told former = told;
        told = told.sent(action, lane.now(), wiring.policy());
        PromoteSent before = promoteSent;
        if (action instanceof Action.Promote) {
            Duration deadAt = lane.now().plus(wiring.policy().commandDeadline());
            promoteSent = new PromoteSent.Possibly(action.epoch(), deadAt);
        }
        PromoteSent meanwhile = promoteSent;
        lane.whenDone(
                () -> wiring.nodes().send(command, wiring.policy().commandDeadline()), new Sent.Maybe(), outcome -> {
                    outstanding.remove(action.node());
                    if (promoteSent.equals(meanwhile)) {
                        promoteSent = after(action, outcome, before, meanwhile);
                    }
                    told = told.answered(action, outcome, former);
                    owner.sent(action, outcome);
                });
    }

    /** What is known of Promote commands once the outcome of one command is: what was not sent leaves no trace. */
    private static PromoteSent after(Action action, Sent outcome, PromoteSent before, PromoteSent meanwhile) {
        if (outcome instanceof Sent.NotSent) {
            return before;
        }
        boolean isRefused = action instanceof Action.Promote
                && outcome instanceof Sent.Rejected rejected
                && rejected.retry() == Sent.Retry.NEVER;
        return isRefused ? new PromoteSent.Refused(action.epoch()) : meanwhile;
    }
}
