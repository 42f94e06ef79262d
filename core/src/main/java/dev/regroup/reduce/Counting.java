package dev.regroup.reduce;

import dev.regroup.model.GroupHealth;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.Link;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.NodeHealth.Confirming;
import dev.regroup.model.NodeHealth.Down;
import dev.regroup.model.NodeHealth.Miss;
import dev.regroup.model.NodeHealth.Suspect;
import dev.regroup.model.NodeHealth.Unusable;
import dev.regroup.model.NodeId;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Observation;
import dev.regroup.model.Outcome;
import dev.regroup.model.Policy;
import dev.regroup.model.Reign;
import dev.regroup.model.Role;
import io.vavr.collection.TreeSet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Moves the volatile counters: each at most once for each new look, and none for an old one. */
final class Counting {

    private final Policy policy;
    private final GroupRecord record;
    private final Observation observation;

    private Counting(Policy policy, GroupRecord record, Observation observation) {
        this.policy = policy;
        this.record = record;
        this.observation = observation;
    }

    static GroupHealth fold(Policy policy, GroupRecord record, GroupHealth health, Observation observation) {
        Counting counting = new Counting(policy, record, observation);
        GroupHealth next = health;
        for (MemberRecord member : record.members()) {
            Optional<NodeReport> report = observation.report(member.id());
            if (report.isPresent()) {
                next = next.with(member.id(), counting.moved(member, health.of(member.id()), report.get()));
            }
        }
        return counting.withSeenSince(next);
    }

    private NodeHealth moved(MemberRecord member, NodeHealth before, NodeReport report) {
        if (report.outcome() instanceof Outcome.Silent silent) {
            return counts(before, silent) && !isOld(before, report) ? missed(before, report) : before;
        }
        if (isOld(before, report)) {
            return before;
        }
        return report.outcome() instanceof Outcome.Answered answered
                ? answered(member, before, report, answered.info())
                : toldNothing(before, report);
    }

    /** Counts up to the misses that make a node down, and then no further: what lasts is not news. */
    private NodeHealth toldNothing(NodeHealth before, NodeReport report) {
        if (!(before instanceof Unusable unusable)) {
            return new Unusable(1, new Miss(report.sentAt(), report.doneAt()), report.look());
        }
        return unusable.looks() >= policy.misses()
                ? unusable
                : new Unusable(unusable.looks() + 1, unusable.first(), report.look());
    }

    /**
     * Before anybody's first answer to this observer only a refusal counts: the first connect of a JVM is slow, and
     * slow for all nodes alike.
     */
    private boolean counts(NodeHealth before, Outcome.Silent silent) {
        return silent.silence() == Outcome.Silence.REFUSED
                || !(before instanceof NodeHealth.Rest)
                || !observation.lastGood().isEmpty();
    }

    /**
     * An overtaken look of a node that is being confirmed does count, downwards: once it is confirmed nothing remembers the
     * newer look, and the older one would count in the next round.
     */
    private static boolean isOld(NodeHealth before, NodeReport report) {
        return (before instanceof Suspect suspect && report.look() <= suspect.look())
                || (before instanceof Down down && report.look() <= down.look())
                || (before instanceof Unusable unusable && report.look() <= unusable.look());
    }

    private NodeHealth missed(NodeHealth before, NodeReport report) {
        if (before instanceof Down) {
            return before;
        }
        if (!(before instanceof Suspect suspect)) {
            Miss first = new Miss(report.sentAt(), report.doneAt());
            return downIfDue(new Suspect(1, first, report.sentAt(), report.look(), List.of()));
        }
        Duration sinceLast = report.sentAt().minus(suspect.lastSentAt());
        if (sinceLast.compareTo(policy.probeInterval()) < 0) {
            return suspect;
        }
        int misses = Math.min(suspect.misses() + 1, policy.misses());
        return downIfDue(new Suspect(misses, suspect.first(), report.sentAt(), report.look(), suspect.seenSince()));
    }

    private NodeHealth downIfDue(Suspect suspect) {
        Duration lasted = suspect.lastSentAt().minus(suspect.first().sentAt());
        boolean due = suspect.misses() >= policy.misses() && lasted.compareTo(policy.minimumDuration()) >= 0;
        return due ? new Down(suspect.first(), suspect.look(), suspect.seenSince()) : suspect;
    }

    private NodeHealth answered(MemberRecord member, NodeHealth before, NodeReport report, NodeInfo info) {
        if (!(record.reign() instanceof Reign.Of reign)
                || Losses.of(record).isPresent()
                || reign.master().equals(member.id())
                || member.isInSync(info.incarnation())) {
            return NodeHealth.rest();
        }
        Optional<NodeReport> master = observation.report(reign.master());
        if (!isFollowing(info, reign.master())
                || master.filter(seen -> !isInStep(member, info, seen)).isPresent()) {
            return NodeHealth.rest();
        }
        if (master.isEmpty()) {
            return before instanceof Confirming ? before : NodeHealth.rest();
        }
        if (!(before instanceof Confirming confirming)) {
            return new Confirming(1, report.look());
        }
        return report.look() <= confirming.look()
                ? confirming
                : new Confirming(Math.min(confirming.looks() + 1, policy.confirmations()), report.look());
    }

    private boolean isFollowing(NodeInfo info, NodeId master) {
        return info.role() instanceof Role.Replica replica
                && replica.link() instanceof Link.Up
                && record.memberAt(replica.of())
                        .filter(followed -> followed.id().equals(master))
                        .isPresent()
                && info.readiness() == NodeInfo.Readiness.READY
                && info.eligibility() != NodeInfo.Eligibility.INCOMPLETE;
    }

    private boolean isInStep(MemberRecord member, NodeInfo info, NodeReport masterReport) {
        return masterReport.outcome() instanceof Outcome.Answered answered
                && answered.info().role() instanceof Role.Master
                && Feeding.isConfirmed(record, observation, answered.info(), member)
                && Lag.isWithin(policy.lagMax(), record, answered.info(), member, info);
    }

    /** Notes with a silent master who was seen, in the life of its in-sync standing, after the first miss was known. */
    private GroupHealth withSeenSince(GroupHealth health) {
        if (!(record.reign() instanceof Reign.Of reign)) {
            return health;
        }
        NodeHealth master = health.of(reign.master());
        if (master instanceof Suspect s) {
            List<NodeId> seen = seenSince(s.first(), s.seenSince());
            return health.with(reign.master(), new Suspect(s.misses(), s.first(), s.lastSentAt(), s.look(), seen));
        }
        return master instanceof Down down
                ? health.with(
                        reign.master(), new Down(down.first(), down.look(), seenSince(down.first(), down.seenSince())))
                : health;
    }

    private List<NodeId> seenSince(Miss first, List<NodeId> before) {
        TreeSet<NodeId> seen = TreeSet.ofAll(before);
        for (MemberRecord member : record.members()) {
            boolean isSeen = observation
                    .report(member.id())
                    .filter(report -> report.sentAt().compareTo(first.doneAt()) >= 0)
                    .filter(report -> report.outcome() instanceof Outcome.Answered answered
                            && member.isInSync(answered.info().incarnation()))
                    .isPresent();
            seen = isSeen ? seen.add(member.id()) : seen;
        }
        return seen.size() == before.size() ? before : seen.toJavaList();
    }
}
