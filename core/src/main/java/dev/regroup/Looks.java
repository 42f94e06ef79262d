package dev.regroup;

import dev.regroup.model.Member;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Outcome;
import dev.regroup.model.Policy;
import dev.regroup.node.Nodes;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The looks at the nodes of one group: each node on a cadence of its own, so that a silent one delays nobody. Confined
 * to its lane.
 */
final class Looks {

    /** One node and its newest look. */
    private static final class Target {

        private final Member member;
        private long look;
        private Duration sentAt = Duration.ZERO;
        private Progress progress = Progress.DONE;

        private Target(Member member) {
            this.member = member;
        }
    }

    private enum Progress {
        /** No answer yet. */
        OPEN,
        /** No answer yet, and the next look waits for it. */
        AWAITED,
        /** Answered. */
        DONE
    }

    private final Nodes nodes;
    private final Policy policy;
    private final Lane lane;
    private final Consumer<NodeReport> listener;
    private final Map<NodeId, Target> targets = new LinkedHashMap<>();

    /** The newest look at each node; numbers never fall, also if a node is dropped and comes back. */
    private final Map<NodeId, Long> numbers = new HashMap<>();

    /** Creates looks at nobody, whose reports go to the listener, on the lane. */
    Looks(Nodes nodes, Policy policy, Lane lane, Consumer<NodeReport> listener) {
        this.nodes = nodes;
        this.policy = policy;
        this.lane = lane;
        this.listener = listener;
    }

    /** Looks at these members from now on, at once at those that are new, and no longer at others. */
    void keepAt(List<Member> members) {
        for (Target target : List.copyOf(targets.values())) {
            if (!members.contains(target.member)) {
                targets.remove(target.member.id());
                nodes.forget(target.member);
            }
        }
        for (Member member : members) {
            if (!targets.containsKey(member.id())) {
                targets.put(member.id(), new Target(member));
                nodes.onClosed(member, () -> lane.execute(() -> soon(member.id())));
                at(member.id());
            }
        }
    }

    /** Ends all looks; the reports of open ones are dropped. What the nodes' implementation keeps for them stays. */
    void stop() {
        targets.clear();
    }

    /** Looks at a node at once. Returns the number of the look; 0 for a node that is not looked at. */
    long at(NodeId node) {
        Target target = targets.get(node);
        return target == null ? 0 : begin(target, report -> report.ifPresent(listener));
    }

    /**
     * Looks at a node at once; the report goes to that listener, and is empty if the node is no longer looked at, or
     * after a bug of the port.
     */
    void at(NodeId node, Consumer<Optional<NodeReport>> then) {
        Target target = targets.get(node);
        if (target != null) {
            begin(target, then);
        }
    }

    /** Looks at a node whose connection was closed: at once, but at most ten times an interval. */
    private void soon(NodeId node) {
        Target target = targets.get(node);
        if (target == null) {
            return;
        }
        Duration wait = target.sentAt.plus(policy.probeInterval().dividedBy(10)).minus(lane.now());
        long look = target.look;
        if (wait.isNegative() || wait.isZero()) {
            at(node);
        } else {
            lane.after(wait, () -> beginUnlessOvertaken(target, look));
        }
    }

    private long begin(Target target, Consumer<Optional<NodeReport>> then) {
        target.sentAt = lane.now();
        target.progress = Progress.OPEN;
        long look = numbers.merge(target.member.id(), 1L, Long::sum);
        target.look = look;
        Duration sentAt = target.sentAt;
        lane.after(policy.probeInterval(), () -> due(target, look));
        lane.<Optional<Outcome>>whenDone(
                () -> nodes.look(target.member, policy.probeDeadline()).thenApply(Optional::of),
                Optional.empty(),
                outcome -> done(target, look, sentAt, outcome, then));
        return look;
    }

    private void done(
            Target target, long look, Duration sentAt, Optional<Outcome> outcome, Consumer<Optional<NodeReport>> then) {
        if (!isCurrent(target)) {
            then.accept(Optional.empty());
            return;
        }
        boolean isAwaited = target.look == look && target.progress == Progress.AWAITED;
        if (target.look == look) {
            target.progress = Progress.DONE;
        }
        Duration doneAt = lane.now();
        then.accept(outcome.map(known -> new NodeReport(target.member.id(), look, sentAt, doneAt, known)));
        if (isAwaited) {
            beginUnlessOvertaken(target, look);
        }
    }

    /** The interval is over: look again, unless the last look may still be answered in time. */
    private void due(Target target, long look) {
        Duration left = target.sentAt.plus(policy.probeDeadline()).minus(lane.now());
        boolean mayAnswer = target.progress != Progress.DONE && !left.isNegative() && !left.isZero();
        if (target.look == look && mayAnswer) {
            target.progress = Progress.AWAITED;
            lane.after(left, () -> beginUnlessOvertaken(target, look));
        } else {
            beginUnlessOvertaken(target, look);
        }
    }

    /** Each look brings its own timer, so a timer of an earlier one has nothing to do. */
    private void beginUnlessOvertaken(Target target, long look) {
        if (isCurrent(target) && target.look == look) {
            begin(target, report -> report.ifPresent(listener));
        }
    }

    private boolean isCurrent(Target target) {
        return targets.get(target.member.id()) == target;
    }
}
