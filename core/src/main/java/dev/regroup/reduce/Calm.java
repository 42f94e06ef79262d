package dev.regroup.reduce;

import dev.regroup.model.Attached;
import dev.regroup.model.Block;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.Link;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeInfo;
import dev.regroup.model.NodeReport;
import dev.regroup.model.Observation;
import dev.regroup.model.Outcome;
import dev.regroup.model.Position;
import dev.regroup.model.Reign;
import dev.regroup.model.Role;
import dev.regroup.model.Standing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The short way for a group that is healthy and agreed, which is what nearly every look finds: it allocates nothing.
 * Whatever it cannot tell at a glance goes the long way, with the same result.
 */
final class Calm {

    private Calm() {}

    static boolean is(long lagMax, GroupState state, Observation observation) {
        GroupRecord record = state.record();
        if (!state.health().isAtRest()
                || !observation.returned().isEmpty()
                || !(record.claim() instanceof Claim.None)
                || !(record.block() instanceof Block.None)
                || !(record.reign() instanceof Reign.Of reign)) {
            return false;
        }
        int master = indexOf(record, reign);
        List<MemberRecord> members = record.members();
        for (int i = 0; i < members.size(); i++) {
            if (!isCalm(lagMax, record, members.get(i), members.get(master), observation)) {
                return false;
            }
        }
        return true;
    }

    /** It is found: a recorded master is a member. */
    private static int indexOf(GroupRecord record, Reign.Of reign) {
        int at = 0;
        while (!record.members().get(at).id().equals(reign.master())) {
            at++;
        }
        return at;
    }

    private static boolean isCalm(
            long lagMax, GroupRecord record, MemberRecord member, MemberRecord master, Observation observation) {
        NodeReport report = find(observation.reports(), member);
        return report != null
                && member.health() == MemberRecord.Health.UP
                && !member.member().isForbidden()
                && member.standing() instanceof Standing.InSync inSync
                && report.outcome() instanceof Outcome.Answered answered
                && answered.info().incarnation().equals(inSync.incarnation())
                && answered.info().readiness() == NodeInfo.Readiness.READY
                && !answered.info().eligibility().isForbidden()
                && (member.id().equals(master.id())
                        ? isFeeding(answered.info(), record) && isGoingOn(answered.info(), inSync)
                        : isFollowing(answered.info(), master) && isNear(lagMax, answered.info(), master, observation));
    }

    private static boolean isFeeding(NodeInfo info, GroupRecord record) {
        return info.role() instanceof Role.Master
                && info.writability() != NodeInfo.Writability.REFUSES_WRITES
                && (!(info.attached() instanceof Attached.Told told) || isFeedingAll(told.fed(), record));
    }

    /**
     * Whether the master tells that it feeds every replica, by address, or all of those that it tells of are unknown and
     * as many as there are replicas; whoever feeds others instead is judged the long way.
     */
    private static boolean isFeedingAll(List<Attached.Fed> fed, GroupRecord record) {
        int replicas = record.members().size() - 1;
        int known = 0;
        for (int i = 0; i < record.members().size(); i++) {
            known += isAmong(fed, record.members().get(i)) ? 1 : 0;
        }
        boolean isMasterAmong = record.reign() instanceof Reign.Of reign
                && isAmong(fed, record.members().get(indexOf(record, reign)));
        return known == 0 ? fed.size() >= replicas : known == replicas && !isMasterAmong;
    }

    private static boolean isAmong(List<Attached.Fed> fed, MemberRecord member) {
        for (int i = 0; i < fed.size(); i++) {
            if (member.member().isAt(fed.get(i).address())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a master is where it was recorded or further on, as one that did not copy from somebody else in between, and
     * nothing new is to be recorded of its keys.
     */
    private static boolean isGoingOn(NodeInfo info, Standing.InSync mark) {
        if (info.contents() == NodeInfo.Contents.SOME && mark.contents() != NodeInfo.Contents.SOME) {
            return false;
        }
        return !(info.position() instanceof Position.Known now)
                || !(mark.position() instanceof Position.Known then)
                || (now.history().equals(then.history()) && isAtLeast(now.offsets(), then.offsets()));
    }

    private static boolean isAtLeast(List<Long> now, List<Long> then) {
        boolean isComparable = now.size() == then.size();
        for (int i = 0; i < now.size() && isComparable; i++) {
            isComparable = Long.compareUnsigned(now.get(i), then.get(i)) >= 0;
        }
        return isComparable;
    }

    private static boolean isFollowing(NodeInfo info, MemberRecord master) {
        return info.role() instanceof Role.Replica replica
                && replica.link() instanceof Link.Up
                && replica.of().equals(master.member().address());
    }

    /**
     * Whether the replica lacks no more of what the master's report shows than one may that is in sync: while clients
     * write, whoever is looked at first is behind. A lag that the master tells has to be as small.
     */
    private static boolean isNear(long lagMax, NodeInfo info, MemberRecord master, Observation observation) {
        NodeReport report = find(observation.reports(), master);
        if (report == null
                || !(report.outcome() instanceof Outcome.Answered answered)
                || !(info.position() instanceof Position.Known mine)
                || !(answered.info().position() instanceof Position.Known theirs)) {
            return false;
        }
        return mine.history().equals(theirs.history())
                && mine.offsets().size() == 1
                && theirs.offsets().size() == 1
                && isToldNear(lagMax, answered.info())
                && isWithin(lagMax, mine.offsets().get(0), theirs.offsets().get(0));
    }

    private static boolean isToldNear(long lagMax, NodeInfo master) {
        if (!(master.attached() instanceof Attached.Told told)) {
            return true;
        }
        for (int i = 0; i < told.fed().size(); i++) {
            if (told.fed().get(i).lag() instanceof Attached.Lag.Of lag
                    && Long.compareUnsigned(lag.bytes(), lagMax) > 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWithin(long lagMax, long mine, long theirs) {
        return Long.compareUnsigned(mine, theirs) >= 0 || Long.compareUnsigned(theirs - mine, lagMax) <= 0;
    }

    private static @Nullable NodeReport find(List<NodeReport> reports, MemberRecord member) {
        for (int i = 0; i < reports.size(); i++) {
            if (reports.get(i).node().equals(member.id())) {
                return reports.get(i);
            }
        }
        return null;
    }
}
