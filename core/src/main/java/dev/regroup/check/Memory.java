package dev.regroup.check;

import dev.regroup.check.World.Cell;
import dev.regroup.check.World.Global;
import dev.regroup.check.World.Promotes;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeId;
import dev.regroup.model.Outcome;
import dev.regroup.model.Reign;
import dev.regroup.model.Standing;
import java.util.List;
import java.util.stream.IntStream;

/** What the observer and the oracles remember of what they saw, stored and sent, beside the record. */
final class Memory {

    private Memory() {}

    /**
     * What the observer and the oracles remember of a round of looks under that record. What is held for a node may
     * hide that it is linked, or anybody if it is the master, so that this is to be seen anew; so does a lag.
     */
    static World looked(World world, GroupRecord record, Held held, int misses) {
        World settled = copied(world, record, held).settled();
        World done = isAnyUnseen(world, held) ? settled : settled.with(Global.HANDED, 0);
        World next = world.promotes() == Promotes.JUST_SENT ? done.with(Promotes.SENT) : done;
        for (int node = 0; node < world.nodes(); node++) {
            next = next.with(node, Cell.SILENT, silent(world, node, held, misses))
                    .with(node, Cell.REFUSED, 2 * world.refusals(node));
            boolean isHidden = held.node() == node
                    || isOfMaster(held, record)
                    || world.get(node, Cell.LAG) == 1
                    || isUnlinkedBesideMute(world, record, node);
            if (isHidden) {
                next = next.with(node, Cell.LINKED, 0);
            } else if (isLinkedToRecorded(world, record, node)) {
                next = next.with(node, Cell.LINKED, Math.min(world.get(node, Cell.LINKED) + 1, 2));
            } else if (world.get(node, Cell.LINKED) < 2 || (world.isUp(node) && !world.isVisible(node))) {
                next = next.with(node, Cell.LINKED, 0);
            }
        }
        return next;
    }

    /** Whether what hands did to a running node may not show in that round. */
    private static boolean isAnyUnseen(World world, Held held) {
        return IntStream.range(0, world.nodes())
                .anyMatch(node -> world.isUp(node) && !(world.isVisible(node) && isSeenAsItIs(world, held, node)));
    }

    private static boolean isSeenAsItIs(World world, Held held, int node) {
        return held.node() != node
                || (held instanceof Held.Early early && early.outcome().equals(Lookout.outcome(world, node)));
    }

    /** Who is looked at while it is about to copy everything was seen to; who is in sync has done so, whoever saw it. */
    private static World copied(World world, GroupRecord record, Held held) {
        World next = world;
        for (int node = 0; node < world.nodes() && world.isPika(); node++) {
            boolean isSeen = world.full(node) == Full.PENDING && world.isVisible(node) && held.node() != node;
            boolean isInSync = world.full(node) == Full.UNSEEN && isInSync(record, node);
            next = isSeen ? next.with(node, Full.SEEN) : isInSync ? next.with(node, Full.NONE) : next;
        }
        return next;
    }

    /** A master that tells nothing may take writes, of which nobody has any who is seen without a link to it. */
    private static boolean isUnlinkedBesideMute(World world, GroupRecord record, int node) {
        return record.master()
                .map(Names::index)
                .filter(master -> world.isUp(master) && world.get(master, Cell.MUTE) == 1)
                .filter(master -> world.isVisible(node) && !world.isLinkedTo(node, master))
                .isPresent();
    }

    private static int silent(World world, int node, Held held, int misses) {
        int before = world.get(node, Cell.SILENT);
        if (held.node() == node && !(held instanceof Held.Early)) {
            return before;
        }
        Outcome outcome = (held.node() == node && held instanceof Held.Early early)
                ? early.outcome()
                : Lookout.outcome(world, node);
        return outcome instanceof Outcome.Silent ? Math.min(before + 1, misses) : 0;
    }

    private static boolean isOfMaster(Held held, GroupRecord record) {
        return record.master()
                .filter(master -> Names.index(master) == held.node())
                .isPresent();
    }

    /** What the observer and the oracles remember of a commit that led from one record to the next. */
    static World committed(World world, GroupRecord before, GroupRecord after) {
        World next = world;
        if (world.promotes() == Promotes.REFUSED && before.claim() instanceof Claim.Pending claim) {
            next = next.with(Names.index(claim.candidate()), Cell.LINKED, 0);
        }
        if (!before.claim().equals(after.claim())) {
            next = next.with(after.claim() instanceof Claim.Pending ? Promotes.NEVER : Promotes.UNKNOWN);
        }
        for (int node = 0; node < world.nodes() && !before.reign().equals(after.reign()); node++) {
            next = next.with(node, Cell.LINKED, 0).with(node, Cell.PARENT, 0).with(node, Cell.REFUSED, 0);
        }
        return next;
    }

    /** Whether that commit recorded the candidate of a claim: a failover. */
    static boolean isFailover(GroupRecord before, GroupRecord after) {
        return before.claim() instanceof Claim.Pending claim
                && !before.reign().equals(after.reign())
                && after.master().filter(claim.candidate()::equals).isPresent();
    }

    /** From the looks on that show a lag, what was written meanwhile is promised to survive. */
    static World promised(World world, GroupRecord record, Held held) {
        return record.master()
                .filter(master -> held instanceof Held.Nothing)
                .map(Names::index)
                .filter(master -> world.isVisible(master) && world.isMaster(master))
                .filter(master -> record.claim() instanceof Claim.None)
                .map(master ->
                        world.with(Global.ACKED, Math.max(world.get(Global.ACKED), world.get(master, Cell.RANK))))
                .orElse(world);
    }

    /**
     * What replicas lack that were to lose their mark is promised to nobody if that is not stored: the master may be gone
     * before the next look.
     */
    static World unpromised(World world, GroupRecord stored, GroupRecord wanted) {
        World next = world;
        for (int node = 0; node < world.nodes(); node++) {
            boolean hasKept = world.isUp(node)
                    && stored.reign().equals(wanted.reign())
                    && isInSyncNow(stored, node)
                    && isOutOfSync(wanted, node);
            next = hasKept
                    ? next.with(Global.ACKED, Math.min(next.get(Global.ACKED), world.get(node, Cell.RANK)))
                    : next;
        }
        return next;
    }

    private static boolean isInSyncNow(GroupRecord record, int node) {
        return record.member(Names.id(node))
                .filter(member -> member.isInSync(Names.PRESENT))
                .isPresent();
    }

    private static boolean isOutOfSync(GroupRecord record, int node) {
        return record.member(Names.id(node))
                .filter(member -> member.standing() instanceof Standing.OutOfSync)
                .isPresent();
    }

    private static boolean isInSync(GroupRecord record, int node) {
        return record.member(Names.id(node))
                .filter(member -> member.standing() instanceof Standing.InSync)
                .isPresent();
    }

    /**
     * When a running group is recorded for the first time, nobody can know that its master is another server than before,
     * nor of data that a node got after it was looked at early.
     */
    static World adopted(World world, GroupRecord before, GroupRecord after, Held held) {
        return after.master()
                .filter(master -> before.reign() instanceof Reign.None)
                .map(Names::index)
                .filter(master -> (held instanceof Held.Early && held.node() != master)
                        || world.get(master, Cell.RANK) == World.ALIEN)
                .map(master -> world.get(master, Cell.RANK))
                .map(rank -> world.with(Global.ACKED, Math.min(world.get(Global.ACKED), rank)))
                .orElse(world);
    }

    /** What the oracles count on once looks are forgotten: what is recorded of them. */
    static World forgottenLooks(World world, GroupRecord record) {
        World next = world;
        for (int node = 0; node < world.nodes(); node++) {
            next = isInSyncNow(record, node) ? next : next.with(node, Cell.LINKED, 0);
        }
        return next;
    }

    /** What the oracles count on once what was decided was not stored: less, if other standings were to be. */
    static World unstored(World world, GroupRecord stored, GroupRecord wanted) {
        World next = forgottenLooks(world, stored);
        boolean isSame = standings(stored).equals(standings(wanted));
        for (int node = 0; node < world.nodes() && !isSame; node++) {
            next = next.with(node, Cell.LINKED, 0);
        }
        return next;
    }

    private static List<Standing> standings(GroupRecord record) {
        return record.members().stream().map(MemberRecord::standing).toList();
    }

    /** What the observer knows, and the oracles count on, once it finds another record than the one it stored last. */
    static World found(World world, GroupRecord before, GroupRecord after) {
        World next = forgottenLooks(committed(world, before, after), after);
        return before.claim().equals(after.claim()) ? next : next.with(Promotes.UNKNOWN);
    }

    /** What is left of that when the observer begins anew: it can no longer tell what it sent, nor what it saw. */
    static World forgotten(World world) {
        World next = world.with(Promotes.UNKNOWN);
        for (int node = 0; node < world.nodes(); node++) {
            next = next.with(node, Cell.LINKED, 0).with(node, Cell.REFUSED, 0);
        }
        return next;
    }

    private static boolean isLinkedToRecorded(World world, GroupRecord record, int node) {
        return record.master()
                .map(NodeId::value)
                .map(master -> Names.index(NodeId.of(master)))
                .filter(master -> world.isVisible(node) && world.isVisible(master) && world.isLinkedTo(node, master))
                .filter(master -> world.get(node, Cell.RANK) == world.get(master, Cell.RANK))
                .flatMap(master -> record.member(Names.id(master)))
                .filter(master -> !(master.standing() instanceof Standing.LostData))
                .isPresent();
    }
}
