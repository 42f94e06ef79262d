package dev.regroup.check;

import dev.regroup.check.World.Global;
import dev.regroup.model.Choice;
import dev.regroup.model.Claim;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.GroupState;
import dev.regroup.model.Incarnation;
import dev.regroup.model.NodeId;
import dev.regroup.model.Policy;
import dev.regroup.model.Standing;
import java.util.Set;

/** Gives all moments that differ only in what decides nothing one form. Confined to one exploration. */
final class CanonicalForm {

    private final Book book;
    private final Policy policy;
    private final Set<Feature> features;

    CanonicalForm(Book book, Policy policy, Set<Feature> features) {
        this.book = book;
        this.policy = policy;
        this.features = features;
    }

    Moment of(Moment given) {
        Moment moment = withoutOutdatedLives(given);
        GroupState state = book.state(moment.state());
        return book.renumbered(moment, relevant(moment.world(), state.record()));
    }

    /** A policy that prefers a master that lacks writes to none promises nobody that they survive. */
    private World relevant(World world, GroupRecord record) {
        World next = promised(world, record);
        return policy.dataRule() == Choice.DataRule.AVAILABLE ? next.with(Global.ACKED, 0) : next;
    }

    /** Drops what decides nothing: acknowledged writes that nobody has, and what a recorded master began with. */
    private static World promised(World world, GroupRecord record) {
        World next = world.isAckedAnywhere() ? world : world.with(Global.ACKED, world.highest(World.Cell.RANK));
        return record.claim() instanceof Claim.None
                ? record.master()
                        .filter(master -> isRecordedHistory(world, record, master))
                        .map(master -> next.with(Names.index(master), World.Cell.BASE, 0))
                        .orElse(next)
                : next;
    }

    private static boolean isRecordedHistory(World world, GroupRecord record, NodeId master) {
        return record.member(master)
                .filter(member -> !(member.standing() instanceof Standing.InSync mark)
                        || Names.history(mark.position()) == world.get(Names.index(master), World.Cell.HISTORY))
                .isPresent();
    }

    /** Forgets which earlier life a report was of, once it is neither held nor remembered. */
    private Moment withoutOutdatedLives(Moment moment) {
        Moment next = moment;
        Looks looks = book.looks(moment.looks());
        boolean remembers = Steps.isRemembering(features);
        for (int node = 0; node < moment.world().nodes(); node++) {
            if (remembers && !looks.isToldIn(node, Names.REMEMBERED)) {
                next = book.renamed(next, new Incarnations(Names.id(node), Names.REMEMBERED, Names.EARLIER));
            }
            if (features.contains(Feature.STALE_REPORTS) && !looks.held().isOf(node, Names.REPORTED)) {
                boolean isRemembered = looks.isToldIn(node, Names.REPORTED);
                Incarnation name = isRemembered ? Names.REMEMBERED : Names.EARLIER;
                next = book.renamed(next, new Incarnations(Names.id(node), Names.REPORTED, name));
            }
        }
        return next;
    }
}
