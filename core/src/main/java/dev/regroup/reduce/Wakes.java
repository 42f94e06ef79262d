package dev.regroup.reduce;

import dev.regroup.model.Block;
import dev.regroup.model.Choice;
import dev.regroup.model.Commanded;
import dev.regroup.model.GroupRecord;
import dev.regroup.model.MemberRecord;
import dev.regroup.model.NodeHealth;
import dev.regroup.model.NodeId;
import dev.regroup.model.Observation;
import dev.regroup.model.Policy;
import dev.regroup.model.Veto;
import dev.regroup.model.Wake;
import java.time.Duration;
import java.util.Optional;

/** When to reduce again although nothing new is seen: the first time at which something ends or is due by itself. */
final class Wakes {

    private final Policy policy;
    private final GroupRecord record;
    private final Sights sights;
    private final Observation now;

    private Wakes(Policy policy, GroupRecord record, Sights sights) {
        this.policy = policy;
        this.record = record;
        this.sights = sights;
        this.now = sights.observation();
    }

    static Wake next(Policy policy, GroupRecord record, Sights sights, Election election) {
        Wakes wakes = new Wakes(policy, record, sights);
        Wake wake = new Wake.Never();
        for (Veto veto : election.vetoes()) {
            wake = wake.or(wakes.ahead(veto.until()));
        }
        for (Commanded last : wakes.now.commanded()) {
            boolean isOfMaster = record.master().equals(Optional.of(last.order().master()));
            boolean isRefusedReign = last.order().kind() == Commanded.Kind.PROMOTE
                    && last.answer().isRefusal();
            wake = isOfMaster || isRefusedReign ? wake.or(wakes.after(last)) : wake;
        }
        for (MemberRecord member : record.members()) {
            wake = wake.or(wakes.ofSilence(member.id())).or(wakes.ofPatience(member.id()));
        }
        return wake.or(wakes.ofUnusableMaster()).or(wakes.ofUnseen(election));
    }

    /** What was ordered may be ordered again, is no longer waited for, or may be tried again though others undo it. */
    private Wake after(Commanded last) {
        Wake wake = ahead(last.at(), last.pause(policy));
        boolean isAwaited = last.order().kind() == Commanded.Kind.FOLLOW
                && !last.answer().isRefusal()
                && sights.info(last.order().node())
                        .filter(info -> !sights.isLinkedTo(
                                last.order().node(), info, last.order().master()))
                        .isPresent();
        wake = isAwaited ? wake.or(ahead(last.at(), policy.resyncPatience())) : wake;
        return last.reversals() > 0 ? wake.or(ahead(last.at(), policy.calm())) : wake;
    }

    /** From then on a look without an answer tells that a node is down that has missed looks enough. */
    private Wake ofSilence(NodeId node) {
        return sights.health(node) instanceof NodeHealth.Suspect suspect && suspect.misses() >= policy.misses()
                ? ahead(suspect.first().sentAt(), policy.minimumDuration())
                : new Wake.Never();
    }

    /** A replica without a link is then named, and others need not wait for it any more. */
    private Wake ofPatience(NodeId node) {
        return record.master()
                .filter(sights::isShownAsMaster)
                .flatMap(master ->
                        sights.info(node).flatMap(info -> new Patience(policy, sights, master).end(node, info)))
                .map(end -> ahead(Wake.at(end)))
                .orElseGet(Wake.Never::new);
    }

    private Wake ofUnseen(Election election) {
        boolean isUnblocked = election.isDue() && election.best().isEmpty() && record.block() instanceof Block.None;
        NodeHealth master = record.master().map(sights::health).orElseGet(NodeHealth::rest);
        return isUnblocked && master instanceof NodeHealth.Down down
                ? ahead(Wake.at(Blocks.unseenUntil(policy, down)))
                : new Wake.Never();
    }

    private Wake ofUnusableMaster() {
        NodeHealth master = record.master().map(sights::health).orElseGet(NodeHealth::rest);
        return policy.unusableMaster() == Choice.Unusable.FAIL_OVER && master instanceof NodeHealth.Unusable unusable
                ? ahead(unusable.first().sentAt(), policy.unusableDuration())
                : new Wake.Never();
    }

    private Wake ahead(Duration since, Duration length) {
        return ahead(Wake.at(since.plus(length)));
    }

    private Wake ahead(Wake wake) {
        return wake instanceof Wake.At at && at.time().compareTo(now.at()) <= 0 ? new Wake.Never() : wake;
    }
}
